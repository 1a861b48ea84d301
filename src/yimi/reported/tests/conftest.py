"""Drolma works at the station, its head and township's officer; Li is the county's officer, Wang another county's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit


@pytest.fixture
def people(db):
    """One station in 商水县, one in 西华县, and those who look."""
    make_region(DONGCHENG, "东城街道")
    make_region(HONGHUAJI, "红花集镇")
    unit, elsewhere = make_unit(DONGCHENG, name="东城站"), make_unit(HONGHUAJI, name="红花集站")
    users = {
        "drolma": make_user("worker", unit, name="卓玛"),
        "head": make_user("station_head", unit, name="陈站长"),
        "town": make_user("township_officer", DONGCHENG, name="周主任"),
        "li": make_user("county_officer", "411623000000", name="李文静"),
        "wang": make_user("county_officer", "411622000000", name="王强"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(unit=unit, elsewhere=elsewhere, users=SimpleNamespace(**users), **actors)
