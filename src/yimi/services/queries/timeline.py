"""What was done for one household, newest first, with the notes that this actor may read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.paging import page_of
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


def household_timeline(
    actor: Actor, household: Household, *, after: str = "", limit: int = PAGE
) -> tuple[list[TimelineEntry], str | None]:
    """A page of the household's current records and where the next begins (None at the end).

    Two queries; costs the page, not the history. ``after``: what the page before said; nonsense is the first page.
    """
    records = visible_records(actor).current().filter(household=household)
    page = page_of(
        records.select_related("item", "key"),
        by="served_on", key="uid", before=after, size=limit, newest_first=True,
    )  # fmt: skip
    return describe(actor, page.rows), page.older or None


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
