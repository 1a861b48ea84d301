"""The forms of a case (F-01 to F-03, F-08): saved through the forms room, with the columns that are decided on here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.planning import change_goal
from yimi.cases.actions.trail import case_event
from yimi.cases.choices import Risk
from yimi.cases.models import Case, CaseSession, FollowUp, Goal
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import hold_rows, take_version
from yimi.forms.actions import save_entry
from yimi.forms.models import FormEntry
from yimi.forms.queries import Subject

#: The forms that belong to the case as a whole, in the order of the file.
CASE_FORMS = ("F-01", "F-02", "F-03", "F-04", "F-08")


def subject_of(about: Case | CaseSession | FollowUp) -> Subject:
    """What a form hangs on."""
    kinds = {Case: "case", CaseSession: "case_session", FollowUp: "case_follow_up"}
    return Subject(kinds[type(about)], about.pk)


@transaction.atomic
def save_case_form(
    about: Case | CaseSession | FollowUp,
    code: str,
    *,
    actor: Actor,
    answers: Mapping[str, Any],
    row_version: int | None = None,
    is_final: bool = False,
) -> FormEntry:
    """Save a form of the case, of a session (F-05) or of a follow-up (F-09). Raises EditClash, Invalid."""
    case = about if isinstance(about, Case) else about.case
    require_work(actor, case)
    return save_entry(
        actor=actor, subject=subject_of(about), code=code, key=case.key, unit=case.unit,
        answers=answers, row_version=row_version, is_final=is_final,
    )  # fmt: skip


@transaction.atomic
def write_assessment(
    case: Case,
    *,
    actor: Actor,
    expected: int,
    risk: str,
    answers: Mapping[str, Any],
    row_version: int | None = None,
    is_final: bool = False,
) -> FormEntry:
    """Save the assessment (F-03) and the risk that it comes to. Raises EditClash, Conflict, Invalid."""
    if risk not in Risk.values:
        raise Invalid.one("risk", _("请选风险程度。"))
    entry = save_case_form(
        case, "F-03", actor=actor, answers=answers, row_version=row_version, is_final=is_final
    )
    if risk != case.risk:
        before = case.risk
        take_version(case, expected=expected, changes={"risk": risk})
        case_event(actor, "judge_risk", case, before=before, after=str(risk))
    return entry


@transaction.atomic
def evaluate(
    case: Case,
    *,
    actor: Actor,
    attainments: Mapping[UUID, str],
    answers: Mapping[str, Any],
    row_version: int | None = None,
    is_final: bool = False,
) -> FormEntry:
    """Save evaluation and closing (F-08) and how far each goal (line → attainment) was reached.

    Raises EditClash, Invalid; Conflict when a goal was changed meanwhile.
    """
    require_work(actor, case)
    hold_rows(Case, [case.pk])
    goals = {goal.line: goal for goal in Goal.objects.current().filter(case=case)}
    if set(attainments) - set(goals):
        raise Conflict
    for line, attainment in attainments.items():
        goal = goals[line]
        goal.case = case
        change_goal(goal, actor=actor, attainment=attainment)
    return save_case_form(
        case, "F-08", actor=actor, answers=answers, row_version=row_version, is_final=is_final
    )
