"""An official list says yes for those on it and, when it is complete, no for the others; shown before it is done."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.access.queries import build_actor
from yimi.imports.actions import check_job, confirm, receive_file, run_job, set_columns
from yimi.imports.actions.checking import prepare_check
from yimi.imports.actions.steps import header_of
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, demo_id, family, make_user, workbook
from yimi.people.models import Resident, ResidentStatus
from yimi.people.tests.factories import make_household, make_resident, make_status

LIST = ["姓名", "身份证号", "村", "保障类别"]
OPTIONS = {
    "kind": "dibao", "as_of": "2026-09-01", "document": "2026 年 9 月农村低保名册", "place": "",
    "is_complete": True,
}  # fmt: skip


@pytest.fixture
def station(world):
    """Six people on file; the son is held to be a 低保对象 since 2024. 陈站长 is head of the station."""
    world.run(workbook([HEADER, *family(), *family("2", "邓西村", 2), *family("3", "邓西村", 3)]))
    ResidentStatus.objects.all().delete()
    make_status(Resident.objects.filter(name="赵建军").earliest("uid"), "dibao")
    world.users["陈站长"] = make_user("陈站长", "station_head", "unit", str(world.unit.pk))
    world.users["周岩"] = make_user("周岩", "township_officer", "region", "411623001")
    return world


def bring(world, rows, user="陈站长", **options):
    """Upload, answer the questions, check."""
    actor = build_actor(world.users[user])
    job = receive_file(
        workbook([LIST, *rows]), actor=actor, kind=KINDS["status_list"], unit=world.unit,
        file_name="低保名册.xlsx",
    )  # fmt: skip
    fields = {match.column: match.field for match in header_of(job).matches}
    set_columns(job, fields, actor=actor, options=OPTIONS | options)
    prepare_check(job, actor=actor)
    check_job(job.pk)
    return ImportJob.objects.select_related("unit", "key").get(pk=job.pk)


def carry_out(world, job, user="陈站长"):
    confirm(job, actor=build_actor(world.users[user]))
    run_job(job.pk)
    job.refresh_from_db()
    return job


def answers() -> dict[str, bool]:
    """ID-less summary: uid → yes or no now."""
    return dict(
        ResidentStatus.objects.current()
        .filter(kind="dibao", ends_on=None)
        .values_list("resident_id", "value")
    )


def test_a_complete_list_is_counted_first_and_then_says_yes_and_no(station):
    job = bring(station, [["赵桂英", demo_id(1), "邓东村", ""]])
    assert (job.counts["yes"], job.counts["no"], job.counts["faulty"]) == (1, 5, 0)
    assert ResidentStatus.objects.count() == 1, "nothing is written before it is confirmed"
    done = carry_out(station, job)
    assert (done.state, done.counts["written"]) == ("done", 6)
    assert sorted(answers().values()) == [False] * 5 + [True]
    row = ResidentStatus.objects.current().get(value=True, ends_on=None)
    assert (row.source, row.document) == ("official_list", OPTIONS["document"])
    ended = ResidentStatus.objects.current().get(ends_on=date(2026, 8, 31))
    assert ended.value, "the earlier yes ends the day before the list"


def test_the_same_list_again_changes_nothing(station):
    rows = [["赵桂英", demo_id(1), "邓东村", ""]]
    carry_out(station, bring(station, rows))
    again = bring(station, rows)
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 6)


def test_an_incomplete_list_says_no_of_nobody(station):
    job = bring(station, [["赵桂英", demo_id(1), "", ""]], is_complete=False)
    assert (job.counts["yes"], job.counts["no"]) == (1, 0)


def test_a_list_of_one_village_speaks_of_that_village_only(station):
    rows = [["赵桂英", demo_id(2), "", ""], ["赵桂英", demo_id(1), "", ""]]
    job = bring(station, rows, place="411623001202")
    assert (job.counts["yes"], job.counts["no"]) == (1, 3)
    assert station.faults(job) == [(3, "name", "person_elsewhere")]


def test_who_bears_the_name_of_a_row_nobody_can_read_is_not_said_to_be_no(station):
    rows = [["赵桂英", "", "", ""], ["赵建军", demo_id(1, "19720301", "1"), "", ""]]
    job = bring(station, rows)
    assert station.faults(job) == [(2, "name", "same_name")]
    assert (job.counts["left"], job.counts["no"]) == (3, 2)


def test_another_number_under_the_same_name_is_another_person(station):
    make_resident(make_household(station.unit, region_code="411623001201"), "孙丽")
    stranger = ["孙丽", demo_id(9), "", ""]
    assert bring(station, [stranger]).counts["yes"] == 1, "no number on file: the name decides"
    namesake = bring(station, [["赵建军", demo_id(9, "19720301", "1"), "邓东村", ""]])
    assert station.faults(namesake) == [(2, "name", "unknown_person")]


def test_the_township_brings_its_list_and_a_plain_worker_does_not(station, client):
    job = bring(station, [["赵桂英", demo_id(1), "", ""]], user="周岩")
    assert carry_out(station, job, user="周岩").counts["written"] == 6
    client.force_login(station.users["卓玛"])
    assert client.get(reverse("imports:job", args=[job.pk])).status_code == 404
    client.force_login(station.users["周岩"])
    page = client.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "登记为“确认不是”" in page
    other = ImportJob.objects.filter(kind="households").first()
    assert client.get(reverse("imports:job", args=[other.pk])).status_code == 404


def test_the_questions_stand_on_the_page_and_are_asked_for(station, client):
    client.force_login(station.users["陈站长"])
    file = SimpleUploadedFile("低保名册.xlsx", workbook([LIST, ["赵桂英", demo_id(1), "", ""]]))
    sent = {"kind": "status_list", "unit": str(station.unit.pk), "file": file}
    assert client.post(reverse("imports:upload"), sent).status_code == 302
    job = ImportJob.objects.get(kind="status_list")
    columns = {f"column-{m.column}": m.field for m in header_of(job).matches}
    address = reverse("imports:check", args=[job.pk])
    missing = client.post(address, columns)
    assert missing.status_code == 422
    assert "名册是完整的" in missing.content.decode()
    told = {f"option-{name}": value for name, value in OPTIONS.items()}
    assert client.post(address, columns | told | {"option-as_of": "2099-01-01"}).status_code == 422
    assert client.post(address, columns | told).status_code == 302
    page = client.get(reverse("imports:job", args=[job.pk])).content.decode()
    assert "不在名册上" in page
    assert "导入这 6 行" in page
