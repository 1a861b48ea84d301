"""Whom to visit: today's route by village, and everyone who is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from yimi.core.actor import Actor
from yimi.core.scoping import region_range
from yimi.people.models import Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.regions.models import Region
from yimi.regions.naming import short_name
from yimi.services.models import ServiceRecord, VisitDue
from yimi.services.models.record import Method, Outcome
from yimi.visiting import rules
from yimi.visiting.access import visible_dues, visible_plans
from yimi.visiting.models import HouseholdTier, PlannedVisit
from yimi.visiting.models.tiers import OPEN as STANDING
from yimi.visiting.queries.tiers import tiers_for

#: A page of the overdue list, and a day's route: more nobody visits in a day.
SHOWN = 200
#: Sort key → columns; the household breaks ties, so that the order is steady.
SORTS = {
    "due": ("due_on", "household_id"),
    "village": ("household__region_code", "due_on", "household_id"),
    "last_met": (F("last_met_on").asc(nulls_first=True), "due_on", "household_id"),
    "tier": (F("interval_days").asc(nulls_last=True), "due_on", "household_id"),
}


@dataclass(slots=True)
class Stop:
    """One household on the way. ``failed``: times in a row nobody was met since somebody last was."""

    household_uid: UUID
    number: str
    unit_uid: UUID
    region_code: str
    due_on: date | None
    last_met_on: date | None
    overdue_days: int
    village: str = ""
    head_name: str = ""
    head_born_on: date | None = None
    tier: str = ""
    failed: int = 0
    advice: str = ""
    plan: PlannedVisit | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A day's visits, village by village; ``left`` are due and have no room on the list."""

    villages: list[tuple[str, list[Stop]]]
    total: int
    planned: int
    done: int
    left: int


