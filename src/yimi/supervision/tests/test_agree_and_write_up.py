"""What was agreed is asked for again, what was said is sealed, and only the supervisor releases it."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.forms.errors import EditClash
from yimi.forms.models import FormEntry
from yimi.forms.queries import current_entry, open_answers
from yimi.supervision import access, queries
from yimi.supervision.actions import (
    ActionAnswer,
    AgreedDraft,
    answer_action,
    hold_session,
    release_session,
    void_session,
    withdraw_release,
    write_note,
)
from yimi.supervision.actions.sessions import NOTE_FORM, note_subject
from yimi.supervision.errors import AlreadyReleased, NotReleased
from yimi.supervision.models import ActionResult, SupervisionSession
from yimi.supervision.queries.sessions import last_actions
from yimi.supervision.tests.factories import (
    DAY,
    make_action,
    make_session,
    session_draft,
)

pytestmark = pytest.mark.django_db


def test_the_next_session_asks_what_came_of_the_last_agreements(people):
    first = make_session(people.a, people.staff.guo, [people.staff.drolma])
    action = make_action(first, people.staff.drolma)
    make_action(first, people.staff.tashi)
    (asked,) = last_actions(people.staff.guo.pk, [people.staff.drolma.pk])
    assert asked.action == action
    answer = ActionAnswer(action=action, row_version=1, result="partly", note="写了一份")
    hold_session(
        session_draft(people, held_on=date(2026, 4, 3), answers=(answer,)), actor=people.guo
    )
    action.refresh_from_db()
    assert (action.result, action.result_on) == (ActionResult.PARTLY, clock.today())
    assert [agreed.note for agreed in queries.actions_of(first) if agreed.action == action] == [
        "写了一份"
    ]
    assert not queries.open_actions(people.staff.drolma.pk)


def test_a_result_is_noted_by_the_pair_and_never_overwritten_unseen(people):
    action = make_action(
        make_session(people.a, people.staff.guo, [people.staff.drolma]), people.staff.drolma
    )
    assert access.get_action_for_edit(people.drolma, action.pk) == action
    for stranger in (people.tashi, people.head):
        with pytest.raises(NotFound):
            access.get_action_for_edit(stranger, action.pk)
        with pytest.raises(Forbidden):
            answer_action(ActionAnswer(action=action, row_version=1, result="done"), actor=stranger)
    answer_action(ActionAnswer(action=action, row_version=1, result="done"), actor=people.drolma)
    with pytest.raises(Conflict):
        answer_action(
            ActionAnswer(action=action, row_version=1, result="dropped"), actor=people.guo
        )
    with pytest.raises(Invalid):
        answer_action(ActionAnswer(action=action, row_version=2, result="maybe"), actor=people.guo)


def test_what_is_agreed_at_a_voided_session_is_asked_for_no_more(people):
    agreed = AgreedDraft(text="家访", worker_uid=people.staff.drolma.pk, due_on=DAY)
    session = hold_session(session_draft(people, actions=(agreed,)), actor=people.guo)
    void_session(session, actor=people.guo, reason="记重了")
    assert not queries.open_actions(people.staff.drolma.pk)
    with pytest.raises(NotFound):
        access.get_session_for_read(people.guo, session.file_uid)


def test_the_note_is_sealed_versioned_and_never_overwritten_unseen(people):
    session = hold_session(session_draft(people), actor=people.guo)
    write_note(session, actor=people.guo, answers={"advice": "先倾听，再评估"}, row_version=None)
    entry = current_entry(note_subject(session), NOTE_FORM)
    assert "倾听".encode() not in bytes(entry.answers_sealed)
    assert open_answers(entry)["advice"] == "先倾听，再评估"
    with pytest.raises(EditClash):
        write_note(session, actor=people.guo, answers={"advice": "别的"}, row_version=None)
    with pytest.raises(Forbidden):
        write_note(session, actor=people.drolma, answers={"advice": "改"}, row_version=1)
    write_note(
        session, actor=people.guo, answers={"advice": "再补一句"}, row_version=1, is_final=True
    )
    assert FormEntry.objects.count() == 2


def test_only_the_supervisor_releases_and_only_once(people):
    session = hold_session(session_draft(people), actor=people.guo)
    with pytest.raises(Forbidden):
        release_session(session, actor=people.drolma)
    assert release_session(session, actor=people.guo).released_at
    with pytest.raises(AlreadyReleased):
        release_session(session, actor=people.guo)


def test_a_release_is_taken_back_and_both_times_stay_on_file(people):
    session = hold_session(session_draft(people), actor=people.guo)
    session = release_session(session, actor=people.guo)
    with pytest.raises(Forbidden):
        withdraw_release(session, actor=people.drolma, reason="不想让站里看")
    again = withdraw_release(session, actor=people.guo, reason="被督导的人改了主意")
    assert (again.file_uid, again.released_at) == (session.file_uid, None)
    assert again.supervisees.count() == session.supervisees.count() > 0
    before = SupervisionSession.objects.get(pk=session.pk)
    assert before.released_at < before.superseded_at
    event = AuditEvent.objects.get(action="supervision.withdraw_release")
    assert event.reason == "被督导的人改了主意"
    with pytest.raises(NotReleased):
        withdraw_release(again, actor=people.guo, reason="再收一次")
    assert release_session(again, actor=people.guo).released_at
