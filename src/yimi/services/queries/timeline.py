"""What was done for one household, newest first, with the notes that this actor may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from yimi.core.actor import Actor
from yimi.people.models import Household
from yimi.services.access import may_read_note, visible_records
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.models import RecordWorker, ServiceRecord

PAGE = 20


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One record as the household's file shows it. ``note`` is empty when there is none or it is not for this actor."""

    record: ServiceRecord
    workers: tuple[str, ...]
    note: str
    note_is_hidden: bool


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the timeline ends: the next one begins after this record."""

    served_on: date
    uid: UUID

    def __str__(self) -> str:
        return f"{self.served_on.isoformat()}.{self.uid.hex}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """From the address; nonsense is the first page."""
        day, _dot, uid = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(uid))
        except ValueError:
            return None

    def older(self) -> Q:
        """Records after this one in the order newest first."""
        return Q(served_on__lt=self.served_on) | Q(served_on=self.served_on, uid__lt=self.uid)


def household_timeline(
    actor: Actor, household: Household, *, after: Cursor | None = None, limit: int = PAGE
) -> tuple[list[TimelineEntry], Cursor | None]:
    """A page of the household's current records and where the next begins. Two queries; costs the page, not the history."""
    records = visible_records(actor).current().filter(household=household)
    if after is not None:
        records = records.filter(after.older())
    rows = list(records.select_related("item", "key").order_by("-served_on", "-uid")[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    entries = describe(actor, rows)
    return entries, Cursor(rows[-1].served_on, rows[-1].uid) if more else None


def describe(actor: Actor, rows: list[ServiceRecord]) -> list[TimelineEntry]:
    """Add workers' names and readable notes to records. One query."""
    workers: dict[UUID, list[tuple[UUID, str]]] = {}
    links = RecordWorker.objects.filter(record__in=rows).order_by("-is_lead", "id")
    for link in links.select_related("worker"):
        workers.setdefault(link.record_id, []).append((link.worker_id, link.worker.name))
    entries = []
    for row in rows:
        who = workers.get(row.uid, [])
        readable = may_read_note(actor, row, worker_uids={uid for uid, _name in who})
        note = ""
        if readable and row.note_sealed and row.key is not None:
            note = row.key.open(row.note_sealed, field=NOTE_FIELD, row=row.uid)
        entries.append(
            TimelineEntry(
                row, tuple(name for _uid, name in who), note, bool(row.note_sealed) and not readable
            )
        )
    return entries
