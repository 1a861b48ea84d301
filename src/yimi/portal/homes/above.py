"""The home of a city or province: this year's figures with last year's and the target, their run, and the places below.

Everything comes from the facts, asked as in 统计; a figure opens there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from yimi.core.actor import Actor
from yimi.core.formats import number
from yimi.explore.pages.asking import table_of
from yimi.explore.pages.linking import Links
from yimi.explore.queries import BEGIN_WITH, targets_for
from yimi.explore.showing import change_text, unit_name
from yimi.insight.errors import NoFactsYet
from yimi.insight.figures.indicators import definition_of, indicators_at, title_of
from yimi.insight.figures.question import Question, level_below
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import Cell, NoTotal, Table
from yimi.regions.rules import pad_code
from yimi.services.permissions import VIEW_FIGURES

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure of the year so far; ``note``: last year and the target beside it; ``trend``: twelve months."""

    title: Any
    unit: Any
    definition: Any
    value: int | None
    note: str
    trend: list[int]


@dataclass(frozen=True, slots=True)
class Above:
    """``rows``: (name, code of its home, cells as 统计 shows them)."""

    headlines: list[Headline]
    columns: list[dict[str, Any]]
    rows: list[tuple[Any, str, list[dict[str, Any]]]]
    query: str
    through_at: datetime


def above_of(actor: Actor, prefix: str, *, on: date) -> Above | None:
    """What stands on the home of ``prefix``; None while no facts are published or the actor may not see figures there.

    Two statements to the facts, one query for targets.
    """
    if not actor.may_at(VIEW_FIGURES, region_code=pad_code(prefix)):
        return None
    known = indicators_at(prefix)
    year = Span(on.year, 1, on.month)
    below = Question(BEGIN_WITH, year, prefix, rows=level_below(prefix), versus=("year",))
    months = Span.month_of(on).shifted(1 - MONTHS_SHOWN)
    run = Question(BEGIN_WITH, Span(months.year, months.month, MONTHS_SHOWN), prefix, rows="month")
    try:
        table, trend = table_of(actor, below, known), table_of(actor, run, known)
    except NoFactsYet:
        return None
    links = Links(actor, table, known)
    targets = targets_for(below.but(span=Span.year_of(on), rows="", versus=("target",)))
    return Above(
        headlines=[
            _headline(table, trend, place, targets.get((key, prefix)))
            for place, key in enumerate(BEGIN_WITH)
        ],
        columns=links.columns(),
        rows=[
            (one["row"].name, "" if one["row"].is_own else pad_code(one["row"].key), one["cells"])
            for one in links.rows(len(table.rows))
        ],
        query=below.query(),
        through_at=table.through_at,
    )


def _headline(table: Table, trend: Table, place: int, target: int | None) -> Headline:
    one = table.columns[place].indicator
    # a single row stands for the whole
    totals = table.total or (table.rows[0].cells if table.rows else ())
    total = totals[place] if totals else Cell()
    cell = Cell() if isinstance(total, NoTotal) else total
    return Headline(
        title=title_of(one),
        unit=unit_name(one),
        definition=definition_of(one),
        value=cell.value,
        note=_beside(cell.value or 0, change_text(cell, one), target),
        trend=[row.cells[place].number or 0 for row in trend.rows],
    )


def _beside(value: int, change: str, target: int | None) -> str:
    """Last year's same months and the whole year's target."""
    told = [gettext("较去年同期 %(change)s") % {"change": change}] if change else []
    if target:
        told.append(target_note(value, target))
    return gettext("；").join(told)


def target_note(value: int, target: int) -> str:
    """How far the year has come towards its target; the share is cut down: 99.9 % is not reached."""
    goal = {"target": number(target), "share": value * 100 // target}
    return gettext("全年目标 %(target)s，已到 %(share)s%%") % goal
