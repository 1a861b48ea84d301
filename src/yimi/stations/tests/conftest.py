"""The three people of every test: Drolma works at station A, Li is the county's officer, Wang is another county's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit

COUNTY, OTHER_COUNTY = "411623000000", "411622000000"


@pytest.fixture
def people(db):
    """Station A, its worker and its head; the officers of two counties."""
    make_region(DONGCHENG, "东城街道")
    make_region(HUANGZHAI, "黄寨镇")
    make_region(HONGHUAJI, "红花集镇")
    unit = make_unit(DONGCHENG, name="东城街道社工站")
    users = {
        "drolma": make_user("worker", unit, name="卓玛"),
        "head": make_user("station_head", unit, name="陈站长"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("county_officer", OTHER_COUNTY, name="王强"),
        "nobody": make_user(name="无岗位"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(unit=unit, users=SimpleNamespace(**users), **actors)
