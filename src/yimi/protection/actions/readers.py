"""Naming those who may read a place's reports, and taking them off the list again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Forbidden, Invalid
from yimi.protection.access import get_reader_for_edit
from yimi.protection.errors import ReaderAlreadyEnded
from yimi.protection.models import ProtectionReader
from yimi.protection.permissions import NAME_READERS
from yimi.regions.models import Region
from yimi.stations.models import ServiceUnit

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderDraft:
    """Somebody about to be named: their account, for a unit or for a division, and why."""

    user_uid: UUID
    user_name: str
    reason: str
    unit: ServiceUnit | None = None
    region_code: str = ""
    ends_on: date | None = None


@transaction.atomic
def name_reader(draft: ReaderDraft, *, actor: Actor) -> ProtectionReader:
    """Let this person read the place's reports from today on. Raises Forbidden outside the actor's places, Invalid.

    Somebody who is on the list already stays there once: the same place again answers with the row that stands.
    """
    _require_place(draft, actor)
    reason = clean_line(draft.reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid.one("reason", _("请写明为什么由这个人查看，例如“站里的未成年人保护专员”。"))
    today = clock.today()
    if draft.ends_on is not None and draft.ends_on < today:
        raise Invalid.one("ends_on", _("结束日期不能早于今天。"))
    standing = ProtectionReader.objects.in_force(today).filter(
        user_uid=draft.user_uid, unit=draft.unit, region_code=draft.region_code
    )
    if again := standing.first():
        return again
    reader = ProtectionReader.objects.create(
        user_uid=draft.user_uid,
        user_name=draft.user_name,
        unit=draft.unit,
        region_code=draft.region_code,
        reason=reason,
        starts_on=today,
        ends_on=draft.ends_on,
        granted_by=actor.uid,
        granted_by_name=actor.name,
        granted_at=clock.now(),
    )
    _tell(actor, "protection.reader_named", reader, reason)
    return reader


@transaction.atomic
def end_reader(reader: ProtectionReader, *, actor: Actor, reason: str) -> ProtectionReader:
    """Take somebody off the list, at once. Raises :class:`ReaderAlreadyEnded` when somebody was faster."""
    reader = get_reader_for_edit(actor, reader.pk)
    reason = clean_line(reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid.one("reason", _("请写明为什么移出名单，它会留在记录里。"))
    marks = {"revoked_at": clock.now(), "revoked_by": actor.uid, "revoke_reason": reason}
    if ProtectionReader.objects.filter(pk=reader.pk, revoked_at=None).update(**marks) != 1:
        raise ReaderAlreadyEnded
    for name, value in marks.items():
        setattr(reader, name, value)
    _tell(actor, "protection.reader_ended", reader, reason)
    return reader


def _require_place(draft: ReaderDraft, actor: Actor) -> None:
    if (draft.unit is None) == (not draft.region_code):
        raise Invalid.one("place", _("请选一个站点或一个辖区。"))
    if draft.unit is not None:
        actor.require_at(NAME_READERS, unit_uid=draft.unit.pk, region_code=draft.unit.region_code)
    elif not actor.may_at(NAME_READERS, region_code=draft.region_code):
        raise Forbidden(permission=NAME_READERS)
    elif not Region.objects.filter(code=draft.region_code).exists():
        raise Invalid.one("place", _("没有这个辖区，请重新选择。"))


def _tell(actor: Actor, action: str, reader: ProtectionReader, reason: str) -> None:
    record_event(
        actor,
        action,
        subject_kind="protection_reader",
        subject_uid=reader.pk,
        unit_uid=reader.unit_id,
        region_code=reader.region_code,
        reason=reason,
        details={"user": str(reader.user_uid)},
    )
