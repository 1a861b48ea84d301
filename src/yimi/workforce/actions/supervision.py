"""Who supervises whom: an assignment with dates, never a certificate level."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows, replace_fact
from yimi.stations.actions.checks import require_at_units, require_order
from yimi.stations.models import ServiceUnit
from yimi.workforce.access import PLACE
from yimi.workforce.actions.certificates import require_at_workers
from yimi.workforce.models import SupervisorAssignment, Worker


@transaction.atomic
def assign_supervisor(
    supervisor: Worker, *, actor: Actor, of: ServiceUnit | Worker, starts_on: date,
    ends_on: date | None = None,
) -> SupervisorAssignment:  # fmt: skip
    """``supervisor`` supervises a unit or one worker from a day on. The permission is asked where the supervised are."""
    _require_at(actor, of)
    require_order("ends_on", starts_on, ends_on)
    target = {"unit": of} if isinstance(of, ServiceUnit) else {"worker": of}
    if of == supervisor:
        raise Invalid.one("supervisor", _("督导不能督导自己，请另选一人。"))
    hold_rows(Worker, [supervisor.uid])
    same = SupervisorAssignment.objects.current().between(starts_on, ends_on)
    if same.filter(supervisor=supervisor, **target).exists():
        raise Invalid.one("starts_on", _("这段时间已经登记过同样的督导安排。"))
    assignment = SupervisorAssignment.objects.create(
        supervisor=supervisor,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=actor.uid,
        **target,
    )
    _note(actor, "workforce.assign_supervisor", assignment)
    return assignment


@transaction.atomic
def end_supervision(
    assignment: SupervisorAssignment, *, actor: Actor, ends_on: date
) -> SupervisorAssignment:
    """The supervision ends with ``ends_on``."""
    of = assignment.unit or assignment.worker
    if of is not None:
        _require_at(actor, of)
    require_order("ends_on", assignment.starts_on, ends_on)
    ended = replace_fact(assignment, actor=actor, ends_on=ends_on)
    _note(actor, "workforce.end_supervision", ended)
    return ended


def _require_at(actor: Actor, of: ServiceUnit | Worker) -> None:
    if isinstance(of, ServiceUnit):
        require_at_units(actor, PLACE, [of])
    else:
        require_at_workers(actor, [of], PLACE)


def _note(actor: Actor, action: str, row: SupervisorAssignment) -> None:
    details = {
        "supervisor": str(row.supervisor_id),
        "worker": row.worker_id and str(row.worker_id),
        "from": row.starts_on.isoformat(),
        "until": row.ends_on and row.ends_on.isoformat(),
    }
    record_event(
        actor, action, subject_kind="supervisor_assignment", subject_uid=row.uid, details=details,
        unit_uid=row.unit_id,
        region_code=row.unit.region_code if row.unit else "",
    )  # fmt: skip
