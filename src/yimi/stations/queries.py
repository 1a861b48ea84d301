"""Questions about units that rooms above ask: which, where, called what, run by whom, open when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from yimi.core.clock import SHANGHAI
from yimi.core.scoping import region_range
from yimi.regions.models import Region
from yimi.regions.rules import TOWNSHIP_CLASSES, pad_code
from yimi.stations.models import (
    Authority,
    LeadAuthority,
    NameKind,
    OpeningHours,
    Operator,
    OperatorEngagement,
    ServedArea,
    ServiceUnit,
    UnitKind,
    UnitName,
    Weekday,
)
from yimi.stations.rules import prefixes_of


def units_in(prefix: str, on: date, kinds: Collection[str] = ()) -> QuerySet[ServiceUnit]:
    """Units that lie below a code prefix and are open on ``on``, by place and number."""
    units = ServiceUnit.objects.within(prefix).open_on(on).order_by("region_code", "number")
    return units.filter(kind__in=kinds) if kinds else units


def units_serving(region_code: str, on: date) -> QuerySet[ServiceUnit]:
    """Units open on ``on`` whose served area contains this division, nearest kind of place first."""
    areas = ServedArea.objects.on(on).filter(region_prefix__in=prefixes_of(region_code))
    found = ServiceUnit.objects.open_on(on).filter(pk__in=areas.values("unit_id"))
    return found.order_by("-region_code", "number")


def name_on(unit: ServiceUnit, day: date) -> str:
    """The official name on ``day``: a former name when it was in use then. One query."""
    former = UnitName.objects.on(day).filter(unit=unit, kind=NameKind.FORMER_NAME).first()
    return former.text if former else unit.name


def names_on(unit: ServiceUnit, day: date) -> list[UnitName]:
    """Local names and signs in use on ``day``. One query."""
    shown = [NameKind.LOCAL_NAME, NameKind.SIGN]
    return list(
        UnitName.objects.on(day).filter(unit=unit, kind__in=shown).order_by("kind", "starts_on")
    )


def operators_on(units: Iterable[ServiceUnit], day: date) -> dict[UUID, Operator]:
    """Who runs each unit on ``day``, by the unit's uid; units without an operator are left out. One query."""
    found = OperatorEngagement.objects.on(day).filter(unit__in=[unit.pk for unit in units])
    return {row.unit_id: row.operator for row in found.select_related("operator")}


def lead_on(unit: ServiceUnit, day: date) -> Authority | None:
    """Which authority leads the unit on ``day``. One query."""
    lead = LeadAuthority.objects.on(day).filter(unit=unit).select_related("authority").first()
    return lead.authority if lead else None


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday of a unit's week; no stretches: closed."""

    weekday: Weekday
    stretches: tuple[OpeningHours, ...]


def week_of(unit: ServiceUnit, on: date) -> list[Day]:
    """Monday to Sunday as it holds on ``on``; empty when no hours are on file at all. One query."""
    rows = list(OpeningHours.objects.on(on).filter(unit=unit).order_by("weekday", "opens_at"))
    if not rows:
        return []
    return [
        Day(weekday, tuple(row for row in rows if row.weekday == weekday)) for weekday in Weekday
    ]


def is_open_at(unit: ServiceUnit, week: Iterable[Day], instant: datetime) -> bool:
    """Whether the door is open at ``instant``, going by the week alone: public holidays are not in it."""
    local = instant.astimezone(SHANGHAI)
    return unit.is_open(local.date()) and any(
        row.opens_at <= local.time() < row.closes_at
        for day in week
        if day.weekday == local.isoweekday()
        for row in day.stretches
    )


@dataclass(frozen=True, slots=True)
class TownshipCoverage:
    """A township or street, and how many stations serve exactly it: the first rung, 挂牌 (plated)."""

    code: str
    name: str
    stations: int

    @property
    def is_plated(self) -> bool:
        """At least one station."""
        return self.stations > 0


def township_coverage(prefix: str, on: date) -> list[TownshipCoverage]:
    """Every township and street below a prefix, with its stations open on ``on``. Two queries.

    Counts units of kind station whose served area is the township itself; rooms, points, teams and stations that serve
    a whole county do not plate it. Zones and farms (digits 4 and 5) are not townships.
    """
    townships = (
        Region.objects.filter(region_range("code", prefix), level=4)
        .filter(township_class__in=TOWNSHIP_CLASSES)
        .in_force(on)
        .order_by("code")
    )
    stations = ServiceUnit.objects.open_on(on).filter(kind=UnitKind.STATION)
    served = ServedArea.objects.on(on).filter(
        region_range("region_prefix", prefix), unit__in=stations
    )
    serving: dict[str, set[UUID]] = {}
    for area, unit in served.values_list("region_prefix", "unit_id"):
        serving.setdefault(pad_code(area), set()).add(unit)
    return [
        TownshipCoverage(region.code, region.name, len(serving.get(region.code, ())))
        for region in townships.only("code", "name", "level")
    ]
