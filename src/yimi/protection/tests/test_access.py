"""Who reads a report: its reporter and the named few; to everyone else it does not exist. Every look is in the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.protection.access import get_report_for_view, visible_reports
from yimi.protection.actions import (
    end_reader,
    name_reader,
    note_list_read,
    read_report,
    report_harm,
)
from yimi.protection.actions.readers import ReaderDraft
from yimi.protection.errors import ReaderAlreadyEnded
from yimi.protection.rules import ReportContent
from yimi.protection.tests.factories import make_reader, make_report, new_report

pytestmark = pytest.mark.django_db
COUNTY = "411623000000"
EVERYONE = ("tashi", "chen", "zhao", "town", "child", "mentor", "li", "wang")


def draft(people, **changes):
    fields = {"user_uid": people.tashi.uid, "user_name": "扎西", "reason": "儿保专员"}
    return ReaderDraft(**(fields | {"unit": people.a} | changes))


def test_before_anybody_is_named_only_the_reporter_sees_it(people):
    report = report_harm(new_report(), actor=people.drolma).report
    assert get_report_for_view(people.drolma, report.pk) == report
    for name in EVERYONE:
        with pytest.raises(NotFound):
            get_report_for_view(getattr(people, name), report.pk)
    for name in ("city", "audit"):
        with pytest.raises(Forbidden):
            visible_reports(getattr(people, name))


def test_whoever_is_named_for_the_unit_or_the_division_reads_it(people):
    report = report_harm(new_report(), actor=people.drolma).report
    name_reader(draft(people), actor=people.chen)
    li = draft(people, user_uid=people.li.uid, user_name="李文静", unit=None, region_code=COUNTY)
    name_reader(li, actor=people.li)
    for name in ("tashi", "li"):
        assert list(visible_reports(getattr(people, name))) == [report]
    assert not visible_reports(people.chen).exists(), "naming others is no reading"


def test_being_named_where_ones_post_does_not_reach_opens_nothing(people):
    report = make_report(people.a)
    for name in ("zhao", "wang"):
        make_reader(getattr(people, name).uid, people.a)
        with pytest.raises(NotFound):
            get_report_for_view(getattr(people, name), report.pk)


def test_off_the_list_means_at_once_and_a_planned_end_is_kept(people):
    report = make_report(people.a)
    reader = make_reader(people.tashi.uid, people.a)
    assert get_report_for_view(people.tashi, report.pk)
    end_reader(reader, actor=people.chen, reason="调离")
    with pytest.raises(NotFound):
        get_report_for_view(people.tashi, report.pk)
    with pytest.raises(ReaderAlreadyEnded):
        end_reader(reader, actor=people.chen, reason="调离")
    make_reader(people.tashi.uid, people.a, ends_on=clock.today() - timedelta(days=1))
    assert not visible_reports(people.tashi).exists()


def test_heads_name_for_their_station_and_officers_for_their_county(people):
    with pytest.raises(Forbidden):
        name_reader(draft(people), actor=people.drolma)
    with pytest.raises(Forbidden):
        name_reader(draft(people, unit=people.b), actor=people.chen)
    with pytest.raises(Forbidden):
        name_reader(draft(people, unit=None, region_code=COUNTY), actor=people.wang)
    with pytest.raises(NotFound):
        end_reader(make_reader(people.tashi.uid, people.b), actor=people.chen, reason="x")
    first = name_reader(draft(people), actor=people.chen)
    assert name_reader(draft(people), actor=people.chen) == first, "twice is once"


def test_a_name_on_the_list_has_a_reason_and_stands_in_the_trail(people):
    with pytest.raises(Invalid):
        name_reader(draft(people, reason=" "), actor=people.chen)
    reader = name_reader(draft(people), actor=people.chen)
    event = AuditEvent.objects.get(action="protection.reader_named")
    assert (event.actor_uid, event.subject_uid) == (people.chen.uid, str(reader.pk))


def test_every_reading_is_in_the_trail_the_list_too(people):
    report = make_report(people.a)
    make_reader(people.tashi.uid, people.a)
    read_report(report, actor=people.tashi)
    read_report(report, actor=people.tashi, purpose="printed")
    note_list_read(list(visible_reports(people.tashi)), actor=people.tashi)
    events = AuditEvent.objects.filter(actor_uid=people.tashi.uid).order_by("id")
    assert [event.action for event in events] == [
        "protection.report_viewed",
        "protection.report_printed",
        "protection.list_viewed",
    ]


def test_content_does_not_open_to_a_stranger_even_with_the_row_in_hand(people):
    with pytest.raises(NotFound):
        read_report(make_report(people.a), actor=people.zhao)


def test_harm_that_comes_back_shows_to_those_who_may_read_both(people):
    content = ReportContent(resident_uid=people.girl.pk, kinds=("violence",))
    first = report_harm(new_report(content=content), actor=people.drolma).report
    second = report_harm(new_report(content=content), actor=people.tashi).report
    assert read_report(second, actor=people.tashi).earlier == []
    make_reader(people.tashi.uid, people.a)
    assert read_report(second, actor=people.tashi).earlier == [first]
