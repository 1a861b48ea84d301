"""Lists of complaints, and one as a handler and as the complainant sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden
from yimi.feedback import rules
from yimi.feedback.access import names_workers, require_handler, visible_complaints
from yimi.feedback.models import Complaint, ComplaintState, ComplaintStep, Step
from yimi.feedback.queries.contents import contents_of, standing_of, text_of

OPEN = (ComplaintState.RECEIVED, ComplaintState.HANDLING)


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the history."""

    step: ComplaintStep
    text: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """What a handler sees; name and contact are looked up apart."""

    complaint: Complaint
    text: str
    lines: list[Line]
    steps: list[str]
    may_handle: bool
    is_overdue: bool


def overdue(rows: QuerySet[Complaint], on: date) -> QuerySet[Complaint]:
    """Those not answered by the day they should have been."""
    return rows.filter(state__in=OPEN, due_on__lt=on)


def chosen(actor: Actor, view: str, on: date) -> QuerySet[Complaint]:
    """The rows of one tab."""
    rows = visible_complaints(actor).select_related("unit", "worker")
    if view == "overdue":
        return overdue(rows, on)
    return rows.exclude(state__in=OPEN) if view == "answered" else rows.filter(state__in=OPEN)


def counts(actor: Actor, on: date) -> tuple[int, int]:
    """Open, and overdue. Two queries."""
    rows = visible_complaints(actor)
    return rows.filter(state__in=OPEN).count(), overdue(rows, on).count()


def is_late(complaint: Complaint, on: date) -> bool:
    """Not answered by the day it should have been."""
    return complaint.state in OPEN and complaint.due_on < on


def complaint_page(actor: Actor, complaint: Complaint, on: date) -> ComplaintPage:
    """One query."""
    may_handle = _may_handle(actor, complaint)
    return ComplaintPage(
        complaint=complaint,
        text=contents_of(complaint).text,
        lines=_lines(complaint),
        steps=_steps(actor, complaint) if may_handle else [],
        may_handle=may_handle,
        is_overdue=is_late(complaint, on),
    )


def _steps(actor: Actor, complaint: Complaint) -> list[str]:
    steps = rules.open_steps(standing_of(complaint))
    return [step for step in steps if step != Step.NAME or names_workers(actor, complaint)]


def answers_of(complaint: Complaint) -> list[Line]:
    """What the complainant may read: the answers, and what they wrote themselves. One query."""
    told = {Step.ANSWER, Step.REOPEN, Step.CLOSE, Step.TAKE, Step.RECEIVE}
    return [
        line if line.step.step in {Step.ANSWER, Step.REOPEN} else Line(line.step, "")
        for line in _lines(complaint)
        if line.step.step in told
    ]


def _lines(complaint: Complaint) -> list[Line]:
    return [Line(step, text_of(step, complaint)) for step in complaint.steps.order_by("uid")]


def _may_handle(actor: Actor, complaint: Complaint) -> bool:
    try:
        require_handler(actor, complaint)
    except Forbidden:
        return False
    return True
