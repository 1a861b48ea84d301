"""Recording through the API: once, in batches, corrected, voided, with photos."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid
from yimi.services.api.shapes import Change, Effect
from yimi.services.models import ServiceRecord
from yimi.services.queries.figures import FIGURES
from yimi.services.rules import CHANGES, EFFECTS

pytestmark = pytest.mark.django_db


def test_a_record_sent_twice_is_saved_once(world):
    visit = world.visit(note="给药盒贴了标签")
    first, again = world.drolma.post("/records", visit), world.drolma.post("/records", visit)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    assert first.json()["number"] == again.json()["number"]
    other = world.drolma.post("/records", visit | {"minutes": 31})
    assert (other.status_code, other.json()["code"]) == (409, "uid_taken")
    assert ServiceRecord.objects.filter(pk=visit["uid"]).count() == 1


def test_somebody_elses_uid_is_taken_even_with_the_same_content(world):
    visit = world.visit()
    assert world.drolma.post("/records", visit).status_code == 201
    assert world.head.post("/records", visit).status_code == 409


def test_a_record_without_a_uid_gets_one(world):
    visit = world.visit()
    del visit["uid"]
    saved = world.drolma.post("/records", visit)
    assert saved.status_code == 201
    assert world.drolma.get(f"/records/{saved.json()['uid']}").status_code == 200


def test_what_was_sent_is_what_is_shown(world):
    visit = world.visit(
        starts_at="09:30", further_items=["CH2"], changes=["health"], effects=["comfort"],
        head_counts={"elder": 2}, co_organisers=["东城街道办事处"], note="膝盖疼", next_due_on="2027-01-05",
    )  # fmt: skip
    saved = world.drolma.post("/records", visit).json()
    shown = world.drolma.get(f"/records/{visit['uid']}").json()
    for name in ("starts_at", "further_items", "changes", "effects", "head_counts", "co_organisers", "note", "next_due_on", "minutes", "item"):  # fmt: skip
        assert shown[name] == visit[name], name
    assert shown["person_times"] == saved["person_times"] == 3
    assert [row["name"] for row in shown["participants"]] == ["赵桂英"]
    assert [(row["uid"], row["is_lead"]) for row in shown["workers"]] == [
        (visit["workers"][0], True)
    ]
    assert shown["state"] == "current"


def test_a_batch_is_saved_whole_or_not_at_all(world):
    rows = [world.visit() for _n in range(3)]
    before = ServiceRecord.objects.count()
    faulty = world.drolma.post("/records/batch", {"records": [*rows, world.visit(minutes=0)]})
    assert faulty.status_code == 422
    assert list(faulty.json()["errors"]) == ["3.minutes"]
    assert ServiceRecord.objects.count() == before
    events = AuditEvent.objects.count()
    assert world.drolma.post("/records/batch", {"records": rows}).status_code == 201
    assert AuditEvent.objects.count() == events + 1
    again = world.drolma.post("/records/batch", {"records": rows})
    assert again.status_code == 200
    assert [row["uid"] for row in again.json()["items"]] == [row["uid"] for row in rows]


def test_a_batch_has_an_end(world):
    rows = [world.visit() for _n in range(201)]
    assert world.drolma.post("/records/batch", {"records": rows}).status_code == 422
    assert world.drolma.post("/records/batch", {"records": []}).status_code == 422


def test_a_correction_is_the_next_version(world):
    uid = world.record_uid
    fixed = world.visit(minutes=45)
    answer = world.drolma.post(f"/records/{uid}/corrections", fixed)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert world.drolma.post(f"/records/{uid}/corrections", fixed).status_code == 200
    old = world.drolma.get(f"/records/{uid}").json()
    assert (old["state"], old["superseded_by"]) == ("superseded", fixed["uid"])
    late = world.drolma.post(f"/records/{uid}/corrections", world.visit(minutes=50))
    assert (late.status_code, late.json()["code"]) == (409, "record_replaced")


def test_a_void_keeps_its_reason(world):
    path = f"/records/{world.record_uid}"
    assert world.drolma.post(f"{path}/void", {"reason": ""}).status_code == 422
    assert world.drolma.post(f"{path}/void", {"reason": "  "}).status_code == 422
    assert world.drolma.post(f"{path}/void", {"reason": "走错门"}).status_code == 200
    shown = world.drolma.get(path).json()
    assert (shown["state"], shown["void_reason"]) == ("voided", "走错门")
    assert world.drolma.post(f"{path}/void", {"reason": "再来"}).status_code == 409


def picture(kind="JPEG"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, kind)
    file.seek(0)
    file.name = "photo.jpg"
    return file


def test_a_photo_goes_in_once(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = f"/api/v1/records/{world.record_uid}/photos"
    first, again = (world.drolma.client.post(path, {"photo": picture()}) for _n in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert (first.json()["width"], first.json()["height"]) == (40, 30)
    shown = world.drolma.get(f"/records/{world.record_uid}").json()
    assert [photo["uid"] for photo in shown["photos"]] == [first.json()["uid"]]
    assert world.wang.client.post(path, {"photo": picture()}).status_code == 404
    file = BytesIO(b"no picture")
    file.name = "photo.jpg"
    assert world.drolma.client.post(path, {"photo": file}).status_code == 422
    assert list(world.drolma.client.post(path, {}).json()["errors"]) == ["photo"]


def test_the_catalogue_is_what_may_be_recorded(world):
    items = world.drolma.get("/catalogue", region=world.unit.region_code).json()["items"]
    assert {"EL2", "CH2"} <= {item["code"] for item in items}
    for item in (items[0], items[-1]):
        saved = world.drolma.post("/records", world.visit(item=item["code"]))
        assert saved.status_code == 201, saved.content.decode()


def test_figures_are_those_of_the_records(world):
    month = world.visit()["served_on"][:7]
    world.drolma.post("/records", world.visit(head_counts={"elder": 4}))
    rows = world.li.get("/figures/units", month=month).json()["items"]
    by_unit = {row["unit"]: row["figures"] for row in rows}
    assert set(by_unit) == {str(world.unit.pk), str(world.neighbour.pk)}
    own = by_unit[str(world.unit.pk)]
    assert (own["records"], own["person_times"], own["persons"]) == (2, 6, 1)
    assert (own["visit_times"], own["visited_households"]) == (2, 1)
    assert by_unit[str(world.neighbour.pk)]["records"] == 0
    assert world.li.get("/figures/total", month=month).json()["figures"] == own
    assert world.wang.get("/figures/total", month=month).json()["figures"]["records"] == 0
    assert set(own) == {"records", *FIGURES}


def test_the_choices_are_those_of_the_rules():
    assert Change.__args__ == CHANGES
    assert Effect.__args__ == EFFECTS


def test_the_unit_of_a_photo_less_record_without_household_is_enough(world):
    crowd = world.visit(
        uid=str(new_uid()),
        method="activity",
        household=None,
        participants=[],
        head_counts={"child": 30},
    )
    assert world.drolma.post("/records", crowd).json()["person_times"] == 30