@dataclass(frozen=True, slots=True)
class DueFilter:
    """What the list of overdue visits shows. Empty values filter nothing."""

    village: str = ""
    tier: str = ""
    least_days: int = 0
    sort: str = "due"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, how many there are in all, and where the pages before and after it begin."""

    stops: list[Stop]
    total: int
    newer: str = ""
    older: str = ""


def route_of(actor: Actor, on: date, *, today: date, worker_uid: UUID | None = None) -> Route:
    """Who is planned for the day, and on today's route also who is due; by village, the longest overdue first.

    With ``worker_uid`` the others' planned visits are left out. Eight queries, whatever the number of stops.
    """
    plans = {
        plan.household_id: plan
        for plan in visible_plans(actor).filter(planned_on=on).select_related("worker")
    }
    others = {
        uid
        for uid, plan in plans.items()
        if worker_uid and plan.worker_id and plan.worker_id != worker_uid
    }
    wanted = Q(household__in=plans)
    if on == today:
        wanted |= Q(due_on__lte=on)
    # what is planned never falls off the list, however many are due
    rows = visible_dues(actor).filter(wanted).exclude(household__in=others)
    order = SORTS["due"]
    if plans:
        is_planned = When(household__in=list(plans), then=0)
        rows = rows.annotate(planned_first=Case(is_planned, default=1))
        order = ("planned_first", *order)
    found = _found(rows, order, on)
    for stop in found.stops:
        stop.plan = plans.get(stop.household_uid)
        stop.is_done = stop.last_met_on is not None and stop.last_met_on >= on
    found.stops.sort(key=lambda stop: (stop.region_code, -stop.overdue_days, stop.number))
    return Route(
        villages=[
            (name, list(group)) for name, group in groupby(found.stops, key=lambda stop: stop.village)
        ],
        total=len(found.stops),
        planned=sum(stop.plan is not None for stop in found.stops),
        done=sum(stop.is_done for stop in found.stops),
        left=found.total - len(found.stops),
    )  # fmt: skip


def overdue_visits(actor: Actor, chosen: DueFilter, *, today: date, start: int = 0) -> Found:
    """Households whose visit is due or overdue, a page from row ``start`` on. Seven queries, whatever their number.

    Counted in rows, not by a cursor: the orders have columns that may be empty, and a station has some thousand at most.
    """
    latest = today - timedelta(days=chosen.least_days)
    rows = visible_dues(actor).filter(due_on__lte=latest)
    if chosen.village:
        rows = rows.filter(region_range("household__region_code", chosen.village))
    if chosen.tier == "none":
        rows = rows.filter(interval_days=None)
    elif chosen.tier:
        rows = rows.filter(
            household__in=HouseholdTier.objects.filter(STANDING, tier_code=chosen.tier).values(
                "household"
            )
        )
    return _found(rows, SORTS.get(chosen.sort, SORTS["due"]), today, start)


def villages_with_dues(actor: Actor, *, today: date) -> list[tuple[str, str]]:
    """Code and name of the villages where somebody is due, for the filter. Two queries."""
    codes = (
        visible_dues(actor)
        .filter(due_on__lte=today)
        .order_by()
        .values_list("household__region_code", flat=True)
        .distinct()
    )
    names = dict(Region.objects.filter(code__in=list(codes)).values_list("code", "name"))
    return [(code, short_name(name)) for code, name in sorted(names.items())]


def failed_attempts(uids: Iterable[UUID]) -> dict[UUID, list[rules.Attempt]]:
    """The visits of each household where nobody was met, since somebody last was, oldest first. One query."""
    last_met = VisitDue.objects.filter(household=OuterRef("household")).values("last_met_on")
    rows = (
        ServiceRecord.objects.current()
        .filter(household__in=list(uids), method=Method.HOME_VISIT, outcome=Outcome.NOT_MET)
        .annotate(met_on=Subquery(last_met))
        .filter(Q(met_on=None) | Q(served_on__gt=F("met_on")))
        .order_by("served_on", "recorded_at")
    )
    found: dict[UUID, list[rules.Attempt]] = {}
    for uid, day, at in rows.values_list("household_id", "served_on", "starts_at"):
        found.setdefault(uid, []).append(rules.Attempt(day, at))
    return found


def _found(rows: QuerySet[VisitDue], order: tuple[Any, ...], on: date, start: int = 0) -> Found:
    columns = rows.order_by(*order).values_list(
        "household_id", "household__number", "household__unit_id", "household__region_code",
        "due_on", "last_met_on",
    )[start : start + SHOWN]  # fmt: skip
    stops = [Stop(*row, overdue_days=rules.overdue_days(row[4], on)) for row in columns]
    total = len(stops) if not start and len(stops) < SHOWN else rows.order_by().count()
    _describe(stops)
    end = start + len(stops)
    return Found(
        stops,
        total,
        newer=str(max(start - SHOWN, 0)) if start else "",
        older=str(end) if stops and end < total else "",
    )


def _describe(stops: list[Stop]) -> None:
    """Who lives there, where, in which tier, and how often nobody was met. Five queries."""
    by_uid = {stop.household_uid: stop for stop in stops}
    codes = {stop.region_code for stop in stops}
    villages = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    heads = Membership.objects.filter(OPEN, relation=HEAD, household__in=by_uid)
    for uid, name, born_on in heads.values_list(
        "household_id", "resident__name", "resident__birth_on"
    ):
        by_uid[uid].head_name, by_uid[uid].head_born_on = name, born_on
    tiers, failed = tiers_for(codes), failed_attempts(by_uid)
    assigned = dict(
        HouseholdTier.objects.filter(STANDING, household__in=by_uid).values_list(
            "household_id", "tier_code"
        )
    )
    for uid, stop in by_uid.items():
        stop.village = short_name(villages.get(stop.region_code, stop.region_code))
        tier = tiers[stop.region_code].get(assigned.get(uid, ""))
        stop.tier = tier.label if tier else ""
        stop.failed = len(failed.get(uid, ()))
        stop.advice = rules.advice(failed.get(uid, ()))
