"""The table: chosen by its address, shown first as figures, then as a shape; every figure opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.engine.indicators import IndicatorSet
from yimi.explore.access import visible_views
from yimi.explore.choosing import choices, other_times
from yimi.explore.drawing import bars, line, polyline, tiles
from yimi.explore.pages.asking import params_of, question_of, table_of
from yimi.explore.pages.linking import Links
from yimi.explore.permissions import LOAD_MAP
from yimi.explore.queries import map_of, path_within, question_at
from yimi.insight.errors import NoFactsYet
from yimi.insight.figures.question import Question
from yimi.insight.figures.rowing import place_name
from yimi.insight.figures.table import Table
from yimi.insight.figures.words import span_name
from yimi.insight.permissions import PROPOSE_INDICATORS
from yimi.regions.rules import pad_code
from yimi.reported.comparing import published_about
from yimi.services.permissions import VIEW_FIGURES

#: Rows on the page; the workbook has all.
MAX_ROWS = 200


@door(VIEW_FIGURES, model="figure", channel=Channel.FIGURE)
@require_GET
def explore(request: Request) -> HttpResponse:
    """Any indicators at any place and time, as far as the actor may see."""
    actor: Actor = request.actor
    wrong: dict[str, list[Any]] = {}
    try:
        question, known = question_of(actor, params_of(request))
    except Invalid as error:
        wrong = error.fields
        question, known = question_of(actor, {})
    answer: dict[str, Any] = {}
    try:
        if not wrong:
            answer = _answer(actor, table_of(actor, question, known), known)
    except Invalid as error:
        wrong = error.fields
    except NoFactsYet as error:
        answer = {"not_yet": error}
    context = _frame(actor, question, known) | answer
    context["wrong"] = [text for texts in wrong.values() for text in texts]
    return render(request, "explore/table.html", context, status=422 if wrong else 200)


def _frame(actor: Actor, question: Question, known: IndicatorSet) -> dict[str, Any]:
    """What stands around the table: where we are, what can be chosen, what was saved."""
    return {
        "question": question,
        "place": place_name(question),
        "span": span_name(question.span),
        "path": [
            (name, question_at(question, prefix).query())
            for prefix, name in path_within(actor, question.place)[:-1]
        ],
        "choices": choices(question, known),
        "times": other_times(question, today=clock.today()),
        "views": visible_views(actor),
    }


def _answer(actor: Actor, table: Table, known: IndicatorSet) -> dict[str, Any]:
    links = Links(actor, table, known)
    points = line(table)
    return {
        "table": table,
        "columns": links.columns(),
        "rows": links.rows(MAX_ROWS),
        "left_out": max(len(table.rows) - MAX_ROWS, 0),
        "totals": links.totals(),
        "reasons": links.reasons(),
        "bars": [(mark, links.text(mark.cell), links.below(mark.row)) for mark in bars(table)],
        "tiles": [(mark, links.text(mark.cell), links.below(mark.row)) for mark in tiles(table)],
        **_map(table, links),
        "points": [(mark, links.text(mark.cell)) for mark in points],
        "polyline": polyline(points),
        "definitions": links.told(),
        "may_define": actor.may(PROPOSE_INDICATORS),
        "may_load_map": bool(table.question.place)
        and actor.may_at(LOAD_MAP, region_code=table.question.place),
        "published": published_about(
            actor,
            table.question.indicators,
            region_code=pad_code(table.question.place),
            unit=table.question.unit,
        ),
        "compares_whole": "year" in table.question.versus
        and table.question.span.last_day > clock.today(),
    }


def _map(table: Table, links: Links) -> dict[str, Any]:
    """The rows' outlines in the tiles' colours, where the office loaded a map."""
    found = map_of(table.question)
    if found is None:
        return {}
    shapes = [
        (mark, links.text(mark.cell), links.below(mark.row), found.paths[mark.row.key])
        for mark in tiles(table)
        if mark.row.key in found.paths
    ]
    return {"map": found, "shapes": shapes} if shapes else {}
