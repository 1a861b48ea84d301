"""Who may reach which supervision. Three circles: the pair reads everything; the station sees that it took place; the
offices above count. A released session is read by the station too.

Supervisors may come from another county: what opens a session to them is their own part in it, never their division.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.supervision.models import (
    AgreedAction,
    Supervisee,
    SupervisionPlan,
    SupervisionSession,
    SupervisionSessionQuerySet,
)
from yimi.workforce.access import PLACE, visible_workers
from yimi.workforce.access import VIEW as VIEW_WORKERS
from yimi.workforce.models import Placement, SupervisorAssignment, Worker

VIEW_OWN = "supervision.view_own_sessions"
HOLD = "supervision.hold_sessions"
VIEW = "supervision.view_sessions"
VIEW_PLANS = "supervision.view_plans"
PLAN = "supervision.plan_sessions"
VIEW_FIGURES = "supervision.view_figures"


def own_sessions(actor: Actor) -> SupervisionSessionQuerySet:
    """Sessions that the actor held or took part in, as they stand; none for those who are no workers."""
    actor.require(VIEW_OWN)
    if actor.worker_uid is None:
        return SupervisionSession.objects.none()
    return SupervisionSession.objects.current().with_worker(actor.worker_uid)


def visible_sessions(actor: Actor) -> SupervisionSessionQuerySet:
    """Sessions of which the actor may know that they took place: their units', and those their own workers took part in."""
    here = scope_condition(actor, VIEW, unit="unit_id", region="unit_region_code")
    placed = Placement.objects.current().filter(
        scope_condition(actor, VIEW, unit="unit_id", region="unit__region_code"),
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("session__held_on")),
        worker=OuterRef("worker"),
        starts_on__lte=OuterRef("session__held_on"),
    )
    took_part = Supervisee.objects.filter(Exists(placed)).values("session_id")
    return SupervisionSession.objects.current().filter(here | Q(pk__in=took_part))


def get_session_for_view(actor: Actor, file_uid: UUID | str) -> SupervisionSession:
    """A session's date, kind and minutes, for its station and offices; NotFound for strangers."""
    return _one(visible_sessions(actor), file_uid)


def get_session_for_read(actor: Actor, file_uid: UUID | str) -> SupervisionSession:
    """A session with all that was said, for the pair; NotFound for everybody else, the head included."""
    return _one(own_sessions(actor), file_uid)


def get_session_for_edit(actor: Actor, file_uid: UUID | str) -> SupervisionSession:
    """A session that the actor held; Forbidden for those who were supervised."""
    session = get_session_for_read(actor, file_uid)
    if session.supervisor_id != actor.worker_uid or not actor.may(HOLD):
        raise Forbidden(permission=HOLD)
    return session


def _one(sessions: SupervisionSessionQuerySet, file_uid: UUID | str) -> SupervisionSession:
    found = sessions.select_related("unit", "supervisor", "key").filter(file_uid=file_uid)
    session = found.first()
    if session is None:
        raise NotFound()
    return session


def get_action_for_edit(actor: Actor, uid: UUID | str) -> AgreedAction:
    """An agreed action whose result the actor may note: the pair only; NotFound for everybody else."""
    actor.require(HOLD)
    own = Q(supervisor=actor.worker_uid) | Q(worker=actor.worker_uid)
    found = AgreedAction.objects.select_related("key", "worker", "supervisor").filter(own, pk=uid)
    action = found.first() if actor.worker_uid else None
    if action is None:
        raise NotFound()
    return action


def visible_plans(actor: Actor) -> QuerySet[SupervisionPlan]:
    """Plans of the actor's units and divisions, and those they supervise by; withdrawn ones left out."""
    condition = scope_condition(actor, VIEW_PLANS, unit="unit_id", region="unit_region_code")
    if actor.worker_uid is not None:
        condition |= Q(supervisor=actor.worker_uid)
    return SupervisionPlan.objects.filter(condition, voided_at=None)


def get_plan_for_view(actor: Actor, uid: UUID | str) -> SupervisionPlan:
    """One plan; NotFound for strangers."""
    if not actor.may(VIEW_PLANS):
        raise NotFound()
    plan = visible_plans(actor).select_related("unit", "supervisor").filter(pk=uid).first()
    if plan is None:
        raise NotFound()
    return plan


def get_plan_for_edit(actor: Actor, uid: UUID | str) -> SupervisionPlan:
    """One plan that the actor may change: the station's head, the county, the supervisor it is by."""
    plan = get_plan_for_view(actor, uid)
    if not may_plan(actor, plan.unit_id, plan.unit_region_code, plan.supervisor_id):
        raise Forbidden(permission=PLAN)
    return plan


def may_plan(actor: Actor, unit_uid: UUID, region_code: str, supervisor_uid: UUID) -> bool:
    """Whether the actor plans for this unit: by place, or as the supervisor concerned. No query."""
    by_place = actor.may_at(PLAN, unit_uid=unit_uid, region_code=region_code)
    return by_place or (actor.may(PLAN) and actor.worker_uid == supervisor_uid)


def get_assignment_for_edit(actor: Actor, uid: UUID | str) -> SupervisorAssignment:
    """A current assignment of somebody at the actor's units; NotFound for strangers, Forbidden for colleagues."""
    found = SupervisorAssignment.objects.current().select_related("unit", "worker", "supervisor")
    assignment = found.filter(pk=uid).first()
    if assignment is None or not _sees(actor, assignment):
        raise NotFound()
    if not _may_assign(actor, assignment):
        raise Forbidden(permission=PLACE)
    return assignment


def _sees(actor: Actor, assignment: SupervisorAssignment) -> bool:
    if assignment.unit is not None:
        unit = assignment.unit
        return actor.may_at(VIEW_WORKERS, unit_uid=unit.uid, region_code=unit.region_code)
    return (
        actor.may(VIEW_WORKERS)
        and visible_workers(actor).filter(supervised_by__pk=assignment.pk).exists()
    )


def _may_assign(actor: Actor, assignment: SupervisorAssignment) -> bool:
    if assignment.unit is not None:
        unit = assignment.unit
        return actor.may_at(PLACE, unit_uid=unit.uid, region_code=unit.region_code)
    return assignable_workers(actor).filter(supervised_by__pk=assignment.pk).exists()


def assignable_workers(actor: Actor) -> QuerySet[Worker]:
    """Workers to whom the actor may assign a supervisor: those placed at their units, or kept by their divisions."""
    kept = scope_condition(actor, PLACE, region="region_code")
    placed = Placement.objects.current().filter(
        scope_condition(actor, PLACE, unit="unit_id", region="unit__region_code"),
        worker=OuterRef("pk"),
        ends_on=None,
    )
    return Worker.objects.filter(kept | Q(Exists(placed)), left_on=None).order_by("name", "uid")
