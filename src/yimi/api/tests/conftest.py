"""Drolma works at station A and heads nothing; her head, Li (officer of the county) and Wang (another county), each with a token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from yimi.access.models import ApiToken, User
from yimi.access.queries import TOKEN_PREFIX, token_digest
from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.people.models import Household, Resident
from yimi.people.tests.factories import make_household, make_resident, make_status
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, HUANGZHAI, make_unit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

VILLAGE, FAR_VILLAGE = "411623001201", "411622104201"
JSON = "application/json"
PROBLEM = "application/problem+json"


def make_api_token(user: User, *, read_only: bool = False, raw: str = "") -> str:
    """A live token of ``user``, written directly."""
    raw = raw or f"{TOKEN_PREFIX}{new_uid().hex}"
    ApiToken.objects.create(
        user=user,
        name=raw[-20:],
        digest=token_digest(raw),
        read_only=read_only,
        expires_on=clock.today() + timedelta(days=30),
    )
    return raw


class Caller:
    """Someone with a token: ``get``, ``post`` … take a path under /api/v1 and give Django's response."""

    def __init__(self, token: str, language: str = "zh-hans") -> None:
        self.token = token
        self.client = Client(
            raise_request_exception=True,
            headers={"authorization": f"Bearer {token}", "accept-language": language},
        )

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path: str, body: Any = None, **extra: Any) -> Any:
        return self.client.post(f"/api/v1{path}", _json(body), content_type=JSON, **extra)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.client.patch(f"/api/v1{path}", _json(body), content_type=JSON)

    def put(self, path: str, body: Any = None) -> Any:
        return self.client.put(f"/api/v1{path}", _json(body), content_type=JSON)


def _json(body: Any) -> str:
    return json.dumps(body, default=str)


@dataclass
class World:
    """What most tests of this room stand on."""

    unit: ServiceUnit
    neighbour: ServiceUnit
    elsewhere: ServiceUnit
    household: Household
    far_household: Household
    elder: Resident
    far_person: Resident
    worker: Worker
    drolma: Caller
    head: Caller
    li: Caller
    wang: Caller
    drolma_user: User
    record_uid: str
    status_uid: str

    def visit(self, **changes: Any) -> dict[str, Any]:
        """A home visit of today as a client sends it."""
        body = {
            "uid": str(new_uid()),
            "unit": str(self.unit.pk),
            "method": "home_visit",
            "item": "EL2",
            "served_on": clock.today().isoformat(),
            "minutes": 30,
            "household": str(self.household.pk),
            "participants": [{"resident": str(self.elder.pk)}],
            "workers": [str(self.worker.pk)],
        }
        return body | changes

    def family(self, **changes: Any) -> dict[str, Any]:
        """A new household as a client sends it."""
        body = {
            "uid": str(new_uid()),
            "unit": str(self.unit.pk),
            "region_code": VILLAGE,
            "address": "三组 18 号",
        }
        return body | changes


def make_world() -> World:
    """Rows for the tests; see the module's docstring."""
    make_region(VILLAGE, "邓东村")
    make_region(FAR_VILLAGE, "红花村")
    unit = make_unit(DONGCHENG, name="东城街道社工站")
    neighbour, elsewhere = make_unit(HUANGZHAI), make_unit(HONGHUAJI)
    worker, other = make_worker("卓玛"), make_worker("王强", region_code="411622000000")
    make_placement(worker, unit, starts_on=date(2020, 1, 1))
    make_placement(other, elsewhere, starts_on=date(2020, 1, 1))
    household = make_household(unit, region_code=VILLAGE, address="三组 18 号")
    far_household = make_household(elsewhere, region_code=FAR_VILLAGE)
    elder = make_resident(
        household, "赵桂英", sex="2", birth_on=date(1944, 5, 6), id_number="990101194405061228"
    )
    status = make_status(elder)
    drolma = make_user("worker", unit, name="卓玛", worker_uid=worker.pk)
    head = make_user("station_head", unit, name="张站长")
    li = make_user("county_officer", "411623000000", name="李文静")
    wang = make_user("worker", elsewhere, name="王强", worker_uid=other.pk)
    world = World(
        unit=unit,
        neighbour=neighbour,
        elsewhere=elsewhere,
        household=household,
        far_household=far_household,
        elder=elder,
        far_person=make_resident(far_household, "钱大山"),
        worker=worker,
        drolma=Caller(make_api_token(drolma)),
        head=Caller(make_api_token(head)),
        li=Caller(make_api_token(li)),
        wang=Caller(make_api_token(wang)),
        drolma_user=drolma,
        record_uid="",
        status_uid=str(status.pk),
    )
    visit = world.visit(note="血压 150/90，已提醒复诊")
    assert world.drolma.post("/records", visit).status_code == 201
    world.record_uid = visit["uid"]
    return world


@pytest.fixture
def world(db: None) -> World:
    """See :func:`make_world`."""
    return make_world()
