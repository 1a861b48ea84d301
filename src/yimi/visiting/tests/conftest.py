"""A station with two workers and a household, a neighbour, a station of another county; Drolma, Li and Wang."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.services.actions import record_service
from yimi.services.models import ServiceRecord
from yimi.services.rules import NewRecord
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY = "411623000000"
VILLAGE, OTHER_VILLAGE = "411623001201", "411623001202"


@dataclass
class World:
    """What the tests of this room stand on; ``users`` sign in, the others act."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    household: Household
    elder: Resident
    worker: Worker
    users: dict[str, Any]
    drolma: Actor
    head: Actor
    li: Actor
    wang: Actor

    def new(self, **changes: Any) -> NewRecord:
        """A home visit of today at the household, the elder met."""
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

    def visit(self, days_ago: int = 0, *, met: bool = True, **changes: Any) -> ServiceRecord:
        """Record a home visit."""
        changes.setdefault("served_on", clock.today() - timedelta(days=days_ago))
        if not met:
            changes |= {"outcome": "not_met", "participants": {}}
        return record_service(self.new(**changes), actor=self.drolma).record


@pytest.fixture
def world(db: None) -> World:
    """Drolma works at the station, Chen heads it; Li is officer of its county; Wang works in another county."""
    for code, name in ((VILLAGE, "邓东村"), (OTHER_VILLAGE, "西赵村"), (HONGHUAJI, "红花集镇")):
        make_region(code, name)
    unit, elsewhere = make_unit(DONGCHENG, name="甲站"), make_unit(HONGHUAJI, name="丙站")
    household = make_household(unit, region_code=VILLAGE)
    worker, other = make_worker("卓玛"), make_worker("王强")
    make_placement(worker, unit, starts_on=date(1990, 1, 1))
    make_placement(other, elsewhere, starts_on=date(1990, 1, 1))
    users = {
        "drolma": make_user("worker", unit, name="卓玛", worker_uid=worker.uid),
        "head": make_user("station_head", unit, name="陈站长"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("worker", elsewhere, name="王强", worker_uid=other.uid),
    }
    return World(
        unit=unit,
        elsewhere=elsewhere,
        household=household,
        elder=make_resident(household, "赵桂英", birth_on=date(1944, 5, 6)),
        worker=worker,
        users=users,
        **{name: build_actor(user) for name, user in users.items()},
    )
