"""The people: Li and Zhao are officers of 商水县, Wang of another county, Drolma a worker; the facts are generated people."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from yimi.access.queries import build_actor
from yimi.access.tests.factories import make_user
from yimi.core.clock import standing_at
from yimi.regions.tests.factories import make_region
from yimi.rulemaking.pages import compare
from yimi.rulemaking.tests.factories import COUNTY, NOW, OTHER_COUNTY, generated_people
from yimi.stations.tests.factories import make_unit

from yimi.rulemaking import asking  # isort: skip


@pytest.fixture
def june_2024():
    """The pack is in force."""
    with standing_at(NOW):
        yield


@pytest.fixture
def people(db: Any, june_2024: None) -> SimpleNamespace:
    """Who acts, as users and as actors."""
    make_region("411623001000", "东城街道")
    make_region("411622001000", "别处")
    unit = make_unit("411623001000", name="东城站")
    users = {
        "li": make_user("county_officer", COUNTY, name="李文静"),
        "zhao": make_user("county_officer", COUNTY, name="赵敏"),
        "wang": make_user("county_officer", OTHER_COUNTY, name="王强"),
        "drolma": make_user("worker", unit, name="卓玛"),
    }
    actors = {name: build_actor(user) for name, user in users.items()}
    return SimpleNamespace(unit=unit, users=SimpleNamespace(**users), **actors)


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    """Generated people in place of the published facts."""
    rows, snapshot = generated_people()
    for module in (asking, compare):
        monkeypatch.setattr(module, "open_snapshot", lambda: snapshot)
    return rows


@pytest.fixture
def sign_in(client: Any, people: SimpleNamespace) -> Any:
    """The client as somebody."""

    def signed(name: str) -> Any:
        client.force_login(getattr(people.users, name))
        return client

    return signed
