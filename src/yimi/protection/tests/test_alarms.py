"""The alarm: found and not yet reported to an authority, past the local limit; and reports that nobody is named to read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.protection.actions import add_step, set_limit
from yimi.protection.models import ProtectionLimit
from yimi.protection.queries import alarms, limit_at, limits_for, report_page, report_rows
from yimi.protection.rules import NewStep
from yimi.protection.tests.factories import make_reader, make_report

pytestmark = pytest.mark.django_db
COUNTY = "411623000000"


@pytest.fixture
def reader(people):
    """Tashi is named to read the station's reports."""
    make_reader(people.tashi.uid, people.a)
    return people.tashi


def test_without_a_local_rule_the_alarm_sounds_at_once(people, reader):
    report = make_report(people.a)
    (alarm,) = alarms(reader).overdue
    assert (alarm.uid, alarm.limit_minutes) == (report.pk, 0)
    assert not alarms(people.zhao)
    assert not alarms(people.city)


def test_telling_an_authority_ends_it_and_a_correction_brings_it_back(people, reader):
    report = make_report(people.a)
    step = NewStep(new_uid(), "reported", clock.now(), "police", "phone")
    add_step(report, step, actor=reader)
    assert not alarms(reader)
    back = NewStep(new_uid(), "correction", clock.now(), text="没打通", corrects_uid=step.uid)
    add_step(report, back, actor=reader)
    assert alarms(reader).overdue


def test_a_local_limit_waits_for_its_minutes_and_the_nearest_one_wins(people, reader):
    set_limit(COUNTY, actor=people.li, minutes=60, source="县未保办〔2026〕3 号")
    report = make_report(people.a, found_at=clock.now() - timedelta(minutes=30))
    assert not alarms(reader)
    old = make_report(people.a, found_at=clock.now() - timedelta(minutes=61))
    assert [alarm.uid for alarm in alarms(reader).overdue] == [old.pk]
    ProtectionLimit.objects.create(
        region_code=people.a.region_code,
        minutes=0,
        source="街道办",
        starts_on=clock.today(),
        recorded_by=people.li.uid,
    )
    assert {alarm.uid for alarm in alarms(reader).overdue} == {old.pk, report.pk}


def test_a_new_limit_takes_the_place_of_the_old_one_and_both_stay(people):
    set_limit(COUNTY, actor=people.li, minutes=60, source="旧文件")
    set_limit(COUNTY, actor=people.li, minutes=30, source="新文件")
    assert limits_for([people.a.region_code]) == {people.a.region_code: 30}
    assert limit_at(people.a.region_code).source == "新文件"
    assert ProtectionLimit.objects.count() == 2
    with pytest.raises(Invalid):
        set_limit(COUNTY, actor=people.li, minutes=30, source="")
    with pytest.raises(Forbidden):
        set_limit(COUNTY, actor=people.wang, minutes=30, source="别的县")


def test_two_who_set_a_limit_at_the_same_moment_clash_and_the_first_stands(people, monkeypatch):
    set_limit(COUNTY, actor=people.li, minutes=60, source="旧文件")
    # the second has not seen the first's row yet
    monkeypatch.setattr(ProtectionLimit.objects, "current", ProtectionLimit.objects.none)
    with pytest.raises(Conflict):
        set_limit(COUNTY, actor=people.li, minutes=30, source="新文件")
    monkeypatch.undo()
    assert limits_for([people.a.region_code]) == {people.a.region_code: 60}


def test_whoever_names_readers_learns_that_nobody_is_named(people):
    make_report(people.a)
    make_report(people.c)
    for actor in (people.chen, people.li):
        assert alarms(actor).without_reader == 1
    make_reader(people.tashi.uid, people.a)
    assert alarms(people.chen).without_reader == 0


def test_the_list_costs_the_same_with_3_reports_and_with_30(
    people, reader, django_assert_num_queries
):
    def fill(number):
        for _ in range(number):
            make_report(people.a)

    fill(3)
    # 4: places named for, reports with their units, steps, limits
    with django_assert_num_queries(4):
        assert len(report_rows(report_page(reader).rows)) == 3
    fill(27)
    with django_assert_num_queries(4):
        assert len(report_rows(report_page(reader).rows)) == 30
    # 3: places named for, reports no authority knows of, limits
    with django_assert_num_queries(3):
        assert len(alarms(reader).overdue) == 30
