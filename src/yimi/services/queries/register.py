"""The station's register of service records (台账): filters, sorting, pages by key, rows for export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.paging import page_of
from yimi.core.scoping import region_range, scope_condition
from yimi.people.models import Membership
from yimi.people.models.links import HEAD, OPEN
from yimi.services.access import visible_records
from yimi.services.models import RecordWorker, ServiceRecord
from yimi.services.permissions import VIEW_RECORD

PAGE = 50
#: Sort key → column; the uid breaks ties, so that every order is total and a page begins where the last ended.
SORTS = {
    "served_on": "served_on",
    "recorded_at": "recorded_at",
    "minutes": "minutes",
    "person_times": "person_times",
}


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the list shows. Empty values filter nothing. ``state``: current, late, voided, all."""

    unit_uid: UUID | None = None
    first: date | None = None
    last: date | None = None
    method: str = ""
    outcome: str = ""
    domain: str = ""
    item: str = ""
    worker_uid: UUID | None = None
    region_code: str = ""
    number: str = ""
    state: str = "current"
    sort: str = "-served_on"

    def apply(self, records: QuerySet[ServiceRecord]) -> QuerySet[ServiceRecord]:
        """The filtered records, in order."""
        conditions = Q()
        if self.unit_uid:
            conditions &= Q(unit=self.unit_uid)
        if self.first:
            conditions &= Q(served_on__gte=self.first)
        if self.last:
            conditions &= Q(served_on__lte=self.last)
        for name in ("method", "outcome", "item"):
            if value := getattr(self, name):
                conditions &= Q(**{name: value})
        if self.domain:
            conditions &= Q(item__domain=self.domain)
        if self.worker_uid:
            conditions &= Q(workers__worker=self.worker_uid)
        if self.region_code:
            conditions &= region_range("served_region_code", self.region_code)
        if self.number:
            conditions &= Q(number=self.number)
        return records.filter(conditions, self._state()).order_by(*self.order())

    def told(self) -> dict[str, str]:
        """What was asked for, for the trail: the filters that are set, and nothing else that stood in the address."""
        values = {spec.name: str(getattr(self, spec.name) or "") for spec in fields(self)}
        return {name: value for name, value in values.items() if value}

    def _state(self) -> Q:
        if self.state == "all":
            return Q()
        if self.state == "voided":
            return ~Q(voided_at=None)
        current = Q(superseded_at=None, voided_at=None)
        return current & Q(is_late=True) if self.state == "late" else current

    def order(self) -> tuple[str, str]:
        """Column and tie-breaker; an unknown sort is newest first."""
        descending = self.sort.startswith("-")
        column = SORTS.get(self.sort.lstrip("-"), "served_on")
        return (f"-{column}", "-uid") if descending else (column, "uid")


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page. ``cursor`` leads to the next; empty on the last page."""

    rows: list[ServiceRecord]
    cursor: str


def register_page(
    actor: Actor, chosen: RegisterFilter, *, cursor: str = "", size: int = PAGE
) -> RegisterPage:
    """A page of the register. Four queries; costs the page, however long the register is.

    Which records it holds is asked first, without what stands beside them: PostgreSQL would join the households of all
    stations to a whole register before sorting it.
    """
    column, tie = chosen.order()
    page = page_of(
        chosen.apply(visible_records(actor)).only(tie.lstrip("-"), column.lstrip("-")),
        by=column.lstrip("-"),
        key=tie.lstrip("-"),
        before=cursor,
        size=size,
        newest_first=column.startswith("-"),
    )
    whole = with_parts(ServiceRecord.objects.all()).in_bulk([row.pk for row in page.rows])
    return RegisterPage([whole[row.pk] for row in page.rows if row.pk in whole], page.older)


def register_count(actor: Actor, chosen: RegisterFilter) -> int:
    """How many records the filter finds."""
    return chosen.apply(visible_records(actor)).order_by().count()


def register_rows(actor: Actor, chosen: RegisterFilter) -> Iterator[ServiceRecord]:
    """All of them, for export; streamed, 2,000 at a time."""
    return with_parts(chosen.apply(visible_records(actor))).iterator(2_000)


def with_parts(records: QuerySet[ServiceRecord]) -> QuerySet[ServiceRecord]:
    """What a row of the register shows besides its own columns."""
    heads = Membership.objects.filter(OPEN, Q(relation=HEAD)).select_related("resident")
    return records.select_related("item", "household", "unit").prefetch_related(
        Prefetch(
            "workers",
            RecordWorker.objects.select_related("worker").order_by("-is_lead", "id"),
            to_attr="worker_rows",
        ),
        Prefetch("household__memberships", heads, to_attr="head_rows"),
    )


def distinct_workers(actor: Actor) -> list[tuple[UUID, str]]:
    """The workers of the actor's visible records, for the filter. Starts at the station's records, by their index."""
    theirs = scope_condition(
        actor, VIEW_RECORD, unit="record__unit_id", region="record__unit_region_code"
    )
    found = (
        RecordWorker.objects.filter(theirs)
        .order_by("worker__name")
        .values_list("worker_id", "worker__name")
        .distinct()
    )
    return list(found[:200])
