"""What goes wrong is told as problem+json, at its field, in the caller's language."""

from __future__ import annotations

import pytest

from yimi.api.tests.conftest import JSON, PROBLEM, Caller

pytestmark = pytest.mark.django_db


def send(caller, content, content_type=JSON):
    return caller.client.post("/api/v1/records", content, content_type=content_type)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff\xfe",
        b'{"minutes": NaN}',
        b"[" * 100_000,
        b'{"minutes": ' + b"9" * 9_000 + b"}",
    ],
)
def test_what_is_no_json_is_400(world, content):
    response = send(world.drolma, content)
    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_415(world, content_type):
    response = send(world.drolma, b"{}", content_type)
    assert (response.status_code, response["Content-Type"]) == (415, PROBLEM)


def test_a_photo_must_come_as_a_form(world):
    response = world.drolma.post(f"/records/{world.record_uid}/photos", {})
    assert response.status_code == 415


def test_more_than_five_megabytes_are_413(world):
    response = send(world.drolma, b'{"note": "' + b"x" * (5 * 2**20) + b'"}')
    assert (response.status_code, response["Content-Type"]) == (413, PROBLEM)
    assert response.json()["code"] == "too_large"


@pytest.mark.parametrize(
    "change,field",
    [
        ({"minuets": 30}, "minuets"),
        ({"minutes": "30"}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": True}, "minutes"),
        ({"minutes": 10**30}, "minutes"),
        ({"served_on": "2026-02-30"}, "served_on"),
        ({"served_on": 20260101}, "served_on"),
        ({"served_on": "2026-01-01T00:00:00"}, "served_on"),
        ({"next_due_on": "9999-12-31"}, "next_due_on"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"note": "血压\x00150"}, "note"),
        ({"note": "\ud800"}, "note"),
        ({"note": "长" * 20_001}, "note"),
        ({"item": "E\x00"}, "item"),
        ({"workers": []}, "workers"),
        ({"further_items": ["CH2", "CH2"]}, "further_items"),
        ({"changes": ["none", "none"]}, "changes"),
        ({"participants": [{"resident": "x"}]}, "participants.0.resident"),
        ({"unit": None}, "unit"),
    ],
)
def test_a_faulty_field_is_named(world, change, field):
    response = world.drolma.post("/records", world.visit(**change))
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [field]


def test_a_resident_listed_twice_is_refused(world):
    twice = [
        {"resident": str(world.elder.pk)},
        {"resident": str(world.elder.pk), "presence": "collateral"},
    ]
    response = world.drolma.post("/records", world.visit(participants=twice))
    assert response.json()["errors"] == {"participants": ["同一位居民选了两次。"]}


def test_a_parameter_that_does_not_exist_is_refused(world):
    response = world.drolma.get("/households", regoin="411623000000")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == ["regoin"]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"limit": "5.0"},
        {"unit": "x"},
        {"first": "gestern"},
        {"sort": "name"},
    ],
)
def test_a_faulty_parameter_is_named(world, query):
    response = world.drolma.get("/records", **query)
    assert response.status_code == 422
    assert list(response.json()["errors"]) == list(query)


def test_a_cursor_of_ones_own_making_is_refused(world):
    issued = {path: _cursor(world, path) for path in ("/regions/410000000000/children", "/units")}
    assert all(issued.values())
    for cursor in (
        "x",
        "MTIz",
        "~",
        "\x00",
        issued["/regions/410000000000/children"],
        issued["/units"][:-1],
    ):
        response = world.drolma.get("/units", cursor=cursor)
        assert response.status_code == 422, cursor
        assert list(response.json()["errors"]) == ["cursor"]


def _cursor(world, path):
    from yimi.regions.tests.factories import make_region

    make_region("410621000000")
    return world.drolma.get(path, limit=1).json()["next"]


def test_problems_speak_the_callers_language(world):
    english = Caller(world.drolma.token, language="en")
    here, there = (
        caller.post("/records", world.visit(minutes=0, outcome="met", bogus=1)).json()
        for caller in (world.drolma, english)
    )
    assert here["errors"]["bogus"] == ["没有这一项，请核对字段名的拼写。"]
    assert there["errors"]["bogus"] == ["There is no such field; check the spelling."]
    assert (here["title"], there["title"]) == ("内容需要改", "The content needs a change")
    assert here["code"] == there["code"] == "invalid"
    assert english.post("/records", world.visit(minutes=0)).json()["errors"]["minutes"][0].isascii()
    refused = Caller(world.li.token, language="en").post("/records", world.visit()).json()
    assert refused["code"] == "forbidden"
    assert refused["detail"].isascii()


def test_another_method_says_which_there_are(world):
    response = world.drolma.client.delete("/api/v1/records")
    assert (response.status_code, response["Allow"]) == (405, "GET, POST")
    assert response["Content-Type"] == PROBLEM


def test_no_problem_repeats_what_was_sent(world):
    response = world.drolma.post(
        "/residents",
        {
            "household": str(world.household.pk),
            "relation": "20",
            "name": "孙明",
            "id_number": "990101194405061229",
        },
    )
    assert response.status_code == 422
    assert "990101" not in response.content.decode()


def test_a_fault_of_ours_is_a_problem_too(world, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("yimi.access.api.own_roles", fail)
    world.drolma.client.raise_request_exception = False
    response = world.drolma.get("/me")
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert response.json()["code"] == "server_error"
    assert "fire" not in response.content.decode()
