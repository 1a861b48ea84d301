"""One record with everything that hangs on it, as far as this actor may read."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.services.access import get_record_for_view, may_read_note
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.models import (
    Attachment,
    CoOrganiser,
    HeadCount,
    Participant,
    RecordTag,
    RecordWorker,
    ServiceRecord,
)
from yimi.services.queries.photos import photos_of


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """``note`` and ``photos`` are empty when they are not for this actor; ``later_uid``: the correction, if any."""

    record: ServiceRecord
    workers: list[RecordWorker]
    participants: list[Participant]
    head_counts: list[HeadCount]
    tags: list[RecordTag]
    co_organisers: list[CoOrganiser]
    photos: list[Attachment]
    note: str
    note_is_hidden: bool
    later_uid: UUID | None


def record_detail(actor: Actor, uid: UUID) -> RecordDetail:
    """The record; raises NotFound for strangers. Eight queries."""
    record = get_record_for_view(actor, uid)
    workers = list(record.workers.select_related("worker").order_by("-is_lead", "id"))
    is_open = may_read_note(actor, record, worker_uids={row.worker_id for row in workers})
    note = ""
    if is_open and record.note_sealed and record.key is not None:
        note = record.key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk)
    later = ServiceRecord.objects.filter(supersedes=record.pk).values_list("pk", flat=True)
    return RecordDetail(
        record=record,
        workers=workers,
        participants=list(record.participants.select_related("resident").order_by("id")),
        head_counts=list(record.head_counts.all()),
        tags=list(record.tags.order_by("id")),
        co_organisers=list(record.co_organisers.order_by("uid")),
        photos=list(photos_of(record)) if is_open else [],
        note=note,
        note_is_hidden=bool(record.note_sealed) and not is_open,
        later_uid=later.first(),
    )
