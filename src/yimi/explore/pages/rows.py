"""A cell opened: the records for who has them, masked groups for offices, units and workers by name where they are public."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid, NotFound
from yimi.core.language import in_english
from yimi.core.requests import Request
from yimi.engine.catalogue import Column, load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.regions import prefix_of
from yimi.explore.pages.asking import params_of, question_of
from yimi.explore.pages.linking import UNKNOWN
from yimi.explore.showing import unit_name
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.figures.indicators import definition_of, title_of
from yimi.insight.figures.opening import Opened, OpenedRow, open_cell
from yimi.insight.figures.rowing import place_name
from yimi.insight.figures.table import CellRef
from yimi.insight.figures.words import cut_labels, label_of, span_name
from yimi.regions.queries.tree import path_names
from yimi.services.permissions import VIEW_FIGURES

#: Rows on the page; the figure above them counts all.
MAX_ROWS = 500
#: Where a named row opens: fact → the page's name and its argument.
PAGES = {
    "service_contact": ("services:detail", "uid"),
    "case_file": ("cases:case", "uid"),
    "household": ("portal:household", "uid"),
    "activity": ("activities:activity", "uid"),
    "service_unit": ("stations:unit", "uid"),
    "worker": ("workforce:worker", "uid"),
}


@door(VIEW_FIGURES, model="figure_row", channel=Channel.FIGURE)
@require_GET
def opened(request: Request) -> HttpResponse:
    """What one figure counts."""
    question, known = question_of(request.actor, params_of(request))
    ref = _ref(request, question)
    try:
        found = open_cell(
            ref, snapshot=open_snapshot(question.known_at), actor=request.actor, known=known
        )
    except EngineError as error:
        raise Invalid.one("is", error.message) from error
    context = {"question": question.but(rows=""), "place": place_name(question)}
    return render(request, "explore/rows.html", context | context_of(found))


def context_of(found: Opened) -> dict[str, Any]:
    """What a page of rows shows, whoever asked for them."""
    return {
        "span": span_name(found.ref.span),
        "title": title_of(found.indicator),
        "unit": unit_name(found.indicator),
        "found": found,
        "definition": definition_of(found.indicator),
        "headings": [_heading(column) for column in _columns(found)],
        "rows": _rows(found),
        "left_out": max(len(found.rows) - MAX_ROWS, 0),
    }


def _ref(request: Request, question: Any) -> CellRef:
    """The cell of the address; nonsense is no cell."""
    cuts = []
    for part in filter(None, request.GET.get("is", "").split(",")):
        name, _colon, code = part.partition(":")
        cuts.append((name, None if code == UNKNOWN else code))
    place = question.place
    if question.unit and request.GET.get("in"):
        try:
            place = prefix_of(request.GET["in"])
        except ValueError:
            raise NotFound from None
    key = question.indicators[0]
    return CellRef(key, question.span, place, question.unit, tuple(cuts))


def _columns(found: Opened) -> list[Column]:
    fact = load_catalogue().fact(found.indicator.fact)
    return [fact.columns[name] for name in found.columns]


def _heading(column: Column) -> str:
    return column.en.partition("(")[0].strip() if in_english() else column.zh


def _rows(found: Opened) -> list[dict[str, Any]]:
    """The first rows in words. A few queries, whatever their number."""
    shown = found.rows[:MAX_ROWS]
    columns = _columns(found)
    words = [_words(found, column.name, n, shown) for n, column in enumerate(columns)]
    return [
        {
            "cells": [
                (_heading(column), _text(row.shows[n], words[n], masked=found.masked))
                for n, column in enumerate(columns)
            ],
            "adds": row.adds,
            "href": _href(found, row),
        }
        for row in shown
    ]


def _words(found: Opened, name: str, n: int, rows: tuple[OpenedRow, ...]) -> dict[str, str]:
    if name == "region_code":
        return path_names({row.shows[n] for row in rows if row.shows[n]})
    return cut_labels(found.indicator, name, {row.shows[n] for row in rows})


def _text(value: Any, words: dict[str, str], *, masked: bool) -> Any:
    if isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, date):
        return f"{value:%Y-%m}" if masked else value.isoformat()
    return value if isinstance(value, int) else label_of(words, value)


def _href(found: Opened, row: OpenedRow) -> str:
    page = PAGES.get(found.indicator.fact)
    if found.masked or page is None or not row.opens:
        return ""
    return reverse(page[0], kwargs={page[1]: row.opens})
