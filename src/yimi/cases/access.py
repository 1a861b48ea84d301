"""Who may reach which case, and whose notes they may read.

A case opens through a part in it: owner and co-workers read and write everything, the assigned supervisor reads and
answers, wherever they come from. The station's head sees the index (stage, dates, owner) and assigns; notes only of own
cases. Offices above the station reach nothing here: their figures are counts (``queries.figures``).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from yimi.cases.choices import AssignmentRole
from yimi.cases.errors import NotesNotYours, NotOnThisCase
from yimi.cases.models import Case, CaseAssignment
from yimi.cases.models.case import CaseQuerySet
from yimi.cases.permissions import ASSIGN, REVIEW, VIEW, WORK
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition

WORKING = (AssignmentRole.OWNER, AssignmentRole.CO_WORKER)


@dataclass(frozen=True, slots=True)
class Part:
    """What an actor may do with one case."""

    works: bool = False
    supervises: bool = False
    assigns: bool = False

    @property
    def may_read_notes(self) -> bool:
        """Own workers and the assigned supervisor."""
        return self.works or self.supervises


def _part_of(actor: Actor, *roles: str) -> Exists:
    """Cases where the actor's worker holds one of these roles today."""
    held = CaseAssignment.objects.held_now().filter(
        case=OuterRef("pk"), worker=actor.worker_uid, role__in=roles
    )
    return Exists(held)


def own_cases(actor: Actor) -> CaseQuerySet:
    """Cases that the actor works on, as owner or co-worker, where they still work."""
    if actor.worker_uid is None or not actor.may(WORK):
        return Case.objects.none()
    here = scope_condition(actor, WORK, unit="unit_id", region="unit__region_code")
    return Case.objects.filter(here, _part_of(actor, *WORKING))


def supervised_cases(actor: Actor) -> CaseQuerySet:
    """Cases assigned to this supervisor, of any county."""
    if actor.worker_uid is None or not actor.may(REVIEW):
        return Case.objects.none()
    return Case.objects.filter(_part_of(actor, AssignmentRole.SUPERVISOR))


def station_cases(actor: Actor) -> CaseQuerySet:
    """The index of the stations that the actor heads."""
    if not actor.may(ASSIGN):
        return Case.objects.none()
    return Case.objects.filter(
        scope_condition(actor, ASSIGN, unit="unit_id", region="unit__region_code")
    )


def visible_cases(actor: Actor) -> CaseQuerySet:
    """Every case that the actor may see in a list; raises Forbidden when they hold no permission here."""
    actor.require(VIEW)
    condition = Q(pk__in=())
    if actor.may(ASSIGN):
        condition |= scope_condition(actor, ASSIGN, unit="unit_id", region="unit__region_code")
    if actor.worker_uid is not None and actor.may(WORK):
        here = scope_condition(actor, WORK, unit="unit_id", region="unit__region_code")
        condition |= here & Q(_part_of(actor, *WORKING))
    if actor.worker_uid is not None and actor.may(REVIEW):
        condition |= Q(_part_of(actor, AssignmentRole.SUPERVISOR))
    return Case.objects.filter(condition)


def part_in(actor: Actor, case: Case) -> Part:
    """What the actor is to this case. One query."""
    unit_uid, region_code = case.unit_id, case.unit.region_code
    roles: set[str] = set()
    if actor.worker_uid is not None:
        held = CaseAssignment.objects.held_now().filter(case=case, worker=actor.worker_uid)
        roles = set(held.values_list("role", flat=True))
    return Part(
        works=bool(roles & set(WORKING))
        and actor.may_at(WORK, unit_uid=unit_uid, region_code=region_code),
        supervises=AssignmentRole.SUPERVISOR in roles and actor.may(REVIEW),
        assigns=actor.may_at(ASSIGN, unit_uid=unit_uid, region_code=region_code),
    )


def get_case_for_view(actor: Actor, uid: UUID) -> Case:
    """One case as the index shows it; raises NotFound for strangers."""
    found = visible_cases(actor) if actor.may(VIEW) else Case.objects.none()
    case = (
        found.select_related("unit", "resident", "household", "key", "owner", "intake")
        .filter(pk=uid)
        .first()
    )
    if case is None:
        raise NotFound()
    return case


def get_case_for_reading(actor: Actor, uid: UUID) -> Case:
    """One case with everything in it; a head who only sees the index is Forbidden."""
    case = get_case_for_view(actor, uid)
    require_reading(actor, case)
    return case


def get_case_for_edit(actor: Actor, uid: UUID) -> Case:
    """One case that the actor works on; raises Forbidden for those who may only look."""
    case = get_case_for_view(actor, uid)
    require_work(actor, case)
    return case


def get_case_to_assign(actor: Actor, uid: UUID) -> Case:
    """One case of a station that the actor heads; raises Forbidden for its own worker."""
    case = get_case_for_view(actor, uid)
    require_assigning(actor, case)
    return case


def require_reading(actor: Actor, case: Case) -> None:
    """Raise :class:`NotesNotYours` unless the actor works on the case or supervises it."""
    if not part_in(actor, case).may_read_notes:
        raise NotesNotYours


def require_work(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor works on the case."""
    if not part_in(actor, case).works:
        raise NotOnThisCase


def require_assigning(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor heads the case's station."""
    if not actor.may_at(ASSIGN, unit_uid=case.unit_id, region_code=case.unit.region_code):
        raise Forbidden(permission=ASSIGN)
