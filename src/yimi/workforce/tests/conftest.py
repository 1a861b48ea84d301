"""The three people of every test, with their staff: Drolma works at station A, Li is the county's officer, Wang another's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY, OTHER_COUNTY = "411623000000", "411622000000"


@pytest.fixture
def people(db):
    """Stations A and B of one county, C of another; Drolma at A, Tashi at B, Zhao at C."""
    for code, name in ((DONGCHENG, "东城街道"), (HUANGZHAI, "黄寨镇"), (HONGHUAJI, "红花集镇")):
        make_region(code, name)
    a, b = make_unit(DONGCHENG, name="甲站"), make_unit(HUANGZHAI, name="乙站")
    c = make_unit(HONGHUAJI, name="丙站")
    drolma, tashi = make_worker("卓玛"), make_worker("扎西")
    zhao = make_worker("赵敏", region_code=OTHER_COUNTY)
    for worker, unit in ((drolma, a), (tashi, b), (zhao, c)):
        make_placement(worker, unit)
    users = {
        "drolma": make_user("worker", a, name="卓玛", worker_uid=drolma.uid),
        "head": make_user("station_head", a, name="陈站长"),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("county_officer", OTHER_COUNTY, name="王强"),
        "audit": make_user("audit_admin", COUNTY, name="孙审计"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    staff = SimpleNamespace(drolma=drolma, tashi=tashi, zhao=zhao)
    return SimpleNamespace(a=a, b=b, c=c, staff=staff, users=SimpleNamespace(**users), **actors)
