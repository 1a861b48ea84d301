"""Registering a consultation: one service record and what became of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.services.actions import record_services
from yimi.services.errors import InvalidBatch
from yimi.services.models.record import Method
from yimi.services.rules import NewRecord
from yimi.visiting.access import get_consultation_for_edit
from yimi.visiting.errors import ConsultationAlreadyDone
from yimi.visiting.models import Consultation
from yimi.visiting.models.consultations import ConsultationChannel, ConsultationResult
from yimi.visiting.permissions import RECORD_CONSULTATION
from yimi.visiting.rules import FURTHEST

#: How a channel counts as a service.
METHODS = {
    ConsultationChannel.VISIT: Method.CONSULTATION,
    ConsultationChannel.PHONE: Method.PHONE,
    ConsultationChannel.ONLINE: Method.ONLINE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDraft:
    """A consultation about to be registered. ``record`` is the service; its uid is the consultation's too."""

    record: NewRecord
    channel: str
    result: str
    is_anonymous: bool = False
    follow_up_on: date | None = None


def record_consultation(draft: ConsultationDraft, *, actor: Actor) -> Consultation:
    """Register one consultation; sent twice, it is registered once. Raises Invalid, SameUidOtherContent, Forbidden."""
    try:
        return record_consultations([draft], actor=actor)[0]
    except InvalidBatch as error:
        raise Invalid(error.rows[0]) from None


@transaction.atomic
def record_consultations(
    batch: Sequence[ConsultationDraft], *, actor: Actor, is_historic: bool = False
) -> list[Consultation]:
    """Register many: the records with their one audit event, then the rows that follow them up; all or none."""
    for draft in batch:
        _check(draft, actor)
    receipts = record_services(
        [draft.record for draft in batch], actor=actor, is_historic=is_historic
    )
    known = Consultation.objects.in_bulk([draft.record.uid for draft in batch])
    rows = [
        known.get(draft.record.uid)
        or Consultation(
            uid=draft.record.uid,
            record_number=receipt.record.number,
            unit_id=draft.record.unit_uid,
            channel=draft.channel,
            is_anonymous=draft.is_anonymous,
            result=draft.result,
            follow_up_on=draft.follow_up_on,
            recorded_at=clock.now(),
            recorded_by=actor.uid,
        )
        for draft, receipt in zip(batch, receipts, strict=True)
    ]
    insert_all(Consultation, [row for row in rows if row.pk not in known])
    return rows


def _check(draft: ConsultationDraft, actor: Actor) -> None:
    actor.require(RECORD_CONSULTATION)
    record, faults = draft.record, {}
    if draft.channel not in METHODS or record.method != METHODS[ConsultationChannel(draft.channel)]:
        faults["channel"] = [_("没有这种咨询方式，请刷新页面后重选。")]
    if draft.result not in ConsultationResult.values:
        faults["result"] = [_("请选处理结果。")]
    if draft.is_anonymous and (record.household_uid or record.participants):
        faults["is_anonymous"] = [_("不记名的咨询不能再选户或人。")]
    if draft.result == ConsultationResult.LATER and draft.follow_up_on is None:
        faults["follow_up_on"] = [_("约定再答复，请填哪天答复。")]
    if draft.follow_up_on and not (
        record.served_on <= draft.follow_up_on <= clock.today() + FURTHEST
    ):
        faults["follow_up_on"] = [_("跟进日期要在咨询当天到两年之内。")]
    if faults:
        raise Invalid(faults)


@transaction.atomic
def finish_follow_up(consultation: Consultation, *, actor: Actor) -> Consultation:
    """What was promised is done. Raises :class:`ConsultationAlreadyDone` when somebody was faster."""
    consultation = get_consultation_for_edit(actor, consultation.pk)
    if consultation.follow_up_on is None:
        raise Invalid.one("follow_up_on", _("这次咨询没有约定跟进。"))
    now = clock.now()
    waiting = Consultation.objects.filter(pk=consultation.pk, done_at=None)
    if waiting.update(done_at=now, done_by=actor.uid) != 1:
        raise ConsultationAlreadyDone
    consultation.done_at, consultation.done_by = now, actor.uid
    record_event(
        actor,
        "visiting.consultation_followed_up",
        subject_kind="consultation",
        subject_uid=consultation.pk,
        unit_uid=consultation.unit_id,
        details={"record": consultation.record_number},
    )
    return consultation


def note_consultation_printed(consultation: Consultation, *, actor: Actor) -> None:
    """``actor`` printed a consultation's F-15. One INSERT."""
    record_event(
        actor,
        "visiting.consultation_printed",
        subject_kind="consultation",
        subject_uid=consultation.pk,
        unit_uid=consultation.unit_id,
    )
