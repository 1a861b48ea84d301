"""The two counties of the flood team of 2021 (浚县, 卫辉市), their officers, and a county that it never saw."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region

WANGZHUANG, XIAOHE, SHANGLECUN = "410621108000", "410621105000", "410781106000"


@pytest.fixture
def people(db):
    """Zhang is the officer of 浚县, Liu of 卫辉市, Wang of 西华县, Ma of the township 小河镇."""
    make_region("410781000000", "卫辉市")
    for code, name in ((WANGZHUANG, "王庄镇"), (XIAOHE, "小河镇"), (SHANGLECUN, "上乐村镇")):
        make_region(code, name)
    users = {
        "zhang": make_user("county_officer", "410621000000", name="张主任"),
        "liu": make_user("county_officer", "410781000000", name="刘主任"),
        "wang": make_user("county_officer", "411622000000", name="王强"),
        "ma": make_user("township_officer", XIAOHE, name="马所长"),
        "drolma": make_user("worker", "411622000000", name="卓玛"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(users=SimpleNamespace(**users), **actors)
