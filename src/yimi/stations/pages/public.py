"""The page for the public: where the station is, when it is open, what it does, whom to call."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core import clock
from yimi.core.doors import public_door
from yimi.core.requests import Request
from yimi.stations import access, queries
from yimi.stations.places import place_names


@public_door(model="service_unit", reason="where a station is and whom to call is for everyone")
def public_unit(request: Request, number: str) -> HttpResponse:
    """Public facts only: no staff, no figures, nothing about the people served. Five queries."""
    unit, today = access.get_public_unit(number), clock.today()
    week = queries.week_of(unit, today)
    context = {
        "unit": unit,
        "place": place_names([unit.region_code], levels=4)[unit.region_code],
        "names": queries.names_on(unit, today),
        "week": week,
        "is_closed": not unit.is_open(today),
        "is_open_now": queries.is_open_at(unit, week, clock.now()),
        "operator": queries.operators_on([unit], today).get(unit.uid),
        "lead": queries.lead_on(unit, today),
        "weekday": today.isoweekday(),
    }
    return render(request, "stations/public.html", context)
