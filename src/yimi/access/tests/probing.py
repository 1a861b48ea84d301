"""What a room's ``tests/probes.py`` is made of: for a route with an object in its address, requests that prove its scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yimi.access.models import User
from yimi.access.tests.factories import make_user
from yimi.core.permissions import Role
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, make_unit

#: 万山区 in 贵州: another province, so that it lies outside every role's place.
FAR = "520603001000"
TOWNSHIP, COUNTY, CITY, PROVINCE = DONGCHENG, "411623000000", "411600000000", "410000000000"


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the address's arguments by name, the method, the form."""

    args: Mapping[str, Any] = field(default_factory=dict)
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """A station in 东城街道, one far away, and whoever asks, with one role at the place that goes with it."""

    unit: ServiceUnit
    far_unit: ServiceUnit
    user: User


@dataclass(frozen=True, slots=True)
class Probe:
    """``inside`` builds an object where every role has its place, ``outside`` one where none has (None: there is none).

    ``refused`` names roles that hold the permission and still may not touch this object; the reason goes beside it.
    """

    inside: Callable[[World], Call]
    outside: Callable[[World], Call] | None
    refused: frozenset[str] = frozenset()


def both(make: Callable[[ServiceUnit], Call]) -> Probe:
    """The same object at the asker's station and at one where none of the roles has a place."""
    return Probe(inside=lambda world: make(world.unit), outside=lambda world: make(world.far_unit))


def make_world(role: str) -> World:
    """The world as seen by someone with ``role``."""
    make_region(DONGCHENG)
    make_region(FAR)
    unit = make_unit(DONGCHENG)
    place: ServiceUnit | str = {
        Role.WORKER: unit,
        Role.STATION_HEAD: unit,
        Role.SUPERVISOR: unit,
        Role.TOWNSHIP_OFFICER: TOWNSHIP,
        Role.LEAD_SUBMITTER: TOWNSHIP,
        Role.CITY_OFFICER: CITY,
        Role.PROVINCE_OFFICER: PROVINCE,
    }.get(Role(role), COUNTY)
    return World(unit, make_unit(FAR), make_user(role, place, region_code=COUNTY))
