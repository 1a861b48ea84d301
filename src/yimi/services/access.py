"""Which service records an actor may reach, and whose notes they may read.

Station colleagues see the station's records and visit notes. Notes of case sessions are for the workers who gave them
(the assigned supervisor joins with the cases room). Offices above the station never see notes or names here: their
drill-down ends at masked rows, which ``queries.masked`` builds from :func:`visible_masked_records`.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.services.models import Attachment, ServiceRecord
from yimi.services.models.base import UnitRecordQuerySet
from yimi.services.models.record import Method
from yimi.services.permissions import CORRECT_RECORD, VIEW_MASKED_RECORDS, VIEW_NOTE, VIEW_RECORD


def visible_records(actor: Actor) -> UnitRecordQuerySet[ServiceRecord]:
    """Records with names, for the actor's own stations; superseded and voided ones included."""
    return ServiceRecord.objects.filter(
        scope_condition(actor, VIEW_RECORD, unit="unit_id", region="unit_region_code")
    )


def visible_masked_records(actor: Actor) -> UnitRecordQuerySet[ServiceRecord]:
    """Records that may be shown without names, for offices."""
    return ServiceRecord.objects.filter(
        scope_condition(actor, VIEW_MASKED_RECORDS, unit="unit_id", region="unit_region_code")
    )


def get_record_for_view(actor: Actor, uid: UUID | str) -> ServiceRecord:
    """One visible record, or :class:`NotFound` for strangers."""
    try:
        return visible_records(actor).select_related("unit", "household", "item", "key").get(pk=uid)
    except (ServiceRecord.DoesNotExist, ValidationError, ValueError):
        raise NotFound from None


def get_record_for_edit(actor: Actor, uid: UUID | str) -> ServiceRecord:
    """One record that the actor may correct or void; Forbidden for a colleague who may only look."""
    record = get_record_for_view(actor, uid)
    actor.require_at(CORRECT_RECORD, unit_uid=record.unit_id, region_code=record.unit_region_code)
    return record


def may_read_note(actor: Actor, record: ServiceRecord, *, worker_uids: set[UUID]) -> bool:
    """Whether the note and photos of ``record`` are open to ``actor``; ``worker_uids`` gave the service."""
    if not actor.may_at(VIEW_NOTE, unit_uid=record.unit_id, region_code=record.unit_region_code):
        return False
    if _is_casework(record):
        return actor.worker_uid in worker_uids
    return True


def _is_casework(record: ServiceRecord) -> bool:
    """A case session, or an older version of what was corrected into one. A query only for superseded rows."""
    if record.method == Method.CASE_SESSION or record.superseded_at is None:
        return record.method == Method.CASE_SESSION
    later = ServiceRecord.objects.filter(number=record.number, version__gt=record.version)
    return later.filter(method=Method.CASE_SESSION).exists()


def get_photo_for_view(actor: Actor, uid: UUID) -> Attachment:
    """A photo still in sight, for those who may read its record's note; :class:`NotFound` for everyone else."""
    photo = Attachment.objects.select_related("key").filter(pk=uid, voided_at=None).first()
    if photo is None:
        raise NotFound
    record = get_record_for_view(actor, _latest_version(photo))
    workers = set(record.workers.values_list("worker_id", flat=True))
    if not may_read_note(actor, record, worker_uids=workers):
        raise NotFound
    photo.record = record
    return photo


def get_photo_for_edit(actor: Actor, uid: UUID) -> Attachment:
    """A photo still in sight, of a record that the actor may correct."""
    photo = Attachment.objects.filter(pk=uid, voided_at=None).first()
    if photo is None:
        raise NotFound
    photo.record = get_record_for_edit(actor, _latest_version(photo))
    return photo


def _latest_version(photo: Attachment) -> UUID:
    """The newest version of the photo's record: corrections say anew who may see what hangs on it."""
    number = ServiceRecord.objects.filter(pk=photo.record_id).values("number")
    versions = ServiceRecord.objects.filter(number__in=number).order_by("-version")
    uid: UUID = versions.values_list("pk", flat=True)[:1].get()
    return uid
