"""Making, correcting and withdrawing supervision plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.stations.actions.checks import (
    before_and_after,
    changed_values,
    require_order,
    require_text,
    unit_event,
)
from yimi.stations.models import ServiceUnit
from yimi.supervision.access import PLAN, may_plan
from yimi.supervision.models import PlannedSupervisee, SupervisionPlan
from yimi.supervision.queries.arrangements import supervised_by, units_supervised
from yimi.workforce.models import Worker

CORRECTABLE = frozenset({"starts_on", "ends_on", "aims", "sessions_planned"})
MOST_SESSIONS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan about to be made; no ``worker_uids``: for everybody placed at the unit."""

    supervisor: Worker
    unit: ServiceUnit
    starts_on: date
    ends_on: date
    aims: str
    sessions_planned: int
    worker_uids: Sequence[UUID] = ()
    uid: UUID = field(default_factory=new_uid)


@transaction.atomic
def make_plan(draft: PlanDraft, *, actor: Actor) -> SupervisionPlan:
    """Plan a supervisor's work with a unit over a period.

    Raises Forbidden for others than the station's head, the county and the supervisor; Invalid when the supervisor has
    nobody to supervise there on the first day.
    """
    _require(actor, draft.unit, draft.supervisor.pk)
    plan = SupervisionPlan(
        uid=draft.uid,
        supervisor=draft.supervisor,
        unit=draft.unit,
        unit_region_code=draft.unit.region_code,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        aims=draft.aims,
        sessions_planned=draft.sessions_planned,
        recorded_by=actor.uid,
    )
    _check(plan)
    _check_arranged(draft)
    plan.save(force_insert=True)
    PlannedSupervisee.objects.bulk_create(
        PlannedSupervisee(plan=plan, worker_id=uid) for uid in dict.fromkeys(draft.worker_uids)
    )
    record_event(
        actor, "supervision.make_plan", subject_kind="supervision_plan", subject_uid=plan.pk,
        details={"supervisor": str(draft.supervisor.pk), "sessions": plan.sessions_planned},
        **unit_event(plan.unit),
    )  # fmt: skip
    return plan


@transaction.atomic
def correct_plan(
    plan: SupervisionPlan, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> SupervisionPlan:
    """Change period, aims or number of sessions; the trail keeps what stood before. Raises Conflict when stale."""
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    _require(actor, plan.unit, plan.supervisor_id)
    planned = copy(plan)
    for name, value in changes.items():
        setattr(planned, name, value)
    _check(planned)
    changed = changed_values(plan, {name: getattr(planned, name) for name in changes})
    noted = before_and_after(plan, changed)
    take_version(plan, expected=expected, changes=changed)
    record_event(
        actor, "supervision.correct_plan", subject_kind="supervision_plan", subject_uid=plan.pk,
        details=noted, **unit_event(plan.unit),
    )  # fmt: skip
    return plan


@transaction.atomic
def void_plan(
    plan: SupervisionPlan, *, actor: Actor, expected: int, reason: str
) -> SupervisionPlan:
    """Withdraw a plan that is not to be followed; sessions held under it stay."""
    _require(actor, plan.unit, plan.supervisor_id)
    reason = require_text("reason", reason, longest=300)
    changes = {"voided_at": clock.now(), "void_reason": reason}
    take_version(plan, expected=expected, changes=changes)
    record_event(
        actor, "supervision.void_plan", subject_kind="supervision_plan", subject_uid=plan.pk, reason=reason,
        **unit_event(plan.unit),
    )  # fmt: skip
    return plan


def _require(actor: Actor, unit: ServiceUnit, supervisor_uid: UUID) -> None:
    if not may_plan(actor, unit.pk, unit.region_code, supervisor_uid):
        raise Forbidden(permission=PLAN)


def _check(plan: SupervisionPlan) -> None:
    plan.aims = require_text("aims", plan.aims, longest=1000)
    require_order("ends_on", plan.starts_on, plan.ends_on)
    if not 1 <= plan.sessions_planned <= MOST_SESSIONS:
        raise Invalid.one("sessions_planned", _("计划次数要在 1 到 366 之间。"))


def _check_arranged(draft: PlanDraft) -> None:
    """Whom the plan is for is whom the supervisor supervises on its first day."""
    if not units_supervised(draft.supervisor.pk, draft.starts_on).filter(pk=draft.unit.pk).exists():
        raise Invalid.one(
            "supervisor", _("这位督导还没有安排到这个站点。请先登记督导安排，再做计划。")
        )
    theirs = set(supervised_by(draft.supervisor.pk, draft.starts_on).values_list("pk", flat=True))
    if set(draft.worker_uids) - theirs:
        raise Invalid.one("workers", _("有人不由这位督导督导，请重新选。"))
