"""Who owes which report: stations and towns with a station, and counties."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.regions.models import Level as RegionLevel
from yimi.regions.models import Region
from yimi.reports import access
from yimi.reports.layout import Level, ReportPack
from yimi.reports.models import Report
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.subjects import DIGITS, Subject
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.places import place_names

#: A county is called by its own name, a town with its county's.
NAMED_LEVELS = {Level.COUNTY: 1, Level.TOWN: 2}


def pack_of(key: str) -> ReportPack:
    """A shipped pack; NotFound for others."""
    found = shipped().get(key)
    if found is None:
        raise NotFound()
    return found


def span_of(pack: ReportPack, label: str) -> Span:
    """The period called so in an address; NotFound when it is none of this pack."""
    try:
        span = Span.parse(label)
    except ValueError:
        raise NotFound() from None
    if Span.of(pack.frequency, span.start) != span:
        raise NotFound()
    return span


def subject_of(actor: Actor, level: Level, key: str) -> Subject:
    """The subject with this key if the actor sees reports about it; NotFound otherwise. Two queries."""
    found = _station(key) if level == Level.STATION else _place(level, key)
    if found is None or not actor.may(access.VIEW) or not access.may_view(actor, found):
        raise NotFound()
    return found


def _station(key: str) -> Subject | None:
    try:
        uid = UUID(key)
    except ValueError:
        return None
    unit = ServiceUnit.objects.filter(pk=uid, kind=UnitKind.STATION).first()
    return station_subject(unit) if unit else None


def _place(level: Level, key: str) -> Subject | None:
    digits = DIGITS[level]
    if len(key) != digits or not (key.isascii() and key.isdigit()):
        return None
    region = Region.objects.filter(pk=key.ljust(12, "0")).first()
    if region is None:
        return None
    return place_subjects(level, [region.code])[0]


def station_subject(unit: ServiceUnit) -> Subject:
    """A station as a subject."""
    return Subject(Level.STATION, unit.region_code, unit.name, unit.pk)


def place_subjects(level: Level, codes: Iterable[str]) -> list[Subject]:
    """Towns with the station that stands there, or counties. Two queries."""
    listed = list(codes)
    names = place_names(listed, levels=NAMED_LEVELS[level])
    units: dict[str, UUID] = {}
    if level == Level.TOWN:
        stations = ServiceUnit.objects.filter(
            kind=UnitKind.STATION, region_code__in=listed, closed_on=None
        )
        for unit in stations.order_by("-number"):
            units[unit.region_code] = unit.pk
    return [Subject(level, code, names[code], units.get(code)) for code in listed]


def subject_of_report(report: Report) -> Subject:
    """About whom a report speaks, with its name today."""
    level = Level(report.level)
    if level == Level.STATION and report.unit is not None:
        return station_subject(report.unit)
    names = place_names([report.region_code], levels=NAMED_LEVELS[level])
    return Subject(level, report.region_code, names[report.region_code], report.unit_id)


def counties_of(actor: Actor, permission: str) -> list[Subject]:
    """The counties that have stations where the actor holds ``permission``."""
    codes = {
        code[:6].ljust(12, "0")
        for code in access.reporting_units(actor, permission).values_list("region_code", flat=True)
    }
    known = Region.objects.filter(pk__in=codes).at_level(RegionLevel.COUNTY)
    found = sorted(known.values_list("code", flat=True))
    return place_subjects(Level.COUNTY, found)
