"""The paper forms of a case in the demo, saved where a worker would have saved them."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.cases.actions.paperwork import subject_of
from yimi.cases.models import Case, CaseSession, FollowUp
from yimi.core.actor import Actor
from yimi.demo.practice import CasePlan, Meeting
from yimi.demo.writing.case_answers import (
    agreement_answers,
    follow_up_answers,
    intake_answers,
    session_answers,
)
from yimi.forms.actions import NewEntry, save_entries


def _entry(about: Case | CaseSession | FollowUp, case: Case, code: str, answers: Any) -> NewEntry:
    return NewEntry(subject_of(about), code, case.key, case.unit, answers)


def save_intake(
    case: Case, words: dict[str, Any], meeting: Meeting, *, actor: Actor, guardian: str
) -> None:
    """F-01 and F-02, on the day of the first meeting."""
    agreed = agreement_answers(words, meeting, worker=actor.name, guardian=guardian)
    save_entries(
        [_entry(case, case, "F-01", intake_answers(words)), _entry(case, case, "F-02", agreed)],
        actor=actor,
    )


def save_sessions(case: Case, plan: CasePlan, words: dict[str, Any], *, actor: Actor) -> None:
    """F-05 of every meeting, written up together as workers do at the end of a stretch."""
    days = [meeting.on for meeting in plan.meetings[1:]] + [None]
    rows = CaseSession.objects.filter(case=case).in_bulk()
    save_entries(
        [
            _entry(
                rows[meeting.uid], case, "F-05",
                session_answers(words, number, meeting, worker=actor.name, following=following),
            )
            for number, (meeting, following) in enumerate(zip(plan.meetings, days, strict=True), 1)
            if meeting.uid in rows
        ],
        actor=actor,
    )  # fmt: skip


def save_follow_up(
    row: FollowUp, case: Case, words: dict[str, Any], *, actor: Actor, on: date
) -> None:
    """F-09, after the call."""
    answers = follow_up_answers(words, worker=actor.name, on=on)
    save_entries([_entry(row, case, "F-09", answers)], actor=actor)
