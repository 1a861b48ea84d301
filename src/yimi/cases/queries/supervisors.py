"""Who may be asked to supervise a case: those assigned to the station or to one of its workers, from any county."""

from __future__ import annotations

from django.db.models import Q

from yimi.core import clock
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement, SupervisorAssignment, Worker


def supervisors_for(unit: ServiceUnit) -> list[Worker]:
    """Supervisors of the unit and of the workers placed there today, by name. One query."""
    today = clock.today()
    placed = Placement.objects.on(today).filter(unit=unit).values("worker_id")
    rows = SupervisorAssignment.objects.on(today).filter(Q(unit=unit) | Q(worker__in=placed))
    found = {row.supervisor for row in rows.select_related("supervisor")}
    return sorted(found, key=lambda worker: worker.name)
