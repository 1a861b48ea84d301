"""A cell of a report opened: the rows it counts, as they were known when the report's figures were computed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.explore.pages.rows import context_of
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.figures.opening import open_cell
from yimi.insight.figures.table import CellRef
from yimi.regions.queries.tree import path_names
from yimi.reports.access import VIEW
from yimi.reports.queries.opening import Openings, computed_at
from yimi.reports.queries.place import Place, place_of


@door(VIEW, model="report", channel=Channel.FIGURE)
@require_GET
def opened(request: Request, *, row: str, column: str, **report: str) -> HttpResponse:
    """What one figure of a report counts: as many rows as it says."""
    place = place_of(request.actor, report["pack"], report["label"], report["key"])
    openings = Openings(request.actor, place)
    ref = openings.ref(row, column)
    if ref is None:
        raise NotFound
    # a report that was handed in stands for one moment; one that was not is as new as the page somebody looked at
    moment = computed_at(place.report) or _moment(request)
    try:
        snapshot = open_snapshot(moment)
    except NoFactsYet:
        return redirect("reports:report", *place.args)  # which says so
    found = open_cell(
        ref, snapshot=snapshot, actor=request.actor, known=openings.known(row, column)
    )
    context = {
        "place": place,
        "where": _where(place, ref),
        "known_at": snapshot.known_at or moment or snapshot.through_at,
    }
    return render(request, "explore/report_cell.html", context | context_of(found))


def _moment(request: Request) -> datetime | None:
    try:
        found = datetime.fromisoformat(request.GET.get("at", ""))
        if found.tzinfo is None:
            raise NotFound
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _where(place: Place, ref: CellRef) -> str:
    """The subject's name, or the town's in a roll-up. One query for a town."""
    if ref.unit is not None or ref.place == place.subject.key:
        return place.subject.name
    code = ref.place.ljust(12, "0")
    return path_names({code}).get(code, ref.place)
