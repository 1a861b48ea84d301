"""Two stations of two counties; Drolma and Zhaxi at the first, Li above them, Wang elsewhere, and a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.activities.drafts import ActivityDraft, HeldActivity, PartnerDraft
from yimi.activities.models import Activity
from yimi.activities.tests.factories import make_activity
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import HONGHUAJI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker


@dataclass
class World:
    """What the tests of this room stand on."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    activity: Activity
    resident: Resident
    worker: Worker
    colleague: Worker
    users: dict[str, User]
    drolma: Actor
    li: Actor
    wang: Actor
    supervisor: Actor

    def draft(self, **changes: Any) -> ActivityDraft:
        """A community activity of today."""
        fields: dict[str, Any] = {
            "unit_uid": self.unit.pk,
            "title": "防诈骗宣讲",
            "item_code": "GV4",
            "planned_on": clock.today(),
            "place": "社区广场",
            "expected": 60,
            "partners": (PartnerDraft("派出所"),),
        }
        return ActivityDraft(**(fields | changes))

    def held(self, **changes: Any) -> HeldActivity:
        """The activity was held today, for an hour and a half, with forty people."""
        fields: dict[str, Any] = {
            "activity_uid": self.activity.pk,
            "served_on": clock.today(),
            "minutes": 90,
            "worker_uids": (self.worker.pk, self.colleague.pk),
            "head_counts": {"elder": 26, "adult": 10, "child": 4},
        }
        return HeldActivity(**(fields | changes))


@pytest.fixture
def world(db: None) -> World:
    """Drolma works at the station; Li is officer of its county; Wang works in another county."""
    unit, elsewhere = make_unit(name="东城社工站"), make_unit(HONGHUAJI)
    worker, colleague, other = make_worker("卓玛"), make_worker("扎西"), make_worker("王强")
    for one, at in ((worker, unit), (colleague, unit), (other, elsewhere)):
        make_placement(one, at, starts_on=date(2020, 1, 1))
    users = {
        "drolma": make_user("worker", unit, name="卓玛", worker_uid=worker.pk),
        "li": make_user("county_officer", "411623000000", name="李主任"),
        "wang": make_user("worker", elsewhere, name="王强", worker_uid=other.pk),
        "supervisor": make_user("supervisor", unit, name="何老师"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    resident = make_resident(make_household(unit), "赵桂英", birth_on=date(1944, 5, 6))
    activity = make_activity(unit)
    return World(unit, elsewhere, activity, resident, worker, colleague, users, **actors)


@pytest.fixture
def queries_of() -> Callable[[Callable[[], Any]], int]:
    """``queries_of(lambda: page())``: how many queries it takes."""

    def counted(work: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            work()
        return len(seen)

    return counted
