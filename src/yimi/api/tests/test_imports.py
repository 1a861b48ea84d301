"""Workbooks and photos for programs: the pages' steps, one after another."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yimi.api.tests.conftest import VILLAGE
from yimi.imports.actions import run_job
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, family, workbook
from yimi.people.models import Resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def upload(caller, world, rows, **form):
    file = SimpleUploadedFile("花名册.xlsx", workbook([HEADER, *rows]))
    sent = {"kind": "households", "unit": str(world.unit.pk), "file": file} | form
    return caller.client.post("/api/v1/imports", sent)


def test_a_workbook_comes_in_step_by_step_and_its_faults_come_back(world):
    faulty = [*family("2", VILLAGE, 2)[0]]
    faulty[3] = "男"
    made = upload(world.drolma, world, [*family("1", VILLAGE, 1), faulty])
    assert made.status_code == 201, made.content
    job = made.json()
    assert (job["state"], job["counts"]["fresh"], job["counts"]["faulty"]) == ("checked", 2, 1)
    assert job["faults"][0]["row"] == 4
    assert {column["field"] for column in job["columns"]} >= {"name", "village"}
    address = f"/imports/{job['uid']}"
    book = world.drolma.get(f"{address}/faulty-rows")
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    started = world.drolma.client.post(f"/api/v1{address}/start")
    assert (started.status_code, started.json()["state"]) == (200, "running")
    run_job(job["uid"])
    assert world.drolma.get(address).json()["counts"]["written"] == 2
    assert Resident.objects.filter(name="赵建军").exists()
    again = world.drolma.client.post(f"/api/v1{address}/start")
    assert again.status_code == 409
    assert [row["uid"] for row in world.drolma.get("/imports").json()["items"]] == [job["uid"]]


def test_what_is_no_table_or_no_answer_is_told(world):
    picture = SimpleUploadedFile("名单.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    refused = upload(world.drolma, world, [], file=picture)
    assert (refused.status_code, refused.json()["code"]) == (422, "file_refused")
    for options in ("[1]", "{", "x"):
        told = upload(world.drolma, world, family("1", VILLAGE), options=options)
        assert list(told.json()["errors"]) == ["options"], options
    missing = upload(world.head, world, family("1", VILLAGE), kind="status_list")
    assert "options.kind" in missing.json()["errors"]
    assert not ImportJob.objects.exists()


def test_strangers_and_offices_find_no_import_of_residents(world):
    uid = upload(world.drolma, world, family("1", VILLAGE)).json()["uid"]
    for caller in (world.wang, world.li):
        assert caller.get(f"/imports/{uid}").status_code == 404
        assert caller.get(f"/imports/{uid}/faulty-rows").status_code == 404
        assert upload(caller, world, family("1", VILLAGE)).status_code in {403, 404}


def test_a_photo_is_downloaded_by_those_who_read_the_note(world):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    photo = SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")
    added = world.drolma.client.post(
        f"/api/v1/records/{world.record_uid}/photos", {"photo": photo}
    ).json()
    got = world.drolma.get(f"/photos/{added['uid']}")
    assert (got.status_code, got["Content-Type"], got.content[:2]) == (
        200,
        "image/jpeg",
        b"\xff\xd8",
    )
    assert "no-store" in got["Cache-Control"]
    assert world.wang.get(f"/photos/{added['uid']}").status_code == 404
    assert world.li.get(f"/photos/{added['uid']}").status_code == 403


def test_a_made_up_place_or_project_is_refused_at_its_field(world):
    nowhere = "119999999999"
    for path, body, field in (
        ("/households", world.family(region_code=nowhere), "region_code"),
        ("/records", world.visit(served_region_code=nowhere), "served_region_code"),
        ("/records", world.visit(project=str(world.unit.pk)), "project"),
        (
            "/residents",
            {
                "household": str(world.household.pk),
                "relation": "20",
                "name": "孙明",
                "hukou_region_code": nowhere,
            },
            "hukou_region_code",
        ),
    ):
        refused = world.drolma.post(path, body)
        assert refused.status_code == 422, path
        assert list(refused.json()["errors"]) == [field]
    batch = world.drolma.post(
        "/records/batch", {"records": [world.visit(), world.visit(served_region_code=nowhere)]}
    )
    assert list(batch.json()["errors"]) == ["1.served_region_code"]
