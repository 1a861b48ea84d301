"""A figure opened by one step: an area's by station, a station's towards its records as far as the role may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.portal.homes.area import late_figures
from yimi.portal.homes.counted import INDICATORS, counted_by_unit
from yimi.portal.homes.periods import Period
from yimi.regions.models import Region
from yimi.regions.rules import pad_code, prefix_of
from yimi.services.queries.figures import FIGURES
from yimi.services.queries.masked import masked_rows
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.queries import units_in


@door("services.view_figures", model="service_record", channel=Channel.FIGURE)
@require_GET
def figure(request: Request, key: str) -> HttpResponse:
    """By station for ``?place=``; for ``?unit=`` the records, or masked rows where names end."""
    if key not in FIGURES:
        raise NotFound
    period = Period.parse(request.GET.get("month", ""), today=clock.today())
    unit = _unit(request.GET.get("unit", ""))
    if unit is not None:
        return _station_figure(request, request.actor, key, unit, period)
    return _area_figure(request, request.actor, key, request.GET.get("place", ""), period)


def _area_figure(
    request: Request, actor: Actor, key: str, place: str, period: Period
) -> HttpResponse:
    found = Region.objects.filter(code=pad_code(place)).first() if place else None
    if found is None or not actor.may_at("services.view_figures", region_code=found.code):
        raise NotFound
    units = list(units_in(place, clock.today(), [UnitKind.STATION]))
    values, total = _by_unit(actor, key, found, units, period)
    rows = [(one, values.get(one.pk, 0)) for one in units]
    rows.sort(key=lambda row: (-row[1], row[0].number))
    context = {
        "key": key, "figure": FIGURES[key], "period": period, "rows": rows, "total": total,
        "place": found, "last": min(period.last, clock.today()),
    }  # fmt: skip
    return render(request, "portal/homes/figure_by_station.html", context)


def _by_unit(
    actor: Actor, key: str, place: Region, units: list[ServiceUnit], period: Period
) -> tuple[Mapping[UUID, int], int]:
    """Each station's figure, and the whole place's; late records are the stations' own. Raises NoFactsYet."""
    if key in INDICATORS:
        return counted_by_unit(prefix_of(place.code), period, key)
    late = {unit: n for unit, (_all, n) in late_figures(actor, units, period).items()}
    return late, sum(late.values())


def _station_figure(
    request: Request, actor: Actor, key: str, unit: ServiceUnit, period: Period
) -> HttpResponse:
    if actor.may_at("services.view_record", unit_uid=unit.pk, region_code=unit.region_code):
        return redirect(register_url(key, period))
    if not actor.may_at(
        "services.view_masked_records", unit_uid=unit.pk, region_code=unit.region_code
    ):
        raise NotFound
    exact = unit.kind == UnitKind.STATION
    rows = masked_rows(
        actor, key, first=period.first, last=period.last, unit_uids=[unit.pk], exact=exact
    )
    context = {
        "key": key, "figure": FIGURES[key], "period": period, "unit": unit, "rows": rows,
        "total": sum(row.count or 0 for row in rows), "last": min(period.last, clock.today()),
        "hidden": sum(row.count is None for row in rows),
        "above": _widest(actor),
    }  # fmt: skip
    return render(request, "portal/homes/figure_masked.html", context)


#: How a figure's records are found in the register; a figure without a line opens all records of the month.
REGISTER_FILTERS = {
    "visit_times": {"method": "home_visit", "outcome": "met"},
    "visited_households": {"method": "home_visit", "outcome": "met"},
    "missed_visits": {"outcome": "not_met"},
    "events": {"method": "activity"},
    "handlings": {"method": "handling"},
    "late": {"state": "late"},
}


def register_url(key: str, period: Period) -> str:
    """The address of the register with the records that a figure counts."""
    bounds = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return f"{reverse('services:register')}?{urlencode(bounds | REGISTER_FILTERS.get(key, {}))}"


def _unit(text: str) -> ServiceUnit | None:
    if not text:
        return None
    try:
        unit = ServiceUnit.objects.filter(pk=UUID(text)).first()
    except ValueError:
        unit = None
    if unit is None:
        raise NotFound
    return unit


def _widest(actor: Actor) -> str:
    """The code prefix of the widest area whose figures the actor may see, for the way back; empty for nobody's."""
    keys = [
        scope.key
        for scope in actor.scopes("services.view_figures")
        if scope.kind == ScopeKind.REGION
    ]
    return min(keys, key=len, default="")


def figure_url(key: str, period: Period, **where: Any) -> str:
    """The address of an opened figure."""
    return f"{reverse('portal:figure', args=[key])}?{urlencode({'month': period.key, **where})}"
