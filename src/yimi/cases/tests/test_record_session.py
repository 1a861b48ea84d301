"""A session is one service record; goals, notes and the next day follow from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from yimi.cases.actions import (
    add_goal,
    add_note,
    close_case,
    correct_note,
    record_session,
    record_sessions,
)
from yimi.cases.drafts import NewGoal
from yimi.cases.errors import InvalidBatch, NotOnThisCase
from yimi.cases.models import CaseNote, CaseSession, Goal
from yimi.cases.tests.conftest import days_ago
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.services.errors import SameUidOtherContent
from yimi.services.models import ServiceRecord


def test_a_session_is_one_record_counted_once(world):
    case = world.case()
    row = record_session(world.session(case, note="今天愿意说话了"), actor=world.drolma)
    record = ServiceRecord.objects.get(number=row.record_number)
    assert (record.method, record.person_times, record.minutes) == ("case_session", 1, 40)
    assert (row.number, row.uid) == (1, record.uid)
    assert b"\xe4\xbb\x8a" not in bytes(record.note_sealed)


def test_sent_twice_it_is_saved_once(world):
    case = world.case()
    new = world.session(case, note="同一次")
    assert record_session(new, actor=world.drolma) == record_session(new, actor=world.drolma)
    assert CaseSession.objects.count() == ServiceRecord.objects.count() == 1
    for other in (replace(new, note="别的"), replace(new, kind="phone")):
        with pytest.raises(SameUidOtherContent):
            record_session(other, actor=world.drolma)
    assert ServiceRecord.objects.count() == 1


def test_the_same_uid_for_another_case_is_refused(world):
    case, other = world.case(), world.case()
    new = world.session(case)
    record_session(new, actor=world.drolma)
    with pytest.raises(SameUidOtherContent):
        record_session(replace(new, case=other), actor=world.drolma)


def test_a_batch_numbers_as_one_by_one_does(world):
    case, other = world.case(level="2"), world.case(resident=world.son)
    batch = [
        world.session(case, served_on=days_ago(20)),
        world.session(other, served_on=days_ago(9)),
        world.session(case, served_on=days_ago(10)),
    ]
    rows = record_sessions(batch, actor=world.drolma)
    assert [(row.case_id, row.number) for row in rows] == [
        (case.pk, 1),
        (other.pk, 1),
        (case.pk, 2),
    ]
    case.refresh_from_db()
    assert case.due_on == days_ago(10) + timedelta(days=14)


def test_an_older_session_entered_late_changes_no_due_date(world):
    case = world.case()
    soon = clock.today() + timedelta(days=5)
    record_session(world.session(case, next_on=soon), actor=world.drolma)
    record_session(world.session(case, served_on=days_ago(9)), actor=world.drolma)
    case.refresh_from_db()
    assert case.due_on == soon


def test_a_batch_is_saved_whole_or_not_at_all(world):
    case = world.case()
    batch = [world.session(case), world.session(case, minutes=0), world.session(case, kind="dance")]
    with pytest.raises(InvalidBatch) as caught:
        record_sessions(batch, actor=world.drolma)
    assert 2 in caught.value.rows
    with pytest.raises(InvalidBatch) as caught:
        record_sessions(batch[:2], actor=world.drolma)
    assert set(caught.value.rows[1]) == {"minutes"}
    assert not CaseSession.objects.exists()


def test_a_session_after_the_closing_is_a_follow_up(world):
    case = world.case(stage="closing")
    close_case(case, actor=world.drolma, expected=1, reason="moved", closed_on=days_ago(3))
    with pytest.raises(Invalid):
        record_session(world.session(case), actor=world.drolma)
    record_session(world.session(case, served_on=days_ago(4)), actor=world.drolma)


def test_goals_move_with_the_session_and_keep_what_they_were(world):
    case = world.case()
    goal = add_goal(case, NewGoal("每周参加一次活动", "签到"), actor=world.drolma)
    new = world.session(case, progress={goal.line: "in_progress"})
    row = record_session(new, actor=world.drolma)
    now = Goal.objects.current().get(line=goal.line)
    assert (now.status, now.session, now.replaces) == ("in_progress", row, goal)
    assert case.key.open(now.text_sealed, field="goal", row=now.line) == "每周参加一次活动"


@pytest.mark.parametrize("name", ["tashi", "mei", "zhao", "wang", "li"])
def test_only_those_on_the_case_record_its_sessions(world, name):
    case = world.case()
    with pytest.raises(Forbidden):
        record_session(world.session(case), actor=getattr(world, name))


def test_a_note_is_sealed_and_a_correction_stands_beside_it(world):
    case = world.case()
    note = add_note(case, "婆媳昨晚吵架", actor=world.drolma)
    assert "吵架".encode() not in bytes(note.text_sealed)
    later = correct_note(note, "婆媳前晚吵架", actor=world.drolma)
    texts = [
        case.key.open(row.text_sealed, field="case_note", row=row.pk)
        for row in CaseNote.objects.order_by("recorded_at")
    ]
    assert texts == ["婆媳昨晚吵架", "婆媳前晚吵架"]
    with pytest.raises(Conflict):
        correct_note(note, "第三种说法", actor=world.drolma)
    assert later.replaces == note


def test_a_note_sent_twice_is_saved_once(world):
    case, uid = world.case(), new_uid()
    first = add_note(case, "同一条", actor=world.drolma, uid=uid)
    assert add_note(case, "同一条", actor=world.drolma, uid=uid) == first
    with pytest.raises(SameUidOtherContent):
        add_note(case, "另一条", actor=world.drolma, uid=uid)


def test_nobody_corrects_a_colleagues_note(world):
    case = world.case()
    note = add_note(case, "原话", actor=world.drolma)
    for actor in (world.tashi, world.zhao, world.mei):
        with pytest.raises((NotOnThisCase, Forbidden)):
            correct_note(note, "改掉", actor=actor)
