"""What every step of a report has in common: compare and set, the history, the trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yimi.audit.actions import make_event, record_events
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Conflict
from yimi.core.superseding import take_version
from yimi.reports.errors import Locked, WrongState
from yimi.reports.models import Report, ReportStep, State, Step
from yimi.reports.rules import STEPS, may_step


def take_step(
    report: Report, step: Step, *, actor: Actor, expected: int, note: str = "", **changes: Any
) -> None:
    """One step with its history row; raises WrongState, Locked, Conflict. The caller has checked the right."""
    state = report.shown_state
    if not may_step(step, state):
        if state == State.LOCKED:
            raise Locked()
        raise WrongState(state=state.label)
    take_version(report, expected=expected, changes={"state": STEPS[step][1], **changes})
    insert_all(ReportStep, [step_row(report, step, actor, note)])


def step_row(report: Report, step: Step, actor: Actor, note: str = "") -> ReportStep:
    """A row of the history, unsaved."""
    return ReportStep(
        report=report,
        kind=step,
        round=report.round,
        at=clock.now(),
        actor_uid=actor.uid,
        actor_name=actor.name[:50],
        note=note[:300],
    )


def is_repeat(report: Report, step: Step, *, actor: Actor, expected: int) -> bool:
    """Whether this very step was just taken by the same person: a second click, answered like the first."""
    if report.state != STEPS[step][1] or report.row_version != expected + 1:
        return False
    last = report.steps.order_by("-at", "-round", "-uid").first()
    if last is None or last.kind != step:
        raise Conflict()
    return last.actor_uid == actor.uid


def note_events(
    actor: Actor, action: str, reports: Iterable[Report], *, reason: str = "", **details: Any
) -> None:
    """The trail: one event for each report."""
    listed: Sequence[Report] = list(reports)
    record_events(
        make_event(
            actor,
            action,
            subject_kind="report",
            subject_uid=report.pk,
            unit_uid=report.unit_id,
            region_code=report.region_code,
            reason=reason,
            details={"number": report.number, "round": report.round, **details},
        )
        for report in listed
    )
