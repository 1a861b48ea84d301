"""Moving a case through its stages, and setting its level."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.opening import note_stage
from yimi.cases.actions.trail import case_event, require_open, require_past, required_reason
from yimi.cases.choices import Basis, Stage
from yimi.cases.errors import AgreementNeeded, StepNotPossible
from yimi.cases.models import Case
from yimi.cases.queries.facts import agreement_of, facts_of, last_met_on
from yimi.cases.queries.levels import codes_at, days_of
from yimi.cases.rules.due import next_due
from yimi.cases.rules.stages import Step, agreement_stands, blocks, step
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows, take_version


@transaction.atomic
def move_case(
    case: Case,
    *,
    actor: Actor,
    expected: int,
    to: str,
    reason: str = "",
    on: date | None = None,
) -> Case:
    """Go one stage on, or back to an earlier one with a reason. What is amiss is a warning on the page, not a wall:

    only the missing agreement to the service blocks. Raises :class:`StepNotPossible`, :class:`AgreementNeeded`,
    ReasonNeeded, Conflict.
    """
    require_work(actor, case)
    require_open(case)
    on = on or clock.today()
    require_past("on", on, since=case.opened_on)
    # somebody may be withdrawing the agreement in this very moment
    hold_rows(Case, [case.pk])
    possible = step(case.stage, to, is_emergency=_is_emergency(case, on))
    if possible == Step.SAME:
        return case
    if possible == Step.NOT_POSSIBLE:
        names: dict[str, Any] = dict(Stage.choices)
        raise StepNotPossible(now=names[case.stage], to=names.get(to, to))
    if possible == Step.BACK:
        reason = required_reason(reason)
    if blocks(to, facts_of(case), on=clock.today()):
        raise AgreementNeeded
    note_stage(case, to, actor=actor, on=on, reason=reason.strip())
    before = case.stage
    take_version(case, expected=expected, changes={"stage": to})
    case_event(actor, "move_case", case, before=before, to=to)
    return case


def _is_emergency(case: Case, on: date) -> bool:
    agreement = agreement_of(case)
    return (
        agreement is not None
        and agreement.basis == Basis.EMERGENCY
        and agreement_stands(agreement, on=on)
    )


@transaction.atomic
def set_level(case: Case, *, actor: Actor, expected: int, level: str) -> Case:
    """Give the case a level of its place; the next meeting follows from it. Raises Invalid, Conflict."""
    require_work(actor, case)
    require_open(case)
    if level and level not in codes_at(case.unit.region_code):
        raise Invalid.one("level", _("本地没有这个级别，请重新选择。"))
    days = days_of(level, case.unit.region_code)
    met_on = last_met_on(case) or case.opened_on
    due_on = next_due(met_on, agreed_on=None, visit_days=days) or case.due_on
    before = case.level
    take_version(case, expected=expected, changes={"level": level, "due_on": due_on})
    case_event(actor, "set_level", case, before=before, level=level)
    return case
