"""Drolma works at station A, Li is the county's officer, Wang works in another county; Tashi's station B receives."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.people.tests.factories import make_household, make_resident
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY = "411623000000"


@pytest.fixture
def world(db):
    """Stations A and B of one county, C of another; a household of A with an elder."""
    for code in (DONGCHENG, HUANGZHAI, HONGHUAJI):
        make_region(code)
    a, b, c = (
        make_unit(DONGCHENG, name="甲站"),
        make_unit(HUANGZHAI, name="乙站"),
        make_unit(HONGHUAJI),
    )
    workers = {name: make_worker(name) for name in ("卓玛", "扎西", "王强")}
    for name, unit in zip(workers, (a, b, c), strict=True):
        make_placement(workers[name], unit, starts_on=date(2020, 1, 1))
    users = {
        "drolma": make_user("worker", a, name="卓玛", worker_uid=workers["卓玛"].pk),
        "head": make_user("station_head", a, name="陈站长"),
        "tashi": make_user("worker", b, name="扎西", worker_uid=workers["扎西"].pk),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("worker", c, name="王强", worker_uid=workers["王强"].pk),
    }
    household = make_household(a)
    elder = make_resident(household, "赵桂英", birth_on=date(1944, 5, 6))
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(
        a=a, b=b, c=c, worker=workers["卓玛"], household=household, elder=elder,
        users=SimpleNamespace(**users), **actors,
    )  # fmt: skip
