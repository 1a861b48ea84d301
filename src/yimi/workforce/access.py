"""Who may reach which worker: along the path of their placements, and of the division that keeps their staff file."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Certificate, Placement, Worker

VIEW = "workforce.view_workers"
EDIT = "workforce.edit_workers"
PLACE = "workforce.place_workers"
REVEAL = "workforce.reveal_value"


def _reach(actor: Actor, permission: str) -> Q:
    """Workers placed at a unit where ``actor`` holds the permission, or kept by a division there."""
    kept = scope_condition(actor, permission, region="region_code", own="uid")
    if not kept:
        return kept  # everywhere: an empty condition, which or-ing would lose
    placed = Placement.objects.current().filter(
        scope_condition(actor, permission, unit="unit_id", region="unit__region_code"),
        worker=OuterRef("pk"),
    )
    if permission != VIEW:
        # a former station goes on seeing the name on its records, and changes and reveals nothing
        placed = placed.between(clock.today(), None)
    return kept | Q(Exists(placed))


def visible_workers(actor: Actor) -> QuerySet[Worker]:
    """The workers that ``actor`` may see: colleagues of their stations, staff of their divisions, themselves."""
    return Worker.objects.filter(_reach(actor, VIEW))


def get_worker_for_view(actor: Actor, uid: UUID | str) -> Worker:
    """One worker; raises NotFound for strangers."""
    own = Q(pk=actor.worker_uid) if actor.worker_uid else Q(pk__in=())
    reach = own if not actor.may(VIEW) else _reach(actor, VIEW)
    seen = Worker.objects.select_related("employer", "key").filter(pk=uid)
    worker = seen.filter(reach if not reach else reach | own).first()
    if worker is None:
        raise NotFound()
    return worker


def get_worker_for_edit(actor: Actor, uid: UUID | str, permission: str = EDIT) -> Worker:
    """One worker that ``actor`` may change; raises Forbidden when they may only see them."""
    worker = get_worker_for_view(actor, uid)
    if not may_at_worker(actor, permission, worker):
        raise Forbidden(permission=permission)
    return worker


def may_at_worker(actor: Actor, permission: str, worker: Worker) -> bool:
    """Whether ``actor`` holds the permission where the worker is kept or placed. At most one query."""
    if not actor.may(permission):
        return False
    return actor.may_at(permission, region_code=worker.region_code) or (
        Worker.objects.filter(pk=worker.pk).filter(_reach(actor, permission)).exists()
    )


def get_placement_for_edit(actor: Actor, uid: UUID | str) -> Placement:
    """A current placement at a unit where ``actor`` places workers; NotFound for strangers, Forbidden for colleagues."""
    placement = Placement.objects.current().select_related("worker", "unit").filter(pk=uid).first()
    if placement is None:
        raise NotFound()
    get_worker_for_view(actor, placement.worker_id)
    if not may_place(actor, placement.unit):
        raise Forbidden(permission=PLACE)
    return placement


def get_certificate_for_edit(actor: Actor, uid: UUID | str) -> Certificate:
    """A current certificate of a worker that ``actor`` may change; NotFound for strangers, Forbidden for colleagues."""
    certificate = Certificate.objects.current().select_related("worker").filter(pk=uid).first()
    if certificate is None:
        raise NotFound()
    get_worker_for_edit(actor, certificate.worker_id)
    return certificate


def units_with(actor: Actor, permission: str) -> QuerySet[ServiceUnit]:
    """Open units where ``actor`` holds a permission of this room, by place; none when they hold it nowhere."""
    if not actor.may(permission):
        return ServiceUnit.objects.none()
    here = scope_condition(actor, permission, unit="uid", region="region_code")
    units = ServiceUnit.objects.open_on(clock.today()).filter(here)
    return units.order_by("region_code", "number")


def may_place(actor: Actor, unit: ServiceUnit) -> bool:
    """Whether ``actor`` decides who works at this unit. No query."""
    return actor.may_at(PLACE, unit_uid=unit.uid, region_code=unit.region_code)
