"""Goals, plan versions and scales. Every change of a goal is a new row; a published plan keeps its goals as they were."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.trail import (
    case_event,
    require_open,
    require_past,
    required_text,
    short_enough,
)
from yimi.cases.choices import Attainment, GoalStatus
from yimi.cases.drafts import NewGoal, NewScale
from yimi.cases.models import Case, CaseSession, Goal, Plan, Scale, ScaleReading
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact, supersede
from yimi.forms.actions import save_entry
from yimi.forms.queries import Subject

MAX_GOALS = 20


@transaction.atomic
def add_goal(case: Case, new: NewGoal, *, actor: Actor) -> Goal:
    """Write down a goal; it belongs to no plan until one is published. Raises Invalid."""
    require_work(actor, case)
    require_open(case)
    hold_rows(Case, [case.pk])
    positions = list(Goal.objects.current().filter(case=case).values_list("position", flat=True))
    if len(positions) >= MAX_GOALS:
        raise Invalid.one("text", _("一个个案最多 20 个目标，请合并。"))
    line = new_uid()
    goal = Goal.objects.create(
        case=case,
        line=line,
        kind=new.kind,
        position=max(positions, default=0) + 1,
        target_on=new.target_on,
        recorded_by=actor.uid,
        **_sealed(case, line, new),
    )
    case_event(actor, "add_goal", case, goal=str(line))
    return goal


@transaction.atomic
def update_goal(goal: Goal, new: NewGoal, *, actor: Actor) -> Goal:
    """Reword a goal or set another day: a new row, outside the plan until the next version. Raises Invalid, Conflict."""
    case = goal.case
    require_work(actor, case)
    require_open(case)
    changes = _sealed(case, goal.line, new)
    row = replace_fact(
        goal, actor=actor, plan=None, kind=new.kind, target_on=new.target_on, **changes
    )
    case_event(actor, "update_goal", case, goal=str(goal.line))
    return row


def _sealed(case: Case, line: UUID, new: NewGoal) -> dict[str, Any]:
    """Sealed to the line, so that the words travel from row to row."""
    text, measure = required_text("text", new.text), short_enough("measure", new.measure.strip())
    problem = short_enough("problem", new.problem.strip())
    return {
        "problem_sealed": case.key.seal(problem, field="goal_problem", row=line),
        "text_sealed": case.key.seal(text, field="goal", row=line),
        "measure_sealed": case.key.seal(measure, field="goal_measure", row=line),
    }


@transaction.atomic
def set_goal_status(goal: Goal, *, actor: Actor, status: str) -> Goal:
    """How the goal stands now. Raises Conflict when somebody was faster."""
    require_work(actor, goal.case)
    require_open(goal.case)
    return change_goal(goal, actor=actor, status=status)


def change_goal(
    goal: Goal,
    *,
    actor: Actor,
    status: str = "",
    attainment: str | None = None,
    session: CaseSession | None = None,
) -> Goal:
    """A new row with the status, the attainment or the session; the same row when nothing changes."""
    if status and status not in GoalStatus.values:
        raise Invalid.one("status", _("请选进展。"))
    if attainment and attainment not in Attainment.values:
        raise Invalid.one("attainment", _("请选达成情况。"))
    changes: dict[str, Any] = {}
    if status and status != goal.status:
        changes["status"] = status
    if attainment is not None and attainment != goal.attainment:
        changes["attainment"] = attainment
    if not changes:
        return goal
    row = replace_fact(goal, actor=actor, session=session, **changes)
    details = {name: str(value) for name, value in changes.items()}
    case_event(actor, "change_goal", goal.case, goal=str(goal.line), **details)
    return row


@transaction.atomic
def publish_plan(
    case: Case,
    *,
    actor: Actor,
    answers: Mapping[str, Any],
    form_version: int | None = None,
    published_on: date | None = None,
    review_on: date | None = None,
) -> Plan:
    """A new version of the plan: the form F-04 and all goals as they stand, those dropped left out.

    ``form_version`` is the version of the form that the editor saw. Raises EditClash, Invalid, Conflict.
    """
    require_work(actor, case)
    require_open(case)
    hold_rows(Case, [case.pk])
    on = published_on or clock.today()
    require_past("published_on", on, since=case.opened_on)
    goals = list(Goal.objects.current().filter(case=case).exclude(status=GoalStatus.DROPPED))
    if not goals:
        raise Invalid.one("review_on", _("计划里还没有目标，请先写至少一个。"))
    entry = save_entry(
        actor=actor, subject=Subject("case", case.pk), code="F-04", key=case.key,
        unit=case.unit, answers=answers, row_version=form_version, is_final=True,
    )  # fmt: skip
    before = Plan.objects.current().filter(case=case).first()
    at = clock.now()
    if before is not None:
        supersede(before, at=at)
    plan = Plan.objects.create(
        case=case,
        version=before.version + 1 if before else 1,
        published_on=on,
        review_on=review_on,
        form_version=entry.version,
        replaces=before,
        recorded_at=at,
        recorded_by=actor.uid,
    )
    for goal in goals:
        replace_fact(goal, actor=actor, at=at, plan=plan)
    case_event(actor, "publish_plan", case, version=plan.version, goals=len(goals))
    return plan


@transaction.atomic
def add_scale(case: Case, new: NewScale, *, actor: Actor) -> Scale:
    """Begin to use a tool with this client. Raises Invalid when it is there already."""
    require_work(actor, case)
    require_open(case)
    if new.highest <= new.lowest:
        raise Invalid.one("highest", _("最高分要大于最低分。"))
    try:
        with transaction.atomic():
            scale = Scale.objects.create(
                case=case,
                name=required_text("name", new.name),
                lowest=new.lowest,
                highest=new.highest,
                higher_is_better=new.higher_is_better,
                recorded_by=actor.uid,
            )
    except IntegrityError:
        raise Invalid.one("name", _("这个量表已经在用了，直接记分就行。")) from None
    case_event(actor, "add_scale", case, scale=str(scale.pk))
    return scale


@transaction.atomic
def read_scale(
    scale: Scale,
    *,
    actor: Actor,
    score: Decimal,
    read_on: date | None = None,
    instead_of: ScaleReading | None = None,
) -> ScaleReading:
    """One score; ``instead_of`` is a reading that was written wrongly. Raises Invalid, Conflict."""
    case = scale.case
    require_work(actor, case)
    if not scale.lowest <= score <= scale.highest:
        raise Invalid.one("score", _("得分超出了这个量表的范围。"))
    on = read_on or clock.today()
    require_past("read_on", on)
    if instead_of is not None:
        if instead_of.scale_id != scale.pk:
            raise Conflict
        row = replace_fact(instead_of, actor=actor, score=score, read_on=on)
    else:
        row = ScaleReading.objects.create(
            scale=scale, score=score, read_on=on, recorded_by=actor.uid
        )
    case_event(actor, "read_scale", case, scale=str(scale.pk))
    return row
