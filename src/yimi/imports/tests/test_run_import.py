"""An import survives being killed, being started twice, and leaving the page; nothing comes in twice."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from yimi.access.models import RoleGrant
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden
from yimi.core.ids import SYSTEM_UID
from yimi.imports.actions import (
    cancel,
    check_job,
    confirm,
    drop_old_files,
    receive_file,
    resume_stalled,
    run_job,
    set_columns,
    start_check,
)
from yimi.imports.errors import ColumnsMissing, FilesGone, StepTaken
from yimi.imports.faulty_rows import faulty_workbook
from yimi.imports.kinds import KINDS, base
from yimi.imports.kinds.households import HouseholdImporter
from yimi.imports.models import ImportJob
from yimi.imports.queries import progress_of
from yimi.imports.storage import folder_of, open_source
from yimi.imports.template_file import template_workbook
from yimi.imports.tests.conftest import HEADER, demo_id, family, workbook
from yimi.people.models import Household, Resident


def village(households: int) -> bytes:
    """So many families of two."""
    return workbook(
        [HEADER, *(row for n in range(1, households + 1) for row in family(str(n), "邓东村", n))]
    )


@pytest.fixture
def small_blocks(monkeypatch):
    """Four rows to a transaction."""
    monkeypatch.setattr(base.Checked.blocks, "__defaults__", (4,))


def fresh(job: ImportJob) -> ImportJob:
    return ImportJob.objects.select_related("unit", "key").get(pk=job.pk)


class Killed(BaseException):
    """What a process that is killed does not handle."""


def test_killed_half_way_and_resumed_it_is_complete_without_doubles(
    world, small_blocks, monkeypatch
):
    job = world.check(village(8))
    assert job.counts["blocks"] == 4
    confirm(job, actor=world.drolma)
    write, calls = HouseholdImporter.write, []

    def killed_in_the_third(self, block, ready=None):
        calls.append(len(block))
        faults = write(self, block, ready)
        if len(calls) == 3:
            raise Killed
        return faults

    monkeypatch.setattr(HouseholdImporter, "write", killed_in_the_third)
    with pytest.raises(Killed):
        run_job(job.pk)
    left = fresh(job)
    assert (left.state, left.position, left.rows_done) == ("running", 2, 8)
    assert Resident.objects.count() == 8
    monkeypatch.setattr(HouseholdImporter, "write", write)
    run_job(job.pk)
    done = fresh(job)
    assert (done.state, done.counts["written"], done.rows_done) == ("done", 16, 16)
    assert (Resident.objects.count(), Household.objects.count()) == (16, 8)


def test_run_twice_it_is_done_once(world):
    job = world.run(village(2))
    run_job(job.pk)
    check_job(job.pk)
    assert Resident.objects.count() == 4
    assert fresh(job).state == "done"


def test_a_second_process_that_comes_late_writes_nothing(world, small_blocks, monkeypatch):
    job = world.check(village(4))
    confirm(job, actor=world.drolma)
    write = HouseholdImporter.write

    def overtaken(self, block, ready=None):
        monkeypatch.setattr(HouseholdImporter, "write", write)
        faults = write(self, block, ready)
        ImportJob.objects.filter(pk=job.pk).update(position=2)
        return faults

    monkeypatch.setattr(HouseholdImporter, "write", overtaken)
    run_job(job.pk)
    assert fresh(job).state == "running"


def test_what_a_killed_worker_left_is_queued_again_once(world):
    from django_tasks_db.models import DBTaskResult

    job = world.check(village(1))
    confirm(job, actor=world.drolma)
    assert resume_stalled() == 0
    ImportJob.objects.filter(pk=job.pk).update(touched_at=clock.now() - timedelta(minutes=5))
    assert resume_stalled() == 1
    assert resume_stalled() == 0
    assert DBTaskResult.objects.count() == 2


def test_a_large_file_is_checked_in_the_background(world, monkeypatch):
    from yimi.imports.actions import checking

    monkeypatch.setattr(checking, "AT_ONCE", 3)
    job = world.receive(village(4))
    checking.start_check(job, actor=world.drolma)
    assert fresh(job).state == "checking"
    check_job(job.pk)
    assert fresh(job).counts["fresh"] == 8


def test_progress_counts_rows_and_estimates_the_rest(world):
    job = ImportJob(rows_total=1000, rows_done=250, started_at=clock.now() - timedelta(seconds=30))
    progress = progress_of(job)
    assert (progress.done, progress.total) == (250, 1000)
    assert 85 <= progress.seconds_left <= 95


def test_a_right_taken_away_meanwhile_stops_the_import(world):
    job = world.check(village(1))
    confirm(job, actor=world.drolma)
    RoleGrant.objects.filter(user=world.users["卓玛"]).update(
        revoked_at=clock.now(), revoked_by=SYSTEM_UID
    )
    run_job(job.pk)
    stopped = fresh(job)
    assert (stopped.state, stopped.counts["failure"]) == ("failed", "forbidden")
    assert not Resident.objects.exists()


def test_an_officer_and_a_neighbour_cannot_import_here(world):
    for actor in (world.li, world.wang):
        with pytest.raises(Forbidden):
            receive_file(
                village(1),
                actor=actor,
                kind=KINDS["households"],
                unit=world.unit,
                file_name="x.xlsx",
            )
    assert not ImportJob.objects.exists()


def test_a_step_is_taken_once(world):
    job = world.check(village(1))
    confirm(job, actor=world.drolma)
    with pytest.raises(StepTaken):
        confirm(job, actor=world.drolma)
    cancel(job, actor=world.drolma)
    run_job(job.pk)
    assert not Resident.objects.exists()


def test_columns_can_be_corrected_and_what_is_needed_is_asked_for(world):
    content = workbook([["称呼", "住处", "性别", "民族"], ["钱多多", "邓东村", "男", "汉"]])
    job = world.receive(content)
    with pytest.raises(ColumnsMissing) as refusal:
        start_check(job, actor=world.drolma)
    assert "姓名" in str(refusal.value)
    set_columns(job, {0: "name", 1: "village", 2: "sex", 3: ""}, actor=world.drolma)
    start_check(job, actor=world.drolma)
    assert fresh(job).counts["fresh"] == 1


def test_the_file_lies_sealed_and_only_for_two_weeks(world):
    content = village(1)
    job = world.check(content)
    stored = b"".join(path.read_bytes() for path in folder_of(job.pk).iterdir())
    assert "赵桂英".encode() not in stored
    assert demo_id(1).encode() not in stored
    assert {path.stat().st_mode & 0o777 for path in folder_of(job.pk).iterdir()} == {0o600}
    assert open_source(job) == content
    assert drop_old_files() == 0
    ImportJob.objects.filter(pk=job.pk).update(touched_at=clock.now() - timedelta(days=15))
    assert drop_old_files() == 1
    with pytest.raises(FilesGone):
        open_source(fresh(job))
    assert fresh(job).state == "cancelled"


def test_every_step_is_in_the_trail_and_no_name_is(world):
    world.run(village(1))
    events = AuditEvent.objects.filter(action__startswith="imports.")
    assert [event.action for event in events.order_by("id")] == [
        "imports.receive_file", "imports.start_check", "imports.check", "imports.confirm", "imports.done",
    ]  # fmt: skip
    assert "赵桂英" not in str([event.details for event in AuditEvent.objects.all()])


def test_faulty_rows_come_back_in_their_layout_with_the_reason_and_go_in_when_mended(world):
    bad = ["2", "=李明", "户主", "男", "44.5.6", "990101194405061229", "汉", "没有村", "+1", "", ""]
    titles = [*HEADER, "村干部意见"]
    content = workbook(
        [["花名册"], titles, [*family()[0], "同意"], [*bad, "@再核"], [*family()[1], ""]]
    )
    job = world.run(content)
    assert job.counts["written"] == 2
    returned = faulty_workbook(job)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(returned)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "花名册"
    assert rows[1] == [*titles, "错误原因"]
    assert rows[2][:12] == [*bad, "@再核"]
    assert "出生日期：年份只有两位" in rows[2][12]
    assert "身份证号：" in rows[2][12]
    assert len(rows) == 3
    rows[2][1], rows[2][4], rows[2][5], rows[2][7] = (
        "李明",
        "1944-05-06",
        demo_id(9, sex="1"),
        "邓西村",
    )
    again = world.run(workbook(rows))
    assert (again.counts["written"], again.counts["faulty"]) == (1, 0)


@pytest.mark.parametrize("kind", ["households", "records"])
def test_the_template_is_understood_and_its_example_is_skipped(world, kind):
    content = template_workbook(KINDS[kind], world.unit)
    job = world.check(content, kind)
    assert (job.counts["rows"], job.counts["examples"], job.counts["faulty"]) == (0, 1, 0)
    fields = {match["field"] for match in job.header["matches"]}
    assert fields == {"mark"} | {column.field for column in KINDS[kind].columns}
