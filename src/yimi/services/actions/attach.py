"""Photos of a record: cleaned, encrypted, written to disk before the row that names them."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.services.access import get_photo_for_edit, get_record_for_edit
from yimi.services.actions.record_rows import key_of_unit
from yimi.services.errors import RecordAlreadyReplaced, WithdrawalNeedsReason
from yimi.services.models import Attachment, ServiceRecord
from yimi.services.photos import Upload, clean_photo
from yimi.services.queries.photos import photo_path, photos_of

REASON_LENGTH = 300


@transaction.atomic
def attach_photo(record_uid: UUID, file: Upload, *, size: int, actor: Actor) -> Attachment:
    """Add a photo; the same photo sent twice is added once. Raises :class:`PhotoRefused`, and
    :class:`RecordAlreadyReplaced` for a version that no longer stands."""
    record = get_record_for_edit(actor, record_uid)
    if not record.is_current:
        raise RecordAlreadyReplaced
    photo = clean_photo(file, size=size)
    again = photos_of(record).filter(sha256=photo.sha256).first()
    if again is not None:
        return again
    key = _key_for(record)
    attachment = Attachment(
        uid=new_uid(),
        record=record,
        key=key,
        media_type="image/jpeg",
        size=len(photo.content),
        width=photo.width,
        height=photo.height,
        sha256=photo.sha256,
        recorded_by=actor.uid,
    )
    path = photo_path(attachment.uid)
    _write(path, key.seal_bytes(photo.content, field="photo", row=attachment.uid))
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except IntegrityError:
        # the same photo came in by another request at this moment: that one is it
        path.unlink(missing_ok=True)
        return photos_of(record).get(sha256=photo.sha256)
    record_event(
        actor,
        "services.photo_added",
        subject_kind="service_record",
        subject_uid=record.pk,
        unit_uid=record.unit_id,
        region_code=record.unit_region_code,
        details={"photo": str(attachment.uid), "sha256": photo.sha256},
    )
    return attachment


def _key_for(record: ServiceRecord) -> DataKey:
    """As a note's: the household's, the first person's served, else the unit's own.

    Destroying a household's or a person's key thus erases the photos of them too.
    """
    if record.key is not None:
        return record.key
    if record.household is not None:
        return record.household.key
    first = record.participants.select_related("resident__key").order_by("pk").first()
    return first.resident.key if first else key_of_unit(record.unit)


@transaction.atomic
def withdraw_photo(attachment_uid: UUID, *, actor: Actor, reason: str) -> None:
    """Take a photo out of sight, with a reason; destroying the bytes is for the retention rules."""
    attachment = get_photo_for_edit(actor, attachment_uid)
    record = attachment.record
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise WithdrawalNeedsReason
    Attachment.objects.filter(pk=attachment.pk, voided_at=None).update(voided_at=clock.now())
    record_event(
        actor,
        "services.photo_withdrawn",
        subject_kind="service_record",
        subject_uid=record.pk,
        unit_uid=record.unit_id,
        region_code=record.unit_region_code,
        reason=reason,
        details={"photo": str(attachment.pk)},
    )


def note_photo_viewed(photo: Attachment, *, actor: Actor) -> None:
    """``actor`` has looked at a photo; every door that shows one calls this."""
    record = photo.record
    record_event(
        actor,
        "services.photo_viewed",
        subject_kind="service_record",
        subject_uid=record.pk,
        unit_uid=record.unit_id,
        region_code=record.unit_region_code,
        details={"photo": str(photo.pk)},
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
