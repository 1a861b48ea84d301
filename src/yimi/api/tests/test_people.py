"""Household files and residents through the API."""

from __future__ import annotations

import pytest

from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid

pytestmark = pytest.mark.django_db
SUN_ID = "990101195003078128"


def person(household, **changes):
    return {
        "uid": str(new_uid()),
        "household": str(household),
        "relation": "20",
        "name": "赵建军",
    } | changes


def test_a_household_sent_twice_is_opened_once(world):
    family = world.family()
    first, again = (
        world.drolma.post("/households", family),
        world.drolma.post("/households", family),
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert world.drolma.post("/households", family | {"address": "四组"}).status_code == 409
    assert world.head.post("/households", family).status_code == 409


def test_a_resident_sent_twice_is_added_once(world):
    body = person(world.household.pk, phone="10000005567", birth_on="1972-03-01", sex="1")
    first, again = world.drolma.post("/residents", body), world.drolma.post("/residents", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    for change in ({"name": "赵建民"}, {"phone": "10000005568"}, {"relation": "30"}):
        refused = world.drolma.post("/residents", body | change)
        assert (refused.status_code, refused.json()["code"]) == (409, "uid_taken")


def test_a_file_shows_its_members_masked(world):
    world.drolma.post("/residents", person(world.household.pk, phone="10000005567"))
    shown = world.drolma.get(f"/households/{world.household.pk}").json()
    assert [member["name"] for member in shown["members"]] == ["赵桂英", "赵建军"]
    assert shown["members"][0]["id_masked"] == "9901************28"
    assert shown["members"][1]["phones"][0]["masked"] == "100****5567"
    assert shown["has_address"]
    assert "三组" not in str(shown)


def test_every_look_into_a_file_is_in_the_trail(world):
    world.drolma.get(f"/households/{world.household.pk}")
    world.drolma.get(f"/residents/{world.elder.pk}")
    world.drolma.get(f"/residents/{world.elder.pk}/statuses")
    world.wang.get(f"/residents/{world.elder.pk}")
    looks = AuditEvent.objects.filter(action__endswith="_viewed").order_by("at")
    assert [(look.action, look.subject_uid) for look in looks] == [
        ("people.household_viewed", str(world.household.pk)),
        ("people.resident_viewed", str(world.elder.pk)),
        ("people.resident_viewed", str(world.elder.pk)),
    ]
    assert all(look.token_uid for look in looks)


def test_a_value_is_shown_one_at_a_time_and_written_down(world):
    path = f"/residents/{world.elder.pk}/reveal"
    shown = world.drolma.post(path, {"field": "id", "reason": "核对低保名册"})
    assert shown.json() == {"field": "id", "value": "990101194405061228"}
    event = AuditEvent.objects.filter(action="people.reveal_value").latest("at")
    assert (event.reason, event.details) == ("核对低保名册", {"field": "id"})
    assert event.token_uid is not None
    assert world.drolma.post(path, {"field": "phone:1"}).status_code == 404
    home = world.drolma.post(f"/households/{world.household.pk}/reveal", {"field": "address"})
    assert home.json()["value"] == "三组 18 号"


def test_a_correction_needs_the_version_it_was_read_at(world):
    path = f"/residents/{world.elder.pk}"
    fixed = world.drolma.patch(path, {"row_version": 1, "language": "河南话"})
    assert (fixed.status_code, fixed.json()["row_version"]) == (200, 2)
    assert world.drolma.patch(path, {"row_version": 1, "language": "官话"}).status_code == 409
    assert world.drolma.get(path).json()["language"] == "河南话"
    assert world.drolma.patch(path, {"row_version": 2, "died_on": "2026-01-09"}).status_code == 200
    back = world.drolma.patch(path, {"row_version": 3, "died_on": None})
    assert back.json()["died_on"] is None


def test_a_household_is_corrected_within_its_rules(world):
    path = f"/households/{world.household.pk}"
    town = world.drolma.patch(path, {"row_version": 1, "region_code": "411623001000"})
    assert list(town.json()["errors"]) == ["region_code"]
    early = world.drolma.patch(path, {"row_version": 1, "opened_on": "2023-05-01"})
    assert early.json()["opened_on"] == "2023-05-01"
    assert world.drolma.patch(path, {"row_version": 1}).status_code == 409
    assert world.drolma.put(f"{path}/address", {"address": "五组 2 号"}).status_code == 200
    home = world.drolma.post(f"{path}/reveal", {"field": "address"})
    assert home.json()["value"] == "五组 2 号"


def test_people_are_found_and_doubles_offered(world):
    world.drolma.post("/residents", person(world.household.pk, birth_on="1972-03-01", sex="1"))
    found = world.drolma.post("/residents/search", {"q": "zjj"}).json()
    assert [hit["name"] for hit in found["items"]] == ["赵建军"]
    doubles = world.drolma.post(
        "/residents/duplicates", {"name": "赵建军", "birth_on": "1973-03-01"}
    )
    assert [row["likeness"] for row in doubles.json()["items"]] == ["same_name_and_birth"]


def test_statuses_are_set_changed_and_ended(world):
    path = f"/residents/{world.elder.pk}/statuses"
    no = world.drolma.post(path, {"kind": "dibao", "value": False})
    assert (no.status_code, no.json()["value"]) == (200, False)
    assert [row["value"] for row in world.drolma.get(path).json()["items"]] == [False, True]
    ended = world.drolma.post(
        f"/statuses/{no.json()['uid']}/end", {"ends_on": no.json()["starts_on"]}
    )
    assert ended.json()["ends_on"] == no.json()["starts_on"]
    assert (
        world.drolma.post(
            f"/statuses/{no.json()['uid']}/end", {"ends_on": "2027-01-01"}
        ).status_code
        == 404
    )
    unknown = world.drolma.post(path, {"kind": "millionaire"})
    assert list(unknown.json()["errors"]) == ["kind"]
    kinds = world.drolma.get("/status-kinds", region=world.unit.region_code).json()["items"]
    assert "dibao" in {kind["code"] for kind in kinds}
