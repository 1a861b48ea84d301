"""People who are on file already: differences are counted, gaps filled when asked for, nothing is ever overwritten."""

from __future__ import annotations

from datetime import date

from yimi.imports.actions import check_job, confirm, run_job, set_columns
from yimi.imports.actions.checking import prepare_check
from yimi.imports.actions.steps import header_of
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, demo_id, family, workbook
from yimi.people.actions import add_resident, open_household
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.people.models import Phone, Resident, ResidentStatus


def on_file(world, **facts):
    """The old woman, entered by hand under her number, with little else."""
    home = open_household(HouseholdDraft(world.unit, "411623001201"), actor=world.drolma)
    draft = ResidentDraft("赵桂英", home, "02", id_number=demo_id(1), **facts)
    return add_resident(draft, actor=world.drolma)


def check(world, content, *, fill=False):
    job = world.receive(content)
    fields = {match.column: match.field for match in header_of(job).matches}
    set_columns(job, fields, actor=world.drolma, options={"fill_gaps": fill})
    prepare_check(job, actor=world.drolma)
    check_job(job.pk)
    return ImportJob.objects.select_related("unit", "key").get(pk=job.pk)


def test_differences_are_counted_and_nothing_is_changed_without_being_asked(world):
    on_file(world, ethnic_code="04")
    job = check(world, workbook([HEADER, family()[0]]))
    # 民族 differs; the phone and the status are gaps
    assert (job.counts["different"], job.counts["places"], job.counts["gaps"]) == (1, 3, 1)
    assert (job.counts["fresh"], job.counts["unchanged"]) == (0, 1)


def test_gaps_are_filled_and_what_differs_stays(world):
    woman = on_file(world, ethnic_code="04")
    job = check(world, workbook([HEADER, family()[0]]), fill=True)
    assert (job.counts["fresh"], job.counts["unchanged"]) == (1, 0)
    confirm(job, actor=world.drolma)
    run_job(job.pk)
    woman.refresh_from_db()
    assert woman.ethnic_code == "04"
    assert Phone.objects.get().resident == woman
    assert ResidentStatus.objects.get().kind_id == "dibao"
    again = check(world, workbook([HEADER, family()[0]]), fill=True)
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 1)
    assert again.counts["places"] == 1


def test_birth_and_sex_are_filled_for_one_known_by_name_in_the_same_household(world):
    world.run(workbook([["姓名", "村"], ["钱多多", "邓东村"]]))
    row = ["钱多多", "邓东村", "1944-05-06", "女"]
    header = ["姓名", "村", "出生日期", "性别"]
    job = check(world, workbook([header, row]), fill=True)
    assert (job.counts["fresh"], job.counts["faulty"]) == (1, 0)
    confirm(job, actor=world.drolma)
    run_job(job.pk)
    person = Resident.objects.get()
    assert (person.sex, person.birth_on) == ("2", date(1944, 5, 6))


def test_a_person_changed_meanwhile_keeps_the_change(world):
    woman = on_file(world)
    job = check(world, workbook([HEADER, family()[0]]), fill=True)
    Resident.objects.filter(pk=woman.pk).update(ethnic_code="04")
    confirm(job, actor=world.drolma)
    run_job(job.pk)
    woman.refresh_from_db()
    assert woman.ethnic_code == "04", "what was empty at the check is not any more"
