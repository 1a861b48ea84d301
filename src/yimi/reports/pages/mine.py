"""The first page of reports: what my stations or my county owe, and for offices the way to the others'."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.reports import access
from yimi.reports.layout import Level
from yimi.reports.queries.late import waiting_for
from yimi.reports.queries.matrix import open_corrections, own_marks
from yimi.reports.queries.subjects import counties_of
from yimi.reports.reading import of_level
from yimi.reports.rules import IN
from yimi.reports.spans import Span


@door(access.VIEW, model="report", channel=Channel.LIST)
@require_GET
def reports(request: Request) -> HttpResponse:
    """What is due, what was handed in, and the counties whose reports one may see. A fixed number of queries."""
    actor, on = request.actor, clock.today()
    marks = own_marks(actor, on=on)
    reviews = actor.may(access.REVIEW_STATION) or actor.may(access.REVIEW[Level.COUNTY])
    context = {
        "due": [mark for mark in marks if mark.state not in IN],
        "done": [mark for mark in marks if mark.state in IN],
        "waiting": waiting_for(actor, on=on),
        "fills": bool(marks),
        "wanted": _wanted(actor, on),
        "counties": counties_of(actor, access.VIEW) if not actor.may(access.FILL[Level.STATION]) else [],
        "corrections": open_corrections(actor) if reviews else [],
    }  # fmt: skip
    return render(request, "reports/reports.html", context)


def _wanted(actor: Actor, on: date) -> list[tuple[object, str, str]]:
    """Reports that nobody owes and a station may make: the street's of last month. (pack, period, town)."""
    if not actor.may(access.FILL[Level.STATION]):
        return []
    codes = access.reporting_units(actor, access.FILL[Level.STATION]).values_list(
        "region_code", flat=True
    )
    towns = sorted({code[:9] for code in codes[:5]})
    return [
        (pack, Span.of(pack.frequency, on).before().label, town)
        for pack in of_level(Level.TOWN)
        if not pack.asked
        for town in towns
    ]
