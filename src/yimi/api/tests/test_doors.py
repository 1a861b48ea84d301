"""Who gets in: a token, its grants, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from yimi.access.matrix import NONE, ROLES, read_matrix, row_key
from yimi.access.models import ApiToken
from yimi.access.queries import token_digest
from yimi.access.routes import all_routes
from yimi.access.tests.factories import make_user
from yimi.api.tests.conftest import JSON, PROBLEM, Caller, make_api_token
from yimi.core import clock
from yimi.core.ids import new_uid

pytestmark = pytest.mark.django_db
OPERATIONS = [
    route for route in all_routes() if route.pattern.startswith("api/v1") and route.method
]
GUARDED = [route for route in OPERATIONS if route.door.permission]


def address(route, uid="00000000-0000-0000-0000-000000000000"):
    return "/" + route.pattern.replace("<uid>", uid).replace("<code>", "411623001000")


def ask(client, route):
    return client.generic(route.method, address(route), "{}", content_type=JSON)


@pytest.mark.parametrize("route", OPERATIONS, ids=str)
def test_without_a_token_every_operation_is_401_and_never_a_redirect(db, route):
    response = Client().generic(route.method, address(route), b"x", content_type="text/plain")
    assert response.status_code == 401
    assert response["Content-Type"] == PROBLEM
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["code"] == "no_token"


def test_a_session_cookie_opens_nothing(world):
    client = Client()
    client.force_login(world.drolma_user)
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer yimi_wrong", "Basic eWltaTp4", "Bearer yimi_" + "x" * 5000]
)
def test_a_wrong_token_is_401(world, header):
    assert Client(headers={"authorization": header}).get("/api/v1/me").status_code == 401


def test_a_token_that_is_stopped_or_out_of_date_is_401(world):
    token = ApiToken.objects.get(digest=token_digest(world.drolma.token))
    token.revoked_at = clock.now()
    token.save()
    assert world.drolma.get("/me").status_code == 401
    token.revoked_at, token.expires_on = None, clock.today() - timedelta(days=1)
    token.save()
    assert world.drolma.get("/me").status_code == 401


def matrix():
    from pathlib import Path

    return read_matrix(Path(__file__).parents[4] / "tests/matrix/permission_matrix.toml")


#: What each operation needs to be asked at all, so that the permission is what answers.
QUERIES = {
    "list_kinds": {"region": "411623001000"},
    "list_items": {"region": "411623001000"},
    "list_unit_figures": {"month": "2026-01"},
    "show_total": {"month": "2026-01"},
}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_let_in_or_told_so_as_the_matrix_says(role, db):
    caller = Caller(make_api_token(make_user(role, "411623000000")))
    rows = matrix().rows
    for route in GUARDED:
        if route.method != "GET":
            continue
        query = QUERIES.get(route.name.rpartition(":")[2], {})
        status = caller.client.get(address(route), query).status_code
        if rows[row_key(route.door)][role] == NONE:
            assert status == 403, f"{role} gets {status} from {route}"
        else:
            assert status in {200, 404}, f"{role} gets {status} from {route}"


def test_writing_is_refused_to_roles_that_only_look(world):
    for path, body in (
        ("/records", world.visit()),
        ("/records/batch", {"records": [world.visit()]}),
        ("/households", world.family()),
        ("/residents", {"household": str(world.household.pk), "relation": "20", "name": "孙明"}),
        (f"/records/{world.record_uid}/void", {"reason": "重复"}),
        (f"/residents/{world.elder.pk}/statuses", {"kind": "dibao"}),
        (f"/residents/{world.elder.pk}/reveal", {"field": "id"}),
        ("/residents/search", {"q": "赵桂英"}),
    ):
        refused = world.li.post(path, body)
        assert refused.status_code == 403, path
        assert "岗位没有这项权限（" in refused.json()["detail"]


def test_a_read_only_token_reads_and_writes_nothing(world):
    reader = Caller(make_api_token(world.drolma_user, read_only=True))
    assert reader.get(f"/households/{world.household.pk}").status_code == 200
    assert reader.post("/residents/search", {"q": "赵桂英"}).status_code == 200
    assert reader.post("/records", world.visit()).status_code == 403
    assert reader.post("/households", world.family()).status_code == 403
    assert reader.post(f"/residents/{world.elder.pk}/reveal", {"field": "id"}).status_code == 403


def test_a_stranger_finds_nothing(world):
    for path in (
        f"/households/{world.household.pk}",
        f"/residents/{world.elder.pk}",
        f"/residents/{world.elder.pk}/statuses",
        f"/records/{world.record_uid}",
    ):
        assert world.drolma.get(path).status_code == 200, path
        assert world.wang.get(path).status_code == 404, path
    for path, body in (
        (f"/records/{world.record_uid}/void", {"reason": "试试"}),
        (f"/residents/{world.elder.pk}/statuses", {"kind": "dibao"}),
        (f"/statuses/{world.status_uid}/end", {"ends_on": "2026-01-01"}),
        (f"/residents/{world.elder.pk}/reveal", {"field": "id"}),
        (f"/households/{world.household.pk}/reveal", {"field": "address"}),
    ):
        assert world.wang.post(path, body).status_code == 404, path
    assert world.wang.get("/records").json()["items"] == []
    assert world.wang.post("/residents/search", {"q": "赵桂英"}).json()["items"] == []


def test_nobody_records_for_another_station_or_anothers_people(world):
    theirs = world.drolma.post("/records", world.visit(unit=str(world.elsewhere.pk)))
    assert theirs.status_code == 422
    assert "unit" in theirs.json()["errors"]
    person = {"resident": str(world.far_person.pk)}
    with_theirs = world.drolma.post("/records", world.visit(participants=[person]))
    assert "participants" in with_theirs.json()["errors"]
    assert (
        world.drolma.post("/households", world.family(unit=str(world.elsewhere.pk))).status_code
        == 403
    )


def test_me_says_who_and_where(world):
    me = world.drolma.get("/me").json()
    assert me["name"] == "卓玛"
    assert me["worker"] == str(world.worker.pk)
    assert [(role["role"], role["place"]) for role in me["roles"]] == [("worker", world.unit.name)]
    assert "services.record_service" in me["roles"][0]["permissions"]
    assert world.li.get("/me").json()["roles"][0]["place_key"] == "411623"


def test_nothing_else_lies_under_api(client):
    for path in ("/api/", "/api/v1", "/api/v1/nope", f"/api/v2/records/{new_uid()}"):
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (404, PROBLEM), path
