"""Who supervises whom: as stations see it (暂无督导 is an answer), and as a supervisor sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Invalid
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Certificate, Placement, SupervisorAssignment, Worker
from yimi.workforce.queries import supervisors_of


@dataclass(slots=True)
class Arrangement:
    """One unit on a day: who supervises it as a whole, its workers, and who supervises each of them in person."""

    unit: ServiceUnit
    of_unit: list[SupervisorAssignment] = field(default_factory=list)
    workers: list[tuple[Worker, list[SupervisorAssignment]]] = field(default_factory=list)

    @property
    def has_none(self) -> bool:
        """暂无督导: neither the unit nor any of its workers has a supervisor."""
        return not self.of_unit and not any(personal for _worker, personal in self.workers)

    @property
    def without(self) -> list[Worker]:
        """Workers whom nobody supervises, in person or through the unit."""
        if self.of_unit:
            return []
        return [worker for worker, personal in self.workers if not personal]


def arrangements(units: Sequence[ServiceUnit], on: date) -> list[Arrangement]:
    """How each unit is supervised on ``on``. Three queries, whatever the number of units."""
    uids = [unit.pk for unit in units]
    running = SupervisorAssignment.objects.on(on).select_related("supervisor__employer")
    of_unit: dict[UUID, list[SupervisorAssignment]] = {}
    for row in running.filter(unit__in=uids).order_by("starts_on"):
        if row.unit_id is not None:
            of_unit.setdefault(row.unit_id, []).append(row)
    placed = list(
        Placement.objects.on(on).filter(unit__in=uids).select_related("worker").order_by("worker__name")
    )  # fmt: skip
    personal: dict[UUID, list[SupervisorAssignment]] = {}
    for row in running.filter(worker__in={post.worker_id for post in placed}).order_by("starts_on"):
        if row.worker_id is not None:
            personal.setdefault(row.worker_id, []).append(row)
    workers: dict[UUID, dict[UUID, Worker]] = {}
    for post in placed:
        workers.setdefault(post.unit_id, {})[post.worker_id] = post.worker
    return [
        Arrangement(
            unit=unit,
            of_unit=of_unit.get(unit.pk, []),
            workers=[
                (worker, personal.get(uid, [])) for uid, worker in workers.get(unit.pk, {}).items()
            ],
        )
        for unit in units
    ]


def units_supervised(supervisor_uid: UUID, on: date) -> QuerySet[ServiceUnit]:
    """Units that the supervisor looks after as a whole on ``on``, or where somebody works whom they supervise."""
    running = SupervisorAssignment.objects.on(on).filter(supervisor=supervisor_uid)
    posts = Placement.objects.on(on).filter(
        worker__in=running.exclude(worker=None).values("worker_id"), unit=OuterRef("pk")
    )
    whole = Q(pk__in=running.exclude(unit=None).values("unit_id"))
    return ServiceUnit.objects.filter(whole | Q(Exists(posts))).order_by("region_code", "number")


def supervised_by(supervisor_uid: UUID, on: date) -> QuerySet[Worker]:
    """Whom a supervisor supervises on ``on``: named in person, or placed at a unit assigned to them."""
    running = SupervisorAssignment.objects.on(on).filter(supervisor=supervisor_uid)
    placed = Placement.objects.on(on).filter(
        unit__in=running.exclude(unit=None).values("unit_id"), worker=OuterRef("pk")
    )
    named = Q(pk__in=running.exclude(worker=None).values("worker_id"))
    found = Worker.objects.filter(named | Q(Exists(placed))).exclude(pk=supervisor_uid)
    return found.order_by("name", "uid")


def colleagues_of(worker_uid: UUID, on: date) -> QuerySet[Worker]:
    """Who works at a unit where this worker works on ``on``: the circle of peer supervision."""
    units = Placement.objects.on(on).filter(worker=worker_uid).values("unit_id")
    placed = Placement.objects.on(on).filter(unit__in=units, worker=OuterRef("pk"))
    return Worker.objects.filter(Exists(placed)).exclude(pk=worker_uid).order_by("name", "uid")


def circle_of(worker_uid: UUID, on: date) -> tuple[QuerySet[ServiceUnit], QuerySet[Worker]]:
    """Units and people whom a worker can name in a session: those they supervise, and colleagues (朋辈督导)."""
    own = Placement.objects.on(on).filter(worker=worker_uid).values("unit_id")
    units = units_supervised(worker_uid, on) | ServiceUnit.objects.filter(pk__in=own)
    return units, supervised_by(worker_uid, on) | colleagues_of(worker_uid, on)


def supervisors_of_worker(worker_uid: UUID, on: date) -> list[Worker]:
    """Who supervises a worker on ``on``; empty: 暂无督导. One query."""
    return supervisors_of(Worker(pk=worker_uid), on)


def supervisors_at(units: QuerySet[ServiceUnit], on: date) -> QuerySet[Worker]:
    """Who supervises any of the units on ``on``, or somebody who works there."""
    uids = units.order_by().values("pk")
    placed = Placement.objects.on(on).filter(unit__in=uids).values("worker_id")
    running = SupervisorAssignment.objects.on(on).filter(Q(unit__in=uids) | Q(worker__in=placed))
    return Worker.objects.filter(pk__in=running.values("supervisor_id"))


def workers_at_units(units: QuerySet[ServiceUnit], on: date) -> QuerySet[Worker]:
    """Who works at any of the units on ``on``."""
    placed = Placement.objects.on(on).filter(unit__in=units.order_by().values("pk"))
    return Worker.objects.filter(pk__in=placed.values("worker_id")).order_by("name", "uid")


def find_outside_supervisor(name: str, number: str) -> Worker:
    """A worker kept elsewhere, by exact name and certificate number (管理号): nobody browses other counties' staff.

    Raises Invalid when the two do not belong together.
    """
    held = Certificate.objects.current().filter(number=number.strip(), worker__name=name.strip())
    found = held.exclude(number="").select_related("worker").first()
    if found is None or found.worker.left_on is not None:
        raise Invalid.one(
            "outside_name",
            _(
                "没有找到姓名和证书管理号都对得上的在职社工。请核对，或请对方所在的县先登记这位社工和证书。"
            ),
        )
    return found.worker


def supervisees_today(supervisor_uid: UUID, on: date) -> list[tuple[Worker, list[ServiceUnit]]]:
    """The supervisees with the units where they work. Two queries."""
    workers = list(supervised_by(supervisor_uid, on))
    posts: dict[UUID, list[ServiceUnit]] = {}
    rows = Placement.objects.on(on).filter(worker__in=_pks(workers)).select_related("unit")
    for post in rows:
        posts.setdefault(post.worker_id, []).append(post.unit)
    return [(worker, posts.get(worker.pk, [])) for worker in workers]


def _pks(workers: Iterable[Worker]) -> list[UUID]:
    return [worker.pk for worker in workers]
