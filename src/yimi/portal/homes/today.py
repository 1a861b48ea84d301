"""今天: whom a worker visits now, by village; and for the head of the station, how the month stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.models import Membership, ResidentStatus
from yimi.people.models.links import HEAD, OPEN
from yimi.portal.homes.area import station_states
from yimi.portal.homes.attention import StationState
from yimi.portal.homes.counted import Counted, counted_of
from yimi.portal.homes.periods import Period
from yimi.regions.models import Region
from yimi.services.access import visible_records
from yimi.services.queries.due import DueVisit, visits_due
from yimi.services.queries.recording import own_units
from yimi.stations.models import ServiceUnit

#: More than this nobody visits in a day; the rest is counted.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Village:
    """The visits of one village."""

    name: str
    visits: list[DueVisit]


@dataclass(frozen=True, slots=True)
class Today:
    """What the first page of the station's people shows."""

    villages: list[Village]
    total: int
    overdue: int
    statuses: dict[Any, list[str]]
    mine_this_month: int
    station: StationState | None
    counted: Counted | None


def today_of(actor: Actor, *, on: date, with_station: bool) -> Today:
    """A fixed number of queries: seven for a worker, and the station's state for its head."""
    visits, total = visits_due(actor, by=on, limit=SHOWN)
    names = dict(
        Region.objects.filter(code__in={visit.region_code for visit in visits}).values_list(
            "code", "name"
        )
    )
    villages = [
        Village(short_village(names.get(code, code)), list(group))
        for code, group in groupby(visits, key=lambda visit: visit.region_code)
    ]
    villages.sort(key=lambda village: min(visit.due_on for visit in village.visits))
    period = Period.of(on)
    month = (
        visible_records(actor)
        .current()
        .filter(served_on__gte=period.first, served_on__lte=period.last)
    )
    units = own_units(actor)
    station = _state(actor, units, period, on) if with_station else None
    return Today(
        villages=villages,
        total=total,
        overdue=sum(visit.due_on < on for visit in visits),
        statuses=_head_statuses(visits),
        mine_this_month=month.filter(recorded_by=actor.uid).count(),
        station=station,
        counted=counted_of(actor, [unit.pk for unit in units], period, on=on)
        if with_station
        else None,
    )


def short_village(name: str) -> str:
    """As people say it: without 村民委员会 and the like.

    >>> short_village("邓东村村委会"), short_village("阳光社区居委会"), short_village("东城街道")
    ('邓东村', '阳光社区', '东城街道')
    """
    for ending in ("村民委员会", "居民委员会", "村委会", "居委会"):
        if name.endswith(ending) and len(name) > len(ending):
            stem = name.removesuffix(ending)
            return (
                stem
                if stem.endswith(("村", "社区", "居", "庄", "街"))
                else stem + "村" * ("村" in ending)
            )
    return name


def _state(actor: Actor, units: list[ServiceUnit], period: Period, on: date) -> StationState | None:
    return station_states(actor, units[:1], period, on=on)[0] if units else None


def _head_statuses(visits: list[DueVisit]) -> dict[Any, list[str]]:
    """household uid → what holds for its head today (低保, 独居 …): why this visit matters. One query."""
    uids = [visit.household_uid for visit in visits]
    heads = dict(
        Membership.objects.filter(OPEN, Q(relation=HEAD), household__in=uids).values_list(
            "resident", "household"
        )
    )
    rows = (
        ResidentStatus.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=clock.today()),
            resident__in=heads,
            value=True,
            superseded_at=None,
        )
        .select_related("kind")
        .order_by("kind__order", "starts_on")
    )
    found: dict[Any, list[str]] = {}
    for row in rows:
        found.setdefault(heads[row.resident_id], []).append(row.kind.label)
    return found
