"""Two stations in one county, one in another; a group of four at the first; Drolma, Li, Wang and a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.groups.drafts import GroupDraft, HeldSession
from yimi.groups.models import SocialGroup
from yimi.groups.rules import PlanRow
from yimi.groups.tests.factories import make_group, make_member
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

NAMES = ("赵桂英", "孙国强", "刘春梅", "周德福")


@dataclass
class World:
    """What the tests of this room stand on. ``people`` are members since a month ago."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    group: SocialGroup
    people: list[Resident]
    worker: Worker
    colleague: Worker
    users: dict[str, User]
    drolma: Actor
    li: Actor
    wang: Actor
    supervisor: Actor

    def draft(self, **changes: Any) -> GroupDraft:
        """Two sessions a week apart, led by Drolma."""
        today = clock.today()
        fields: dict[str, Any] = {
            "unit_uid": self.unit.pk,
            "title": "“银龄手工”兴趣互助小组",
            "kind": "interest",
            "item_code": "EL4",
            "starts_on": today,
            "capacity": 10,
            "sessions": (PlanRow(1, "认识彼此", today), PlanRow(2, "告别", today + timedelta(7))),
            "leader_uids": (self.worker.pk, self.colleague.pk),
        }
        return GroupDraft(**(fields | changes))

    def held(self, no: int = 1, **changes: Any) -> HeldSession:
        """Session ``no`` of the group, today, an hour, everybody there."""
        fields: dict[str, Any] = {
            "group_uid": self.group.pk,
            "no": no,
            "phase": "forming",
            "served_on": clock.today(),
            "minutes": 60,
            "present": tuple(one.pk for one in self.people),
            "worker_uids": (self.worker.pk,),
        }
        return HeldSession(**(fields | changes))


@pytest.fixture
def world(db: None) -> World:
    """Drolma works at the station; Li is officer of its county; Wang works in another county."""
    unit, elsewhere = make_unit(), make_unit(HONGHUAJI)
    worker, colleague, other = make_worker("卓玛"), make_worker("扎西"), make_worker("王强")
    for one, at in ((worker, unit), (colleague, unit), (other, elsewhere)):
        make_placement(one, at, starts_on=date(2020, 1, 1))
    household = make_household(unit)
    people = [make_resident(household, name) for name in NAMES]
    group = make_group(unit, starts_on=clock.today() - timedelta(days=30))
    for person in people:
        make_member(group, person)
    users = {
        "drolma": make_user("worker", unit, name="卓玛", worker_uid=worker.pk),
        "li": make_user("county_officer", "411623000000", name="李主任"),
        "wang": make_user("worker", elsewhere, name="王强", worker_uid=other.pk),
        "supervisor": make_user("supervisor", unit, name="何老师"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return World(unit, elsewhere, group, people, worker, colleague, users, **actors)


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """``queries_of(lambda: page())``: how many queries it takes."""

    def counted(work: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            work()
        return len(seen)

    return counted
