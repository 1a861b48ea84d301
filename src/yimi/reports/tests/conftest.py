"""Two stations of 商水县, one of 西华县: Drolma works at the first, He heads it, Li is the county's officer, Wang's is the other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.regions.tests.factories import make_region
from yimi.reports import figures
from yimi.reports.tests.factories import contact, facts_of, handling
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit

#: The morning of 6 November 2026: October's reports were due on the 5th.
NOW = datetime(2026, 11, 6, 1, tzinfo=UTC)
OCTOBER = date(2026, 10, 12)


@pytest.fixture
def at_november(monkeypatch):
    """It is 6 November 2026 for everybody."""
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def world(db, at_november, monkeypatch):
    """Units, actors, and the facts that ``figures.newest`` gives."""
    for code, name in ((DONGCHENG, "新城街道"), (HUANGZHAI, "黄寨镇"), (HONGHUAJI, "红花集镇")):
        make_region(code, name)
    a, b, far = (
        make_unit(DONGCHENG, name="新城街道社工站"),
        make_unit(HUANGZHAI, name="黄寨镇社工站"),
        make_unit(HONGHUAJI),
    )
    users = {
        "drolma": make_user("worker", a, name="卓玛"),
        "he": make_user("station_head", a, name="何站长"),
        "bai": make_user("station_head", b, name="白站长"),
        "li": make_user("county_officer", "411623000000", name="李科长"),
        "zhou": make_user("city_officer", "411600000000", name="周科长"),
        "wang": make_user("county_officer", "411622000000", name="王科长"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    found = SimpleNamespace(a=a, b=b, far=far, users=SimpleNamespace(**users), **actors)
    found.facts = facts_of(service_contact=october(a, b), through_at=NOW)
    monkeypatch.setattr(figures, "newest", lambda: found.facts)
    return found


def october(a, b):
    """A: two visits (one household twice), a handling, one visit last year; B: one visit."""
    return [
        contact(a, OCTOBER, resident_uid="p", household_uid="h"),
        contact(a, date(2026, 10, 20), resident_uid="p", household_uid="h"),
        contact(a, date(2026, 3, 3), resident_uid="p", household_uid="h"),
        contact(a, date(2025, 10, 8)),
        handling(a, OCTOBER, "AH5"),
        handling(a, OCTOBER, "AH7"),
        contact(b, OCTOBER),
    ]
