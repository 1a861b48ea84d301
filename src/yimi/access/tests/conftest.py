"""The three people of every test: Drolma works at station A, Li is the county's officer, Wang belongs to another county."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from yimi.access.tests.factories import make_user
from yimi.regions.tests.factories import make_region
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit

COUNTY, OTHER_COUNTY = "411623000000", "411622000000"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A test of sign-in must not wait a third of a second for each hash."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]


@pytest.fixture
def people(db):
    """Two counties with a station each, three people, and the county's administrators."""
    make_region(DONGCHENG)
    make_region(HONGHUAJI)
    unit, other_unit = make_unit(DONGCHENG, name="东城街道社工站"), make_unit(HONGHUAJI)
    return SimpleNamespace(
        unit=unit,
        other_unit=other_unit,
        drolma=make_user("worker", unit, name="卓玛", username="drolma", region_code=DONGCHENG),
        li=make_user("county_officer", COUNTY, name="李文静", region_code=COUNTY),
        wang=make_user("worker", other_unit, name="王强", region_code=HONGHUAJI),
        system=make_user("system_admin", COUNTY, name="赵系统", region_code=COUNTY),
        security=make_user("security_admin", COUNTY, name="钱安全", region_code=COUNTY),
        auditor=make_user("audit_admin", COUNTY, name="孙审计", region_code=COUNTY),
    )
