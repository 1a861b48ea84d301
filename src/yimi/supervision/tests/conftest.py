"""Drolma and Tashi work at station A; Guo supervises it from another province; Li is the county's officer, Wang another's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit
from yimi.supervision.tests.factories import make_assignment
from yimi.workforce.tests.factories import make_placement, make_worker

COUNTY, OTHER_COUNTY, DONGGUAN = "411623000000", "411622000000", "441900000000"


@pytest.fixture
def people(db):
    """Stations A and B of one county, C of another; Guo comes from 东莞 and looks after A as a whole."""
    for code, name in ((DONGCHENG, "东城街道"), (HUANGZHAI, "黄寨镇"), (HONGHUAJI, "红花集镇")):
        make_region(code, name)
    a, b = make_unit(DONGCHENG, name="甲站"), make_unit(HUANGZHAI, name="乙站")
    c = make_unit(HONGHUAJI, name="丙站")
    staff = SimpleNamespace(
        drolma=make_worker("卓玛"), tashi=make_worker("扎西"), nima=make_worker("尼玛"), chen=make_worker("陈明"),
        guo=make_worker("郭伟", region_code=DONGGUAN), zhao=make_worker("赵敏", region_code=OTHER_COUNTY),
    )  # fmt: skip
    for worker, unit in (
        (staff.drolma, a),
        (staff.tashi, a),
        (staff.chen, a),
        (staff.nima, b),
        (staff.zhao, c),
    ):
        make_placement(worker, unit, is_head=worker is staff.chen)
    make_assignment(staff.guo, a)
    users = {
        "drolma": make_user("worker", a, name="卓玛", worker_uid=staff.drolma.pk),
        "tashi": make_user("worker", a, name="扎西", worker_uid=staff.tashi.pk),
        "nima": make_user("worker", b, name="尼玛", worker_uid=staff.nima.pk),
        "head": make_user("station_head", a, name="陈明", worker_uid=staff.chen.pk),
        "head_b": make_user("station_head", b, name="林站长"),
        # the supervisor's own grant is at home; what opens station A to him is the assignment
        "guo": make_user("supervisor", DONGGUAN, name="郭伟", worker_uid=staff.guo.pk),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("county_officer", OTHER_COUNTY, name="王强"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(a=a, b=b, c=c, staff=staff, users=SimpleNamespace(**users), **actors)
