"""A saved record as the value it was made from, so that a correction changes one thing and keeps the rest."""

from __future__ import annotations

from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.services.access import may_read_note
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.models import ServiceRecord
from yimi.services.models.record import TagKind
from yimi.services.rules import NewRecord


def restated(record: ServiceRecord, actor: Actor) -> NewRecord:
    """Everything that stands in ``record`` under a fresh uid; change it with ``dataclasses.replace``. Five queries.

    The note is empty when the actor may not read it; :func:`correct_record` refuses such a correction by itself.
    """
    tags: dict[str, list[str]] = {kind: [] for kind in TagKind.values}
    for tag in record.tags.order_by("id"):
        tags[tag.kind].append(tag.code)
    workers = record.workers.order_by("-is_lead", "id").values_list("worker_id", flat=True)
    gave = tuple(workers)
    note = ""
    if record.note_sealed and record.key and may_read_note(actor, record, worker_uids=set(gave)):
        note = record.key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk)
    return NewRecord(
        uid=new_uid(),
        unit_uid=record.unit_id,
        method=record.method,
        item_code=record.item_id,
        served_on=record.served_on,
        minutes=record.minutes,
        outcome=record.outcome,
        household_uid=record.household_id,
        starts_at=record.starts_at,
        note=note,
        participants=dict(record.participants.values_list("resident_id", "presence")),
        head_counts=dict(record.head_counts.values_list("band", "count")),
        worker_uids=gave,
        co_organisers=tuple(record.co_organisers.order_by("uid").values_list("name", flat=True)),
        further_items=tuple(tags[TagKind.ITEM]),
        changes=tuple(tags[TagKind.CHANGE]),
        effects=tuple(tags[TagKind.EFFECT]),
        next_due_on=record.next_due_on,
        served_region_code=record.served_region_code,
        purchaser_region_code=record.purchaser_region_code,
        project_uid=record.project_uid,
    )
