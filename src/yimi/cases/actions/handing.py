"""Who is on a case: helpers, supervisors, and the hand-over. A case always has exactly one owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_assigning
from yimi.cases.actions.trail import case_event, require_open, require_past, short_enough
from yimi.cases.choices import AssignmentRole, HandOverReason
from yimi.cases.models import Case, CaseAssignment, HandOver
from yimi.cases.models.case import CaseAssignmentQuerySet
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact, take_version
from yimi.workforce.models import Placement, Worker


@transaction.atomic
def assign_supervisor(
    case: Case, supervisor: Worker, *, actor: Actor, starts_on: date | None = None
) -> CaseAssignment:
    """The worker supervises this case, from any county; an earlier supervisor of it ends. Raises Invalid."""
    require_assigning(actor, case)
    hold_rows(Case, [case.pk])
    on = starts_on or clock.today()
    if supervisor.pk == case.owner_id:
        raise Invalid.one("worker", _("责任社工不能督导自己的个案，请另选一人。"))
    _require_free(case, supervisor)
    for row in _open(case).filter(role=AssignmentRole.SUPERVISOR):
        _end(row, actor, on)
    return _assign(case, supervisor, AssignmentRole.SUPERVISOR, actor, on)


@transaction.atomic
def add_co_worker(
    case: Case, worker: Worker, *, actor: Actor, starts_on: date | None = None
) -> CaseAssignment:
    """A colleague of the station helps with the case and reads its notes. Raises Invalid."""
    require_assigning(actor, case)
    require_open(case)
    hold_rows(Case, [case.pk])
    on = starts_on or clock.today()
    _require_placed(case, worker, on)
    _require_free(case, worker)
    return _assign(case, worker, AssignmentRole.CO_WORKER, actor, on)


@transaction.atomic
def end_assignment(
    assignment: CaseAssignment, *, actor: Actor, ends_on: date | None = None
) -> CaseAssignment:
    """A helper or supervisor leaves the case. The owner never ends here: that is a hand-over."""
    case = assignment.case
    require_assigning(actor, case)
    if assignment.role == AssignmentRole.OWNER:
        raise Invalid.one("ends_on", _("责任社工不能直接撤下，请办理交接。"))
    if assignment.ends_on is not None or assignment.superseded_at is not None:
        raise Conflict
    ended = _end(assignment, actor, ends_on or clock.today())
    case_event(
        actor, "end_assignment", case, worker=str(assignment.worker_id), role=assignment.role
    )
    return ended


@transaction.atomic
def hand_over(
    case: Case,
    to: Worker,
    *,
    actor: Actor,
    expected: int,
    reason: str = HandOverReason.WORKLOAD,
    note: str = "",
    on: date | None = None,
) -> HandOver:
    """Another worker of the station owns the case from ``on``; the former one no longer reads it.

    Raises Invalid, Conflict.
    """
    require_assigning(actor, case)
    on = on or clock.today()
    require_past("on", on, since=case.opened_on)
    if reason not in HandOverReason.values:
        raise Invalid.one("reason", _("请选交接原因。"))
    if to.pk == case.owner_id:
        raise Invalid.one("to", _("这位社工已经是责任社工了。"))
    _require_placed(case, to, on, name="to")
    before = case.owner_id
    take_version(case, expected=expected, changes={"owner_id": to.pk})
    case.owner = to
    for row in _open(case).filter(role=AssignmentRole.OWNER) | _open(case).filter(worker=to):
        _end(row, actor, on)
    _assign(case, to, AssignmentRole.OWNER, actor, on)
    uid, note = new_uid(), short_enough("note", note.strip())
    passed = HandOver.objects.create(
        uid=uid,
        case=case,
        from_worker_id=before,
        to_worker=to,
        happened_on=on,
        reason=reason,
        note_sealed=case.key.seal(note, field="hand_over", row=uid),
        recorded_by=actor.uid,
    )
    case_event(actor, "hand_over", case, before=str(before), after=str(to.pk), reason=str(reason))
    return passed


@transaction.atomic
def hand_over_all(
    cases: Sequence[Case],
    receivers: Mapping[UUID, Worker],
    *,
    actor: Actor,
    reason: str = HandOverReason.WORKER_LEAVES,
    note: str = "",
    on: date | None = None,
) -> list[HandOver]:
    """Every open case of a worker who leaves, each to its receiver (case uid → worker); all or none.

    Raises Invalid when a case has no receiver.
    """
    if any(case.pk not in receivers for case in cases):
        raise Invalid.one("to", _("还有个案没有选接手的社工。"))
    return [
        hand_over(
            case, receivers[case.pk], actor=actor, expected=case.row_version, reason=reason,
            note=note, on=on,
        )
        for case in cases
    ]  # fmt: skip


def _open(case: Case) -> CaseAssignmentQuerySet:
    return CaseAssignment.objects.current().filter(case=case, ends_on=None)


def _end(row: CaseAssignment, actor: Actor, on: date) -> CaseAssignment:
    """The last day is ``on``, never before the first."""
    return replace_fact(row, actor=actor, ends_on=max(on, row.starts_on))


def _assign(
    case: Case, worker: Worker, role: AssignmentRole, actor: Actor, on: date
) -> CaseAssignment:
    row = CaseAssignment.objects.create(
        case=case, worker=worker, role=role, starts_on=on, recorded_by=actor.uid
    )
    case_event(actor, "assign", case, worker=str(worker.pk), role=str(role))
    return row


def _require_free(case: Case, worker: Worker) -> None:
    if _open(case).filter(worker=worker).exists():
        raise Invalid.one("worker", _("这位社工已经在这个个案里了。"))


def _require_placed(case: Case, worker: Worker, on: date, name: str = "worker") -> None:
    placed = Placement.objects.on(on).filter(worker=worker, unit=case.unit_id)
    if not placed.exists():
        raise Invalid.one(name, _("这位社工当天不在本站，请另选一人。"))
