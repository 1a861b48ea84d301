"""The import pages: for the station's own people, from upload to result."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.imports.actions import run_job
from yimi.imports.api import KindSlug
from yimi.imports.commands import import_
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, family, make_user, workbook
from yimi.imports.urls import urlpatterns
from yimi.people.models import Resident


@pytest.fixture
def drolma(world, client):
    client.force_login(world.users["卓玛"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client, world, content, name="花名册.xlsx", kind="households"):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("imports:upload"), {"kind": kind, "unit": str(world.unit.pk), "file": file}
    )


def matching(client, job):
    """The matching form as the page shows it."""
    form = client.get(reverse("imports:job", args=[job.pk])).context["form"]
    return {name: form[name].initial for name in form.fields}


def test_from_upload_to_result(drolma, world):
    assert send(drolma, world, workbook([HEADER, *family(), ["x", "李明"]])).status_code == 302
    job = ImportJob.objects.get()
    address = reverse("imports:job", args=[job.pk])
    assert "核对列名" in drolma.get(address).content.decode()
    assert (
        drolma.post(reverse("imports:check", args=[job.pk]), matching(drolma, job)).status_code
        == 302
    )
    page = drolma.get(address).content.decode()
    assert "导入这 2 行" in page
    assert "赵桂英" in page
    assert "9901************" in page
    assert drolma.post(reverse("imports:start", args=[job.pk])).status_code == 302
    polled = drolma.get(reverse("imports:progress", args=[job.pk]), headers={"HX-Request": "true"})
    assert "0 / 2 行" in polled.content.decode()
    run_job(job.pk)
    ended = drolma.get(reverse("imports:progress", args=[job.pk]), headers={"HX-Request": "true"})
    assert (ended.status_code, ended["HX-Refresh"]) == (204, "true")
    assert "下载有错的行" in drolma.get(address).content.decode()
    file = drolma.get(reverse("imports:faulty_rows", args=[job.pk]))
    assert file.content.startswith(b"PK")
    assert Resident.objects.count() == 2


def test_a_picture_called_xlsx_is_told_at_the_form(drolma, world):
    response = send(drolma, world, b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    assert response.status_code == 422
    assert "这是一张图片" in response.content.decode()


def test_the_same_file_again_says_that_nothing_changes(drolma, world):
    content = workbook([HEADER, *family()])
    world.run(content)
    send(drolma, world, content)
    job = ImportJob.objects.order_by("-recorded_at").first()
    drolma.post(reverse("imports:check", args=[job.pk]), matching(drolma, job))
    page = drolma.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "系统里都有了" in page


def test_a_station_that_is_not_ones_own_cannot_be_chosen(drolma, world):
    file = SimpleUploadedFile("x.xlsx", workbook([HEADER, *family()]))
    form = {"kind": "households", "unit": str(world.elsewhere.pk), "file": file}
    assert drolma.post(reverse("imports:upload"), form).status_code == 422
    assert not ImportJob.objects.exists()


def test_templates_are_for_ones_own_station(drolma, world):
    own = reverse("imports:template", args=["households", world.unit.pk])
    assert drolma.get(own).content.startswith(b"PK")
    assert (
        drolma.get(reverse("imports:template", args=["records", world.elsewhere.pk])).status_code
        == 404
    )
    assert (
        drolma.get(reverse("imports:template", args=["nothing", world.unit.pk])).status_code == 404
    )


@pytest.mark.parametrize("who,status", [("王强", 404), ("李主任", 404), ("督导", 403)])
def test_strangers_find_nothing_and_those_without_the_right_are_told(world, client, who, status):
    """The county's officer may import staff: lists of residents do not exist for her."""
    world.users["督导"] = make_user("督导", "supervisor", "unit", str(world.unit.pk))
    job = world.check(workbook([HEADER, *family()]))
    client.force_login(world.users[who], backend="django.contrib.auth.backends.ModelBackend")
    for name in ("job", "progress", "faulty_rows"):
        assert client.get(reverse(f"imports:{name}", args=[job.pk])).status_code == status
    for name in ("check", "start", "stop"):
        assert client.post(reverse(f"imports:{name}", args=[job.pk])).status_code == status
    assert ImportJob.objects.get().state == "checked"


def test_every_address_has_a_door():
    assert all(hasattr(pattern.callback, "door") for pattern in urlpatterns)


def test_the_list_costs_the_same_with_three_imports_and_thirty(drolma, world):
    content = workbook([HEADER, *family()])
    job = world.receive(content)

    def more(count):
        columns = [field.attname for field in ImportJob._meta.fields if field.name != "uid"]
        rows = [ImportJob(**{name: getattr(job, name) for name in columns}) for _n in range(count)]
        ImportJob.objects.bulk_create(rows)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert drolma.get(reverse("imports:jobs")).status_code == 200
        return len(queries)

    more(2)
    cost()  # the first visit also writes the session
    few = cost()
    more(27)
    assert cost() == few


def test_the_command_line_checks_imports_and_tells(world, tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(workbook([HEADER, *family()]))
    base = [
        str(path),
        "--kind",
        "households",
        "--unit",
        world.unit.number,
        "--as",
        "卓玛",
        "--format",
        "json",
    ]
    checked = CliRunner().invoke(import_, [*base, "--check-only"])
    assert checked.exit_code == 0
    assert json.loads(checked.output)["counts"]["fresh"] == 2
    assert not Resident.objects.exists()
    assert CliRunner().invoke(import_, base).exit_code == 0
    assert Resident.objects.count() == 2
    path.write_bytes(workbook([HEADER, ["9", "李明", "户主", "男", "44.5.6"]]))
    faulty = CliRunner().invoke(import_, base)
    assert faulty.exit_code == 1
    assert json.loads(faulty.output)["faults"][0]["row"] == 2


def test_programs_may_bring_every_kind():
    assert {kind.value for kind in KindSlug} == set(KINDS)
