"""The homes' pages: 今天 for the station's people, the area for offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from yimi.cases.queries.lists import cases_due, reviews_waiting
from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.matching.queries.cards import leads_to_check
from yimi.portal.homes.above import above_of, target_note
from yimi.portal.homes.area import Area, area_of
from yimi.portal.homes.attention import (
    Need,
    StationState,
    ladder,
    most_in_need,
    needs_of,
    stuck_below,
    tag_class,
)
from yimi.portal.homes.counted import Counted
from yimi.portal.homes.opening import figure_url, register_url
from yimi.portal.homes.periods import Period
from yimi.portal.homes.today import today_of
from yimi.portal.homes.words import need_sentence, need_tag
from yimi.protection.queries import alarms
from yimi.regions.models import Region
from yimi.regions.queries.tree import children_of
from yimi.regions.rules import pad_code, prefix_of
from yimi.reports.queries.late import waiting_for
from yimi.services.queries.figures import FIGURES

FIRST_LOOK = 4
#: Cases on 今天; the rest stands in the work queue.
CASES = 5
#: Policy leads on 今天; the rest stands in their list.
LEADS = 4
COUNTY_DIGITS, TOWNSHIP_DIGITS = 6, 9
#: The figures of an area's first row, in order.
KEY_FIGURES = ("person_times", "persons", "visit_times", "consultations", "events", "handlings")
TABLE_FIGURES = (
    "person_times",
    "persons",
    "visit_times",
    "visited_households",
    "missed_visits",
    "events",
    "handlings",
    "late",
)


def station_home(request: Request) -> HttpResponse:
    """今天, for workers and heads of stations; called by the start page."""
    actor: Actor = request.actor
    is_head = "station_head" in actor.roles
    on = clock.today()
    today = today_of(actor, on=on, with_station=is_head)
    needs = needs_of(today.station, on) if today.station else []
    cases, cases_total = cases_due(actor, by=on, limit=CASES)
    context = {
        "today": on,
        "home": today,
        "alarms": alarms(actor),
        "cases": cases,
        "cases_total": cases_total,
        "reviews": reviews_waiting(actor),
        "leads": leads_to_check(actor, limit=LEADS),
        "waiting": waiting_for(actor, on=on),
        "is_head": is_head,
        "needs": [(need_tag(need), tag_class(need), need_sentence(need)) for need in needs],
        "counted": today.counted,
        "figures": _key_figures(today.counted, Period.of(on), so_far=True),
    }
    return render(request, "portal/homes/today.html", context)


@door("services.view_masked_records", model="area", channel=Channel.FIGURE)
@require_GET
def area(request: Request, code: str) -> HttpResponse:
    """A county or township: stations that need a hand first, then coverage, figures, the table of stations."""
    actor: Actor = request.actor
    place = Region.objects.filter(code=pad_code(code)).first()
    prefix = code.rstrip("0") if place is None else prefix_of(place.code)
    if place is None or not actor.may_at("services.view_masked_records", region_code=place.code):
        raise NotFound
    on = clock.today()
    if len(prefix) < COUNTY_DIGITS:
        above: dict[str, Any] = {
            "place": place,
            "today": on,
            "above": above_of(actor, prefix, on=on),
        }
        if above["above"] is None:
            above["children"] = children_of(place.code)
        return render(request, "portal/homes/above.html", above)
    period = Period.parse(request.GET.get("month", ""), today=on)
    found = area_of(actor, prefix, period, on=on)
    following = period.following()
    context = _area_context(found, prefix, period, on=on, sort=request.GET.get("sort", ""))
    context |= {
        "alarms": alarms(actor),
        "place": place,
        "is_county": len(prefix) == COUNTY_DIGITS,
        "period": period,
        "last": min(period.last, on),
        "following": following if following.first <= on else None,
    }
    return render(request, "portal/homes/area.html", context)


def _area_context(
    found: Area, prefix: str, period: Period, *, on: date, sort: str
) -> dict[str, Any]:
    chosen = most_in_need(found.states, on, limit=FIRST_LOOK)
    return {
        "needing": [(state, _told(needs)) for state, needs in chosen],
        "needing_total": sum(bool(needs_of(state, on)) for state in found.states),
        "ladder": _ladder(found),
        "townships": len(found.coverage),
        "counted": found.counted,
        "figures": _key_figures(found.counted, period, prefix=prefix, so_far=period.last > on),
        "headings": [(key, FIGURES[key]) for key in TABLE_FIGURES],
        "rows": _rows(found.states, sort, period),
        "sort": sort,
        "totals": [(key, FIGURES[key].label, found.totals.get(key, 0)) for key in TABLE_FIGURES],
        "workers": sum(state.workers for state in found.states),
        "certified": sum(state.certified for state in found.states),
    }


def _told(needs: list[Need]) -> list[tuple[Any, Any, Any]]:
    return [(need_tag(need), tag_class(need), need_sentence(need)) for need in needs]


def _ladder(found: Area) -> list[tuple[str, int, int, list[str]]]:
    """Rung, townships on it or above, townships in all, who lacks it though they hold the rung below.

    Plated counts townships; the others count their stations.
    """
    total = len(found.coverage)
    rungs = ladder(found.states)
    rungs["plated"] = sum(town.is_plated for town in found.coverage)
    stuck = stuck_below(found.states)
    stuck["plated"] = [town.name for town in found.coverage if not town.is_plated]
    return [(rung, count, total, stuck[rung]) for rung, count in rungs.items()]


def _key_figures(
    counted: Counted | None, period: Period, *, prefix: str = "", so_far: bool
) -> list[dict[str, Any]]:
    """The figures of the first row with their run; beside each the month before and the year's target."""
    if counted is None:
        return []
    return [
        {
            "key": key,
            "figure": FIGURES[key],
            "value": counted.now.get(key, 0),
            "note": _note(counted, key, so_far=so_far),
            "trend": counted.runs[key],
            "href": figure_url(key, period, place=prefix) if prefix else register_url(key, period),
        }
        for key in KEY_FIGURES
    ]


def _note(counted: Counted, key: str, *, so_far: bool) -> str:
    told = [_against(counted.now.get(key, 0), counted.before.get(key), so_far=so_far)]
    if target := counted.targets.get(key):
        told.append(target_note(counted.year.get(key, 0), target))
    return gettext("；").join(filter(None, told))


def _against(now: int, before: int | None, *, so_far: bool) -> str:
    """Compared with the month before (with its same days while the month lasts), where there is something to compare."""
    if not before:
        return ""
    change = {"change": f"{(now - before) / before:+.1%}".replace("-", "−")}
    return (
        gettext("较上月同期 %(change)s") % change
        if so_far
        else gettext("较上月 %(change)s") % change
    )


def _rows(states: list[StationState], sort: str, period: Period) -> list[dict[str, Any]]:
    """The table of stations; ``sort`` is a figure key, with a minus for largest first."""
    key = sort.lstrip("-")
    if key in FIGURES:
        states = sorted(states, key=lambda one: one.figure(key), reverse=sort.startswith("-"))
    return [
        {
            "state": state,
            "cells": [
                (
                    FIGURES[name].label,
                    state.figure(name),
                    figure_url(name, period, unit=state.uid),
                )
                for name in TABLE_FIGURES
            ],
        }
        for state in states
    ]


def area_of_actor(actor: Actor) -> str:
    """The code of the first area whose figures the actor may see; empty for nobody's."""
    keys = [
        scope.key
        for scope in actor.scopes("services.view_masked_records")
        if scope.kind == ScopeKind.REGION
    ]
    return pad_code(min(keys, key=len)) if keys else ""
