"""A station and its neighbour in one county, a station in another; everyone who might want to read a report."""

from __future__ import annotations

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
def people(db):
    """Drolma and Tashi at station A with Chen as head, Zhao at B; Li for the county, Wang for another."""
    for code, name in ((DONGCHENG, "东城街道"), (HUANGZHAI, "黄寨镇"), (HONGHUAJI, "红花集镇")):
        make_region(code, name)
    a, b = make_unit(DONGCHENG, name="甲站"), make_unit(HUANGZHAI, name="乙站")
    c = make_unit(HONGHUAJI, name="丙站")
    workers = {name: make_worker(name) for name in ("卓玛", "扎西")}
    for worker in workers.values():
        make_placement(worker, a)
    home = make_household(a)
    users = {
        "drolma": make_user("worker", a, name="卓玛", worker_uid=workers["卓玛"].uid),
        "tashi": make_user("worker", a, name="扎西", worker_uid=workers["扎西"].uid),
        "chen": make_user("station_head", a, name="陈站长", region_code=COUNTY),
        "zhao": make_user("worker", b, name="赵敏"),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "child": make_user("lead_submitter", DONGCHENG, name="村儿童主任"),
        "mentor": make_user("supervisor", a, name="何督导"),
        "li": make_user("county_officer", COUNTY, name="李文静", region_code=COUNTY),
        "wang": make_user("county_officer", "411622000000", name="王强"),
        "city": make_user("city_officer", "411600000000", name="市局"),
        "audit": make_user("audit_admin", COUNTY, name="孙审计"),
    }
    return SimpleNamespace(
        a=a,
        b=b,
        c=c,
        home=home,
        mother=make_resident(home, "苏阳光"),
        girl=make_resident(home, "苏小雨"),
        users=SimpleNamespace(**users),
        **{name: build_actor(user) for name, user in users.items()},
    )
