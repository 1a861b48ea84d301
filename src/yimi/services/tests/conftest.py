"""Two stations in one county, one in another; a household with two people; Drolma, Li and Wang."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from yimi.core import clock
from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.ids import new_uid
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.permissions import PERMISSIONS
from yimi.services.rules import NewRecord
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker


def actor_with(role: str, scope: Scope, worker: Worker | None = None, name: str = "") -> Actor:
    """An actor with exactly what the services room gives to ``role``."""
    slugs = frozenset(p.slug for p in PERMISSIONS if role in p.roles)
    return Actor(
        uid=new_uid(),
        name=name or role,
        grants=(Grant(role, slugs, scope),),
        worker_uid=worker.pk if worker else None,
    )


@dataclass
class World:
    """What most tests of this room stand on."""

    unit: ServiceUnit
    neighbour: ServiceUnit
    elsewhere: ServiceUnit
    household: Household
    elder: Resident
    son: Resident
    worker: Worker
    drolma: Actor
    li: Actor
    wang: Actor

    def new(self, **changes: Any) -> NewRecord:
        """A home visit of today, 30 minutes, the elder met."""
        fields: dict[str, Any] = {
            "uid": new_uid(),
            "unit_uid": self.unit.pk,
            "method": "home_visit",
            "item_code": "EL2",
            "served_on": clock.today(),
            "minutes": 30,
            "household_uid": self.household.pk,
            "participants": {self.elder.pk: "served"},
            "worker_uids": (self.worker.pk,),
        }
        return NewRecord(**(fields | changes))


@pytest.fixture
def world(db: None) -> World:
    """Drolma works at the station; Li is officer of its county; Wang works in another county."""
    unit, neighbour = make_unit(), make_unit("411623101000")
    elsewhere = make_unit(HONGHUAJI)
    household = make_household(unit)
    worker, other = make_worker("卓玛"), make_worker("王强")
    make_placement(worker, unit, starts_on=date(1990, 1, 1))
    make_placement(other, elsewhere, starts_on=date(1990, 1, 1))
    return World(
        unit=unit,
        neighbour=neighbour,
        elsewhere=elsewhere,
        household=household,
        elder=make_resident(household, "赵桂英", birth_on=date(1944, 5, 6), relation="02"),
        son=make_resident(household, "赵建军", birth_on=date(1972, 3, 1), relation="20"),
        worker=worker,
        drolma=actor_with("worker", Scope(ScopeKind.UNIT, str(unit.pk)), worker, "卓玛"),
        li=actor_with("county_officer", Scope(ScopeKind.REGION, "411623"), name="李主任"),
        wang=actor_with("worker", Scope(ScopeKind.UNIT, str(elsewhere.pk)), other, "王强"),
    )
