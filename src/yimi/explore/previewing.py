"""Figures of a definition that nobody has let in yet: this year at the place, by month and by what lies below.

What may be seen is the same as in any table (docs/adr/0009-suppression.md); nothing opens, and the trail notes who looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from yimi.core.actor import Actor
from yimi.engine.errors import EngineError
from yimi.engine.indicators import Indicator
from yimi.explore.showing import unit_name, value_text
from yimi.insight.actions import note_preview
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.figures.answering import ask
from yimi.insight.figures.indicators import indicators_at
from yimi.insight.figures.question import Question, level_below
from yimi.insight.figures.rowing import place_name
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import NoTotal, Table
from yimi.insight.figures.words import NO_TOTALS, REASONS, span_name


@dataclass(frozen=True, slots=True)
class Preview:
    """Two small tables of one indicator; ``rows``: (name, figure as text)."""

    place: str
    span: str
    unit: str
    months: list[tuple[Any, str]]
    month_total: Any
    places: list[tuple[Any, str]]
    place_total: Any
    reasons: list[Any]


def preview(
    prefix: str, entry: Mapping[str, Any], indicator: Indicator, *, actor: Actor, today: date
) -> Preview | str:
    """The tables, or the sentence that says why there are none. Raises NotFound outside the actor's places."""
    known = indicators_at(prefix)
    known = replace(known, indicators={**known.indicators, indicator.key: indicator})
    year = Question((indicator.key,), Span(today.year, 1, today.month), prefix, rows="month")
    below = year.but(rows=level_below(prefix))
    note_preview(prefix, entry, actor=actor)
    try:
        months, places = (
            ask(one, actor=actor, open_snapshot=open_snapshot, known=known) for one in (year, below)
        )
    except (EngineError, NoFactsYet) as error:
        return error.message if isinstance(error, EngineError) else str(error)
    cells = [row.cells[0] for table in (months, places) for row in table.rows]
    return Preview(
        place=place_name(year),
        span=span_name(year.span),
        unit=unit_name(indicator),
        months=_rows(months, indicator),
        month_total=_total(months, indicator),
        places=_rows(places, indicator),
        place_total=_total(places, indicator),
        reasons=[
            REASONS[one] for one in sorted({cell.withheld for cell in cells if cell.withheld})
        ],
    )


def _rows(table: Table, indicator: Indicator) -> list[tuple[Any, str]]:
    return [(row.name, value_text(row.cells[0], indicator)) for row in table.rows]


def _total(table: Table, indicator: Indicator) -> Any:
    """The figure of all; the reason where there is none; nothing for a single row."""
    if not table.total:
        return ""
    total = table.total[0]
    return NO_TOTALS[total] if isinstance(total, NoTotal) else value_text(total, indicator)
