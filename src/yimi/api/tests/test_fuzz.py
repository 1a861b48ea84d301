"""Schemathesis sends what the description allows, and what it forbids, to every operation, as three people.

The same cases on every run. So that they reach the rules behind the shapes, the copy of the description used here knows
this world's units, households and people; whatever a case saves is rolled back.
"""

from __future__ import annotations

import copy
from datetime import timedelta
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from yimi.api.pages import description
from yimi.api.tests.conftest import VILLAGE, Caller, World
from yimi.core import clock

pytestmark = pytest.mark.django_db
load_all_checks()
#: The rules behind the shapes refuse much that the shapes allow (a visit next week); nothing links one call to another.
LEFT_OUT = {
    "positive_data_acceptance",
    "use_after_free",
    "ensure_resource_availability",
    "max_response_time",
    "unsupported_method",
    "missing_required_header",
    "ignored_auth",
}
CHECKED = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
OPERATIONS = [
    (method, path) for path, operations in description()["paths"].items() for method in operations
]
DAYS = ("served_on", "next_due_on", "birth_on", "died_on", "joined_on", "opened_on", "starts_on", "ends_on", "verified_on", "since")  # fmt: skip
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def known(world: World) -> dict[str, list[str]]:
    """Field name → values that mean something in this world."""
    today = clock.today()
    days = [str(today - timedelta(days=n)) for n in (0, 3, 40, 20_000)] + [
        str(today + timedelta(days=9))
    ]
    return {
        "unit": [str(world.unit.pk), str(world.elsewhere.pk)],
        "household": [str(world.household.pk), str(world.far_household.pk)],
        "resident": [str(world.elder.pk), str(world.far_person.pk)],
        "item": ["EL2", "CH2"],
        "kind": ["dibao", "disability"],
        "field": ["id", "address", "phone:1", "address:hukou"],
        "region_code": [VILLAGE, "411623001000"],
        "served_region_code": [VILLAGE],
        "workers": [str(world.worker.pk)],
        **dict.fromkeys(DAYS, days),
    }


def with_known(document: dict[str, Any], values: dict[str, list[str]]) -> dict[str, Any]:
    """A copy of the description whose request bodies name this world's things."""
    document = copy.deepcopy(document)
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith(("In", "Change")):
            continue
        for field, part in schema["properties"].items():
            if field == "workers":
                part["items"]["enum"] = values[field]
            elif field in values:
                schema["properties"][field] = {"type": "string", "enum": values[field]}
    return document


@lru_cache(maxsize=1)
def application() -> Any:
    return get_wsgi_application()


def fuzz(operation: Any, caller: Caller, mode: GenerationMode, cases: int, uid: str) -> None:
    """Send the cases of one operation and check every answer."""
    fixed = {"path_parameters": {"uid": uid}} if uid else {}
    # werkzeug does not unpack what the gzip middleware packs
    headers = {"Authorization": f"Bearer {caller.token}", "Accept-Encoding": "identity"}

    @settings(
        max_examples=cases,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, **fixed))
    def send(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKED)
            transaction.set_rollback(True)

    send()


def subject_of(world: World, path: str) -> str:
    """The uid that an address with an object is asked for."""
    for part, row in (
        ("/households", world.household),
        ("/residents", world.elder),
        ("/units", world.unit),
        ("/records", world.record_uid),
        ("/statuses", world.status_uid),
        ("/imports", world.unit),
        ("/photos", world.unit),
    ):
        if part in path and "{uid}" in path:
            return str(getattr(row, "pk", row))
    return ""


@pytest.fixture(autouse=True)
def one_connection(world):
    """The test lives in one transaction on one connection: no request may put it back. After ``world``, whose client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("method,path", OPERATIONS)
def test_nothing_breaks_and_every_answer_is_as_described(world, method, path):
    schema = schemathesis.openapi.from_dict(with_known(description(), known(world)))
    schema.app = application()
    operation, uid = schema[path][method.upper()], subject_of(world, path)
    for caller, mode, cases in (
        (world.drolma, POSITIVE, 10),
        (world.drolma, NEGATIVE, 8),
        (world.head, POSITIVE, 3),
        (world.li, POSITIVE, 2),
    ):
        fuzz(operation, caller, mode, cases, uid)
