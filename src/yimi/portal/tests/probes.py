"""Probes of the pages made of several rooms: a household's file, an area, an opened figure."""

from __future__ import annotations

from yimi.access.tests.probing import Call, both
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit


def _household(unit: ServiceUnit) -> Call:
    household = make_household(unit, address="一组 12 号")
    make_resident(household)
    make_record(unit, household=household)
    return Call({"uid": household.pk})


def _figure(unit: ServiceUnit) -> Call:
    """A station's figure: its own people are led on to their records, the offices above see masked rows."""
    make_record(unit)
    return Call({"key": "person_times"}, data={"unit": str(unit.pk)})


PROBES = {
    "portal:household": both(_household),
    "portal:area": both(lambda unit: Call({"code": unit.region_code})),
    "portal:figure": both(_figure),
}
