"""From fetched rows to what goes out. No queries here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yimi.services.api.shapes import (
    ParticipantOut,
    PhotoOut,
    RecordRow,
    RecordSaved,
    RecordShown,
    WorkerOut,
)
from yimi.services.models import Attachment, RecordWorker, ServiceRecord
from yimi.services.models.record import Presence, TagKind
from yimi.services.queries.detail import RecordDetail


def saved_out(record: ServiceRecord, *, is_new: bool) -> RecordSaved:
    """The answer to saving."""
    return RecordSaved(
        uid=record.uid,
        number=record.number,
        version=record.version,
        person_times=record.person_times,
        is_late=record.is_late,
        is_new=is_new,
    )


def describe_row(record: ServiceRecord, workers: Sequence[RecordWorker]) -> RecordRow:
    """A line of the register; unit, household, item and workers have been fetched with it."""
    return RecordRow(**_row(record, workers))


def describe_record(detail: RecordDetail) -> RecordShown:
    """One record, whole."""
    record, tags = detail.record, detail.tags
    return RecordShown(
        **_row(record, detail.workers),
        participants=[
            ParticipantOut(
                resident=row.resident_id, name=row.resident.name, presence=Presence(row.presence)
            )
            for row in detail.participants
        ],
        head_counts={row.band: row.count for row in detail.head_counts},
        further_items=[tag.code for tag in tags if tag.kind == TagKind.ITEM],
        changes=[tag.code for tag in tags if tag.kind == TagKind.CHANGE],
        effects=[tag.code for tag in tags if tag.kind == TagKind.EFFECT],
        co_organisers=[row.name for row in detail.co_organisers],
        note=detail.note,
        note_is_hidden=detail.note_is_hidden,
        photos=[photo_out(photo) for photo in detail.photos],
        served_region_code=record.served_region_code,
        purchaser_region_code=record.purchaser_region_code,
        project=record.project_uid,
        supersedes=record.supersedes_id,
        superseded_by=detail.later_uid,
        void_reason=record.void_reason,
    )


def photo_out(photo: Attachment) -> PhotoOut:
    """What is told about a photo."""
    return PhotoOut(uid=photo.uid, width=photo.width, height=photo.height, size=photo.size)


def _row(record: ServiceRecord, workers: Sequence[RecordWorker]) -> dict[str, Any]:
    return {
        "uid": record.uid,
        "number": record.number,
        "version": record.version,
        "state": _state(record),
        "unit": record.unit_id,
        "unit_name": record.unit.name,
        "household": record.household_id,
        "household_number": record.household.number if record.household else "",
        "method": record.method,
        "outcome": record.outcome,
        "item": record.item_id,
        "item_name": record.item.name,
        "served_on": record.served_on,
        "starts_at": f"{record.starts_at:%H:%M}" if record.starts_at else None,
        "minutes": record.minutes,
        "person_times": record.person_times,
        "next_due_on": record.next_due_on,
        "is_late": record.is_late,
        "recorded_at": record.recorded_at.isoformat(),
        "workers": [
            WorkerOut(uid=row.worker_id, name=row.worker.name, is_lead=row.is_lead)
            for row in workers
        ],
    }


def _state(record: ServiceRecord) -> str:
    if record.voided_at is not None:
        return "voided"
    return "current" if record.superseded_at is None else "superseded"
