"""The people of every test: Drolma serves in 荆州 沙市区; her town, county and city have officers; Wang is another county's."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core.clock import standing_at
from yimi.programmes.tests.factories import (
    CITY,
    COUNTY,
    NOW,
    OTHER_COUNTY,
    TOWN,
    make_conduct_check,
    make_version,
)
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import make_unit
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker


@pytest.fixture(autouse=True)
def june_2024(settings, tmp_path):
    """The Jingzhou measure is in force; papers lie apart."""
    settings.MEDIA_ROOT = tmp_path
    with standing_at(NOW):
        yield


@pytest.fixture
def people(db):
    """Drolma holds an assistant's certificate of 2024 and was checked; nothing is claimed yet."""
    for code, name in ((TOWN, "解放路街道"), ("421003001000", "西城街道"), (CITY, "荆州市")):
        make_region(code, name)
    unit = make_unit(TOWN, name="解放路站")
    drolma = make_worker("卓玛", region_code=COUNTY)
    tashi = make_worker("扎西", region_code=COUNTY)
    for worker in (drolma, tashi):
        make_placement(worker, unit)
        make_conduct_check(worker)
    from yimi.core.ids import SYSTEM_UID
    from yimi.programmes.models import Background

    for worker in (drolma, tashi):
        Background.objects.create(worker=worker, field="elderly", recorded_by=SYSTEM_UID)
    certificate = make_certificate(drolma, issued_on=date(2024, 3, 1))
    users = {
        "drolma": make_user("worker", unit, name="卓玛", worker_uid=drolma.uid),
        "tashi": make_user("worker", unit, name="扎西", worker_uid=tashi.uid),
        "zhou": make_user("township_officer", TOWN, name="周主任"),
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "wang": make_user("county_officer", OTHER_COUNTY, name="王强"),
        "chen": make_user("city_officer", CITY, name="陈科长"),
        "sun": make_user("city_officer", CITY, name="孙科员"),
        "qian": make_user("city_officer", CITY, name="钱会计"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(
        unit=unit,
        worker=drolma,
        other=tashi,
        certificate=certificate,
        version=make_version(),
        users=SimpleNamespace(**users),
        **actors,
    )
