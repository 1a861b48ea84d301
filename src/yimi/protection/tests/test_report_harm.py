"""The red button: it sends with next to nothing, once, sealed, to its few readers, and into no count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.people.models import Consent
from yimi.protection.actions import add_step, read_report, report_harm
from yimi.protection.errors import SameUidOtherReport, StepAlreadyCorrected
from yimi.protection.models import HarmReport, ReportStep
from yimi.protection.rules import NewStep, ReportContent
from yimi.protection.tests.factories import make_report, new_report
from yimi.services.models import ServiceRecord

pytestmark = pytest.mark.django_db


def told_police(**changes):
    fields = {"uid": new_uid(), "kind": "reported", "at": clock.now()}
    return NewStep(**(fields | {"to_whom": "police", "way": "phone"} | changes))


def test_one_tap_is_enough_and_nobody_is_asked_for_consent(people):
    sent = report_harm(new_report(), actor=people.drolma)
    report = sent.report
    assert sent.is_new
    assert (report.unit, report.reporter_name) == (people.a, "卓玛")
    assert [step.kind for step in report.steps.all()] == ["found"]
    assert not Consent.objects.exists()
    assert not ServiceRecord.objects.exists()


def test_sent_twice_it_is_one_report(people):
    new = new_report()
    first = report_harm(new, actor=people.drolma)
    again = report_harm(new, actor=people.drolma)
    assert (again.report.pk, again.is_new) == (first.report.pk, False)
    assert HarmReport.objects.count() == ReportStep.objects.count() == 1
    assert AuditEvent.objects.filter(action="protection.report_sent").count() == 1


def test_the_same_uid_with_other_content_or_from_another_hand_is_refused(people):
    new = new_report()
    report_harm(new, actor=people.drolma)
    with pytest.raises(SameUidOtherReport):
        report_harm(replace(new, content=ReportContent(text="另一件事")), actor=people.drolma)
    with pytest.raises(SameUidOtherReport):
        report_harm(new, actor=people.tashi)


def test_whom_the_reporter_had_told_before_stands_in_the_chain(people):
    report = report_harm(new_report(), actor=people.drolma, told=told_police()).report
    assert [step.kind for step in report.steps.order_by("recorded_at", "uid")] == [
        "found",
        "reported",
    ]


def test_what_it_says_is_sealed_under_a_key_of_its_own(people):
    content = ReportContent(
        who="小雨", resident_uid=people.girl.pk, text="背上有烫伤", where="村东头"
    )
    report = report_harm(new_report(content=content), actor=people.drolma).report
    stored = HarmReport.objects.select_related("key").get()
    raw = bytes(stored.content_sealed)
    for word in ("小雨", "烫伤", "村东头", people.girl.pk.hex):
        assert word.encode() not in raw
    assert stored.key_id not in {people.girl.key_id, people.home.key_id}
    opened = read_report(report, actor=people.drolma)
    assert opened.content == content
    assert opened.resident == people.girl


def test_nothing_of_it_stands_in_the_trail(people):
    content = ReportContent(who="小雨", kinds=("sexual",), text="背上有烫伤")
    report_harm(new_report(content=content), actor=people.drolma)
    event = AuditEvent.objects.get(action="protection.report_sent")
    told = f"{event.details} {event.reason} {event.subject_uid}"
    assert not any(word in told for word in ("小雨", "烫伤", "sexual", str(people.girl.pk)))


@pytest.mark.parametrize("who", ["drolma", "chen", "mentor", "town", "child"])
def test_whoever_meets_families_reports(people, who):
    report = report_harm(new_report(), actor=getattr(people, who)).report
    # an office's or a village's report goes to the station that serves the place
    assert report.unit == people.a


@pytest.mark.parametrize("who", ["li", "city", "audit"])
def test_the_others_have_no_red_button(people, who):
    with pytest.raises(Forbidden):
        report_harm(new_report(), actor=getattr(people, who))


def test_somebody_elses_station_and_a_strangers_file_are_refused(people):
    with pytest.raises(Forbidden):
        report_harm(new_report(unit_uid=people.b.pk), actor=people.drolma)
    content = ReportContent(resident_uid=people.girl.pk)
    with pytest.raises(Invalid) as error:
        report_harm(new_report(content=content), actor=people.zhao)
    assert "resident" in error.value.fields
    report_harm(new_report(unit_uid=people.a.pk), actor=people.drolma)


def test_a_faulty_step_before_the_report_sends_nothing(people):
    with pytest.raises(Invalid):
        report_harm(new_report(), actor=people.drolma, told=told_police(to_whom=""))
    assert not HarmReport.objects.exists()


def test_the_chain_grows_and_a_step_sent_twice_is_one(people):
    report = report_harm(new_report(), actor=people.drolma).report
    step = told_police()
    assert add_step(report, step, actor=people.drolma).pk == step.uid
    assert add_step(report, step, actor=people.drolma).pk == step.uid
    assert report.steps.count() == 2
    with pytest.raises(SameUidOtherReport):
        add_step(report, replace(step, to_whom="education"), actor=people.drolma)


def test_a_mistake_is_corrected_by_a_further_step_and_once(people):
    report = report_harm(new_report(), actor=people.drolma).report
    told = add_step(report, told_police(), actor=people.drolma)
    correction = NewStep(
        new_uid(), "correction", clock.now(), text="没有打通", corrects_uid=told.pk
    )
    add_step(report, correction, actor=people.drolma)
    opened = read_report(report, actor=people.drolma)
    assert not opened.chain.is_reported
    assert [row.holds for row in opened.steps] == [True, False, True]
    with pytest.raises(StepAlreadyCorrected):
        add_step(report, replace(correction, uid=new_uid()), actor=people.drolma)


def test_a_step_of_another_report_is_not_corrected_from_here(people):
    report = report_harm(new_report(), actor=people.drolma).report
    other = make_report(people.a).steps.get()
    step = NewStep(new_uid(), "correction", clock.now(), text="写错了", corrects_uid=other.pk)
    with pytest.raises(Invalid):
        add_step(report, step, actor=people.drolma)


def test_the_database_refuses_a_second_finding_and_a_silent_authority(people):
    report = make_report(people.a, found_at=clock.now() - timedelta(hours=1))
    row = {"report": report, "at": clock.now(), "recorded_by": people.drolma.uid, "digest": "x"}
    with pytest.raises(IntegrityError):
        ReportStep.objects.create(kind="found", recorded_by_name="卓玛", **row)


def test_no_action_changes_or_removes_a_report_or_a_step():
    """What the writers of this room call: inserts, and the two tables that may end (readers, limits)."""
    from pathlib import Path

    from yimi.protection import actions

    for file in ("reporting.py", "chain.py", "reading.py"):
        source = Path(actions.__file__).with_name(file).read_text("utf-8")
        assert not any(word in source for word in (".update(", ".delete(", "update_fields"))
