"""Correcting and voiding: the old row stays, marked; nothing is overwritten."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.services.access import get_record_for_edit, may_read_note
from yimi.services.actions.record import save_records
from yimi.services.actions.visits import rebuild_visit_due
from yimi.services.errors import (
    InvalidBatch,
    NoteNotYours,
    RecordAlreadyReplaced,
    SameUidOtherContent,
    VoidNeedsReason,
)
from yimi.services.models import ServiceRecord
from yimi.services.queries.photos import photos_of
from yimi.services.rules import NewRecord, content_digest

REASON_LENGTH = 300


@transaction.atomic
def correct_record(record_uid: UUID, new: NewRecord, *, actor: Actor) -> ServiceRecord:
    """Replace a record by a corrected one with the same number and the next version.

    ``new.uid`` is the correction's own uid; sent twice, it is saved once. Raises :class:`RecordAlreadyReplaced` when
    somebody was faster, so that two people never overwrite each other silently, and :class:`NoteNotYours` when the
    record holds a note that this actor may not read.
    """
    old = get_record_for_edit(actor, record_uid)
    _refuse_unread(old, actor)
    digest = content_digest(new)
    again = ServiceRecord.objects.filter(pk=new.uid).first()
    if again is not None:
        if (
            again.supersedes_id == old.pk
            and again.digest == digest
            and again.recorded_by == actor.uid
        ):
            return again
        raise SameUidOtherContent
    _retire(old, superseded_at=clock.now())
    try:
        saved = save_records(
            [new], actor, digests={new.uid: digest}, is_historic=True, replacing=old
        )[0]
    except InvalidBatch as error:
        raise Invalid(error.rows[0]) from None
    rebuild_visit_due({uid for uid in (old.household_id, saved.household_id) if uid})
    return saved


@transaction.atomic
def void_record(record_uid: UUID, *, actor: Actor, reason: str) -> ServiceRecord:
    """Take a record out of every count, with a reason that stays visible."""
    record = get_record_for_edit(actor, record_uid)
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise VoidNeedsReason
    _retire(record, voided_at=clock.now(), void_reason=reason)
    if record.household_id:
        rebuild_visit_due([record.household_id])
    record_event(
        actor,
        "services.voided",
        subject_kind="service_record",
        subject_uid=record.pk,
        unit_uid=record.unit_id,
        region_code=record.unit_region_code,
        reason=reason,
    )
    return record


def _refuse_unread(old: ServiceRecord, actor: Actor) -> None:
    """A correction replaces the note, and says anew who gave the service and so sees its photos.

    Whoever may not read would wipe the note out without knowing, or let themselves in to the photos.
    """
    if not (old.note_sealed or photos_of(old).exists()):
        return
    gave = set(old.workers.values_list("worker_id", flat=True))
    if not may_read_note(actor, old, worker_uids=gave):
        raise NoteNotYours


def _retire(record: ServiceRecord, **marks: object) -> None:
    """Mark a current record as replaced or voided; exactly one caller wins."""
    changed = ServiceRecord.objects.current().filter(pk=record.pk).update(**marks)
    if changed != 1:
        raise RecordAlreadyReplaced
    for name, value in marks.items():
        setattr(record, name, value)
