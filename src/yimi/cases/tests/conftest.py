"""Drolma owns cases at station A, Tashi is her colleague, Mei their head; Zhao supervises from another county.

Li is the county's officer, Wang works in another county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.cases.choices import AssignmentRole
from yimi.cases.drafts import NewCase, NewSession
from yimi.cases.models import Case
from yimi.cases.tests.factories import make_agreement, make_assignment, make_case
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY, OTHER_COUNTY = "411623000000", "411622000000"
LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """What most tests of this room stand on. Users by the name of their actor."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    household: Household
    client: Resident
    son: Resident
    staff: dict[str, Worker]
    users: dict[str, Any]
    drolma: Actor
    tashi: Actor
    mei: Actor
    zhao: Actor
    li: Actor
    wang: Actor

    def new(self, **changes: Any) -> NewCase:
        """A case that Drolma found on a visit."""
        facts: dict[str, Any] = {
            "unit": self.unit,
            "resident": self.client,
            "household": self.household,
        }
        return NewCase(**(facts | changes))

    def case(self, **fields: Any) -> Case:
        """Drolma's case, in the assessment stage, supervised by Zhao."""
        agreed, supervised = fields.pop("agreed", False), fields.pop("supervised", True)
        facts = {"resident": self.client, "household": self.household} | fields
        case = make_case(self.unit, self.staff["drolma"], **facts)
        if supervised:
            make_assignment(case, self.staff["zhao"], AssignmentRole.SUPERVISOR)
        if agreed:
            make_agreement(case)
        return case

    def session(self, case: Case, **changes: Any) -> NewSession:
        """An interview of today, 40 minutes."""
        facts: dict[str, Any] = {
            "case": case,
            "served_on": clock.today(),
            "minutes": 40,
            "item_code": "EL2",
        }
        return NewSession(**(facts | changes))


@pytest.fixture
def world(db: None) -> World:
    """See the module."""
    for code in (DONGCHENG, HONGHUAJI):
        make_region(code)
    unit, elsewhere = (
        make_unit(DONGCHENG, opened_on=LONG_AGO),
        make_unit(HONGHUAJI, opened_on=LONG_AGO),
    )
    staff = {
        name: make_worker(said)
        for name, said in (
            ("drolma", "卓玛"),
            ("tashi", "扎西"),
            ("zhao", "赵敏"),
            ("wang", "王强"),
        )
    }
    for name, place in (
        ("drolma", unit),
        ("tashi", unit),
        ("zhao", elsewhere),
        ("wang", elsewhere),
    ):
        make_placement(staff[name], place, starts_on=LONG_AGO)
    users = {
        "drolma": make_user("worker", unit, name="卓玛", worker_uid=staff["drolma"].pk),
        "tashi": make_user("worker", unit, name="扎西", worker_uid=staff["tashi"].pk),
        "mei": make_user("station_head", unit, name="梅站长"),
        "zhao": make_user("supervisor", elsewhere, name="赵敏", worker_uid=staff["zhao"].pk),
        "li": make_user("county_officer", COUNTY, name="李主任"),
        "wang": make_user("worker", elsewhere, name="王强", worker_uid=staff["wang"].pk),
    }
    household = make_household(unit)
    return World(
        unit=unit,
        elsewhere=elsewhere,
        household=household,
        client=make_resident(household, "赵桂英", birth_on=date(1944, 5, 6), sex="2"),
        son=make_resident(household, "赵建军", birth_on=date(1972, 3, 1), sex="1"),
        staff=staff,
        users=users,
        **{name: build_actor(user) for name, user in users.items()},
    )


def days_ago(days: int) -> date:
    """A day before today."""
    return clock.today() - timedelta(days=days)
