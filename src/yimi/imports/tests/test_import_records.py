"""An old ledger comes in as service records, once; what does not fit comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yimi.imports.actions import receive_file, start_check
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, LEDGER, demo_id, family, make_user, workbook
from yimi.people.models import Household, Resident
from yimi.services.models import HeadCount, Participant, RecordWorker, ServiceRecord

VISIT = ["2019-03-05", "入户走访", "探访关爱", "赵桂英", "45分钟", "", "卓玛", "量血压。"]


@pytest.fixture
def peopled(world):
    """The station, open since 2018, with one family on file."""
    world.unit.opened_on = date(2018, 1, 1)
    world.unit.save(update_fields=["opened_on"])
    world.run(workbook([HEADER, *family()]))
    return world


def test_a_visit_of_years_ago_comes_in_with_its_people_and_note(peopled):
    job = peopled.run(workbook([LEDGER, VISIT]), "records")
    assert (job.counts["written"], job.counts["faulty"]) == (1, 0)
    record = ServiceRecord.objects.get()
    assert (record.method, record.minutes, record.person_times, record.is_late) == (
        "home_visit",
        45,
        1,
        True,
    )
    assert record.household == Household.objects.get()
    assert Participant.objects.get().resident.name == "赵桂英"
    assert RecordWorker.objects.get().worker == peopled.worker
    assert "量血压".encode() not in bytes(record.note_sealed)


def test_the_same_ledger_again_changes_nothing_whoever_sends_it(peopled):
    content = workbook([LEDGER, VISIT, [*VISIT[:4], "30", "", "卓玛", "送药。"]])
    peopled.run(content, "records")
    make_user("同事", "worker", "unit", str(peopled.unit.pk))
    other = replace(
        peopled,
        users=peopled.users | {"卓玛": type(peopled.users["卓玛"]).objects.get(username="同事")},
    )
    again = other.run(content, "records")
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 2)
    assert ServiceRecord.objects.count() == 2


def test_the_same_visit_in_other_words_is_the_same_record(peopled):
    peopled.run(workbook([LEDGER, VISIT]), "records")
    told = ["2019年3月5日", "上门走访", "探访关爱", " 赵 桂英", "45", "1", "卓玛", "量血压。"]
    assert peopled.check(workbook([LEDGER, told]), "records").counts["unchanged"] == 1


def test_the_order_of_rows_does_not_matter(peopled):
    rows = [[f"2024-03-{day:02d}", *VISIT[1:]] for day in range(1, 9)]
    peopled.run(workbook([LEDGER, *rows]), "records")
    again = peopled.check(workbook([LEDGER, *reversed(rows)]), "records")
    assert (again.counts["fresh"], again.counts["unchanged"]) == (0, 8)


def test_an_activity_counts_heads_and_names(peopled):
    row = ["2024-03-05", "活动", "政策宣传", "赵桂英、赵建军", "1.5小时", "20人", "", ""]
    assert peopled.run(workbook([LEDGER, row]), "records").counts["written"] == 1
    assert ServiceRecord.objects.get().person_times == 20
    assert HeadCount.objects.get().count == 18


def test_nobody_at_home_counts_nobody(peopled):
    row = [*VISIT[:4], "0", "", "卓玛", "", "家中无人"]
    job = peopled.run(workbook([[*LEDGER, "结果"], row]), "records")
    assert job.counts["written"] == 1
    assert (ServiceRecord.objects.get().outcome, ServiceRecord.objects.get().person_times) == (
        "not_met",
        0,
    )


def test_two_of_one_name_need_an_id_number(peopled):
    more = ["2", "赵桂英", "户主", "女", "", demo_id(8, "19500101"), "汉", "邓西村", "", "", ""]
    peopled.run(workbook([HEADER, more]))
    unclear = peopled.check(workbook([LEDGER, VISIT]), "records")
    assert peopled.faults(unclear) == [(2, "names", "same_name")]
    clear = peopled.check(
        workbook([[*LEDGER, "身份证号"], [*VISIT, demo_id(8, "19500101")]]), "records"
    )
    assert clear.counts["fresh"] == 1
    by_village = peopled.check(workbook([[*LEDGER, "村"], [*VISIT, "邓西"]]), "records")
    assert by_village.counts["fresh"] == 1


@pytest.mark.parametrize(
    "column,value,problem",
    [
        (0, "", "missing"),
        (0, "19-3-5", "two_digit_year"),
        (0, "2019-3", "date_incomplete"),
        (0, "2099-01-01", "in_future"),
        (0, "2017-12-31", "unit_closed"),
        (1, "托梦", "unknown_choice"),
        (2, "算命", "unknown_item"),
        (3, "李大爷", "unknown_person"),
        (3, "", "household_needed"),
        (4, "很久", "not_a_number"),
        (4, "", "minutes_needed"),
        (4, "9999", "minutes_range"),
        (5, "几个", "not_a_number"),
        (6, "王强", "unknown_worker"),
    ],
)
def test_a_wrong_cell_is_refused_at_its_column(peopled, column, value, problem):
    row = [*VISIT]
    row[column] = value
    job = peopled.check(workbook([LEDGER, row]), "records")
    assert job.counts["fresh"] == 0
    assert problem in [found for _row, _field, found in peopled.faults(job)]


def test_another_stations_people_are_unknown_here(peopled):
    wang = peopled.wang
    job = receive_file(
        workbook([LEDGER, [*VISIT[:6], "王强", ""]]), actor=wang, kind=KINDS["records"], unit=peopled.elsewhere,
        file_name="台账.xlsx",
    )  # fmt: skip
    start_check(job, actor=wang)
    assert peopled.faults(ImportJob.objects.get(pk=job.pk)) == [(2, "names", "unknown_person")]
    assert Resident.objects.count() == 2
