"""A county with two stations; whoever works with leads in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yimi.access.queries.actors import permissions_of
from yimi.core import clock
from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.ids import new_uid
from yimi.core.permissions import Role
from yimi.insight.facts.snapshot import forget_snapshots
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit

OLD_AGE = "national/resident-policies/old_age"
HUKOU = "411623001201"


def years_ago(years: int, *, days: int = 0) -> date:
    """A birth date: so many years before today, and some days later."""
    today = clock.today()
    born = today.replace(year=today.year - years, day=min(today.day, 28))
    return date.fromordinal(born.toordinal() + days)


@dataclass
class County:
    """Station A with one household of an old woman and her son; station B; a station in another county."""

    unit: ServiceUnit
    neighbour: ServiceUnit
    elsewhere: ServiceUnit
    household: Household
    elder: Resident
    son: Resident
    drolma: Actor
    head: Actor
    township: Actor
    li: Actor
    wang: Actor


def actor_at(role: Role, kind: ScopeKind, key: str, name: str) -> Actor:
    """An actor with all that the catalogue gives to a role, at one place."""
    return Actor(new_uid(), name, (Grant(role.value, permissions_of(role), Scope(kind, key)),))


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """Facts and locks of a test lie in its own folder."""
    settings.VAR_DIR = tmp_path
    forget_snapshots()
    return tmp_path


@pytest.fixture
def county(db: None) -> County:
    make_region(DONGCHENG, "东城街道")
    for code in (HUANGZHAI, HONGHUAJI, HUKOU):
        make_region(code)
    unit, neighbour, elsewhere = make_unit(), make_unit(HUANGZHAI), make_unit(HONGHUAJI)
    household = make_household(unit)
    people = {"hukou_region_code": HUKOU}
    return County(
        unit=unit,
        neighbour=neighbour,
        elsewhere=elsewhere,
        household=household,
        elder=make_resident(household, "赵桂英", birth_on=years_ago(82), sex="2", **people),
        son=make_resident(household, "李建国", birth_on=years_ago(50), sex="1", **people),
        drolma=actor_at(Role.WORKER, ScopeKind.UNIT, str(unit.pk), "卓玛"),
        head=actor_at(Role.STATION_HEAD, ScopeKind.UNIT, str(unit.pk), "扎西"),
        township=actor_at(Role.TOWNSHIP_OFFICER, ScopeKind.REGION, "411623001", "周岩"),
        li=actor_at(Role.COUNTY_OFFICER, ScopeKind.REGION, "411623", "李敏"),
        wang=actor_at(Role.WORKER, ScopeKind.UNIT, str(elsewhere.pk), "王强"),
    )
