"""Three people and their stations: Drolma works at station A, Li is officer of the county, Wang of another county."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.ids import new_uid
from yimi.core.permissions import Role
from yimi.people.models import Household, Resident
from yimi.people.permissions import PERMISSIONS, VIEW_HOUSEHOLD, VIEW_STATUSES
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import make_unit

COUNTY, OTHER_COUNTY = "411623", "411622"
VILLAGE, NEXT_VILLAGE, FAR_VILLAGE = "411623001001", "411623101201", "411622101201"


def actor_for(role: Role, kind: ScopeKind, key: str = "", *, name: str = "") -> Actor:
    """An actor who holds one role at one place, with the permissions that the catalogue gives it."""
    slugs = frozenset(entry.slug for entry in PERMISSIONS if role in entry.roles)
    return Actor(new_uid(), name or role.value, (Grant(role.value, slugs, Scope(kind, key)),))


@dataclass(frozen=True)
class Stage:
    """Station A with a household of one, station B in the same county, a station in another."""

    station_a: ServiceUnit
    station_b: ServiceUnit
    far_station: ServiceUnit
    household: Household
    head: Resident


@pytest.fixture
def stage(db) -> Stage:
    make_region(VILLAGE, "东城社区")
    make_region(NEXT_VILLAGE, "黄寨村")
    make_region(FAR_VILLAGE, "红花村")
    station_a = make_unit("411623001000", name="东城街道社工站")
    household = make_household(station_a, region_code=VILLAGE, address="东城路 12 号")
    head = make_resident(household, "赵桂英", sex="2")
    return Stage(
        station_a,
        make_unit("411623101000", name="黄寨镇社工站"),
        make_unit("411622101000", name="红花集镇社工站"),
        household,
        head,
    )


@pytest.fixture
def drolma(stage: Stage) -> Actor:
    return actor_for(Role.WORKER, ScopeKind.UNIT, str(stage.station_a.pk), name="卓玛")


@pytest.fixture
def drolma_as_head(stage: Stage) -> Actor:
    return actor_for(Role.STATION_HEAD, ScopeKind.UNIT, str(stage.station_a.pk), name="卓玛")


@pytest.fixture
def li() -> Actor:
    return actor_for(Role.COUNTY_OFFICER, ScopeKind.REGION, COUNTY, name="李敏")


@pytest.fixture
def wang(stage: Stage) -> Actor:
    """A worker of the station in the other county."""
    return actor_for(Role.WORKER, ScopeKind.UNIT, str(stage.far_station.pk), name="王强")


@pytest.fixture
def looker(stage: Stage) -> Actor:
    """A colleague of station A who may open its files and change nothing."""
    slugs = frozenset({VIEW_HOUSEHOLD, VIEW_STATUSES})
    scope = Scope(ScopeKind.UNIT, str(stage.station_a.pk))
    return Actor(new_uid(), "实习生", (Grant("worker", slugs, scope),))


@pytest.fixture
def township_officer() -> Actor:
    return actor_for(Role.TOWNSHIP_OFFICER, ScopeKind.REGION, "411623001", name="周岩")


@pytest.fixture
def everyone_helper() -> Actor:
    """Imports and the demo: may do everything everywhere."""
    slugs = frozenset(entry.slug for entry in PERMISSIONS)
    return Actor(new_uid(), "系统", (Grant("system", slugs, Scope(ScopeKind.EVERYWHERE)),))
