"""Drolma works at station A under its head, Li is the county's officer, Wang heads a station of another county."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY = "411623000000"


@pytest.fixture
def world(db):
    """Stations A and B of one county, C of another."""
    for code in (DONGCHENG, HUANGZHAI, HONGHUAJI):
        make_region(code)
    a, b, c = make_unit(DONGCHENG, name="甲站"), make_unit(HUANGZHAI), make_unit(HONGHUAJI)
    worker, chen = make_worker("卓玛"), make_worker("陈站长")
    for who in (worker, chen):
        make_placement(who, a, starts_on=date(2020, 1, 1))
    users = {
        "drolma": make_user("worker", a, name="卓玛", worker_uid=worker.pk),
        "head": make_user("station_head", a, name="陈站长", worker_uid=chen.pk),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("station_head", c, name="王强"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(
        a=a, b=b, c=c, worker=worker, chen=chen, users=SimpleNamespace(**users), **actors
    )
