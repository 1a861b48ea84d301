"""A figure that somebody typed into a report: who, from which source, beside what the records say, and earlier ones."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.reports import access
from yimi.reports.queries.place import place_of, report_of
from yimi.reports.queries.standing import standing_of


@door(access.VIEW, model="report", channel=Channel.PAGE)
@require_GET
def typed(request: Request, pack: str, label: str, key: str, row: str) -> HttpResponse:
    """Where a reported figure comes from."""
    place = place_of(request.actor, pack, label, key)
    values = list(report_of(place).reported.filter(row=row).order_by("-recorded_at"))
    if not values:
        raise NotFound()
    sheet = standing_of(request.actor, place).sheet
    line = next((one for one in sheet.lines if one.key == row), None) if sheet else None
    computed = line.cells[0] if line and line.is_derived else None
    now = next((one for one in values if one.superseded_at is None), None)
    context = {
        "place": place,
        "line": line,
        "title": line.title if line else row,
        "now": now,
        "earlier": [one for one in values if one.superseded_at is not None],
        "computed": computed,
        "difference": now.value - computed.number if now and computed and computed.number is not None else None,
    }  # fmt: skip
    return render(request, "reports/typed.html", context)
