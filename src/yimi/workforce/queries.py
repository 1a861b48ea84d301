"""Questions about staff: who works where on a day, who is certified, which posts stand empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from yimi.core import clock
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import (
    Certificate,
    CertificateLevel,
    Placement,
    SupervisorAssignment,
    Worker,
)
from yimi.workforce.rules import PlacementWarning, Post, placement_warnings

#: Registration is renewed in its last three months (社会工作者职业水平证书登记办法).
RENEWAL_DAYS = 90


def placements_at(unit: ServiceUnit, on: date) -> QuerySet[Placement]:
    """Placements in force at the unit on ``on``, the head first; none once the unit has closed."""
    if not unit.is_open(on):
        return Placement.objects.none()
    found = Placement.objects.on(on).filter(unit=unit).select_related("worker")
    return found.order_by("-is_head", "starts_on", "uid")


def workers_at(unit: ServiceUnit, on: date) -> QuerySet[Worker]:
    """Who works at the unit on ``on``; none once the unit has closed."""
    if not unit.is_open(on):
        return Worker.objects.none()
    placed = Placement.objects.on(on).filter(unit=unit, worker=OuterRef("pk"))
    return Worker.objects.filter(Exists(placed)).order_by("name", "uid")


def head_of(unit: ServiceUnit, on: date) -> Worker | None:
    """The head of the unit on ``on``; with two on file, the one placed last. One query."""
    head = placements_at(unit, on).filter(is_head=True).order_by("-starts_on").first()
    return head.worker if head else None


def units_of(worker_uid: UUID, on: date) -> list[ServiceUnit]:
    """The units where a worker is placed on ``on``. One query."""
    found = Placement.objects.on(on).filter(worker=worker_uid).select_related("unit")
    return [row.unit for row in found.order_by("-full_time", "starts_on") if row.unit.is_open(on)]


def posts_of(workers: Iterable[Worker], on: date) -> dict[UUID, list[Placement]]:
    """Each worker's placements in force on ``on``, with their units, by the worker's uid. One query."""
    found = Placement.objects.on(on).filter(worker__in=[worker.pk for worker in workers])
    posts: dict[UUID, list[Placement]] = {}
    for row in found.select_related("unit").order_by("-full_time", "starts_on"):
        if row.unit.is_open(on):
            posts.setdefault(row.worker_id, []).append(row)
    return posts


def supervisors_of(worker: Worker, on: date) -> list[Worker]:
    """Who supervises a worker on ``on``: in person, or through a unit where they are placed. One query."""
    placed = Placement.objects.on(on).filter(worker=worker).values("unit_id")
    found = SupervisorAssignment.objects.on(on).filter(Q(worker=worker) | Q(unit__in=placed))
    return list({row.supervisor: None for row in found.select_related("supervisor")})


def certified_on(day: date) -> QuerySet[Worker]:
    """Workers who hold a national certificate on ``day`` (持证): issued by then; an expired registration changes nothing."""
    held = Certificate.objects.issued_by(day).filter(worker=OuterRef("pk"))
    return Worker.objects.filter(Exists(held))


def highest_levels(workers: Iterable[Worker], on: date) -> dict[UUID, CertificateLevel]:
    """Each worker's highest certificate on ``on``; those without one are left out. One query."""
    order = list(CertificateLevel)
    best: dict[UUID, CertificateLevel] = {}
    held = Certificate.objects.issued_by(on).filter(worker__in=[worker.pk for worker in workers])
    for worker, text in held.values_list("worker_id", "level"):
        level = CertificateLevel(text)
        if worker not in best or order.index(level) > order.index(best[worker]):
            best[worker] = level
    return best


@dataclass(frozen=True, slots=True)
class StaffFigures:
    """A unit's staff on a day. ``last_staffed_on``: last day of the latest placement before it; None when there is none."""

    workers: int = 0
    certified: int = 0
    last_staffed_on: date | None = None

    def days_unstaffed(self, on: date) -> int | None:
        """Days since somebody last worked here; 0 while somebody does, None when nobody ever did."""
        if self.workers:
            return 0
        return (on - self.last_staffed_on).days if self.last_staffed_on else None


def staff_figures(units: Iterable[ServiceUnit], on: date) -> dict[UUID, StaffFigures]:
    """Workers, certified workers and last staffed day of each unit on ``on``, by uid. One query, whatever the number.

    A worker placed twice at a unit counts once. Placements at a unit that has closed count only for ``last_staffed_on``.
    """
    uids = [unit.pk for unit in units]
    in_force = Q(ends_on=None) | Q(ends_on__gte=on)
    in_force &= Q(unit__closed_on=None) | Q(unit__closed_on__gte=on)
    held = Certificate.objects.issued_by(on).filter(worker=OuterRef("worker"))
    rows = (
        Placement.objects.current()
        .filter(unit__in=uids, starts_on__lte=on)
        .annotate(is_certified=Exists(held))
        .values("unit_id", closed_on=F("unit__closed_on"))
        .annotate(
            workers=Count("worker", filter=in_force, distinct=True),
            certified=Count("worker", filter=in_force & Q(is_certified=True), distinct=True),
            last_end=Max("ends_on", filter=~in_force),
        )
    )
    figures = {uid: StaffFigures() for uid in uids}
    for row in rows:
        last = None if row["workers"] else row["last_end"] or row["closed_on"]
        figures[row["unit_id"]] = StaffFigures(row["workers"], row["certified"], last)
    return figures


def warnings_about(placement: Placement) -> set[PlacementWarning]:
    """What is unusual about a placement on file: full-time in two places, a second head. One query."""
    near = Placement.objects.current().filter(
        Q(worker=placement.worker_id) | Q(unit=placement.unit_id, is_head=True)
    )
    near = near.between(placement.starts_on, placement.ends_on).exclude(pk=placement.pk)
    return placement_warnings(post_of(placement), [post_of(other) for other in near])


def post_of(placement: Placement) -> Post:
    """What the rules see of a placement, saved or not."""
    return Post(
        worker=placement.worker_id,
        unit=placement.unit_id,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        is_head=placement.is_head,
        full_time=placement.full_time,
    )


def is_registration_due(certificate: Certificate, on: date | None = None) -> bool:
    """Whether the registration ends within 90 days, or has ended."""
    until = certificate.registration_until
    return until is not None and until <= (on or clock.today()) + timedelta(days=RENEWAL_DAYS)
