"""Receiving complaints: at the station, by phone, or through the public form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import SYSTEM_UID
from yimi.core.models import DataKey
from yimi.core.numbers import take_numbers, year_mark
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.errors import SameUidOtherContent
from yimi.feedback.models import About, Channel, Complaint, ComplaintStep, Step
from yimi.feedback.parameters import answer_days
from yimi.feedback.permissions import REGISTER
from yimi.feedback.queries.contents import FIELD, Contents, contents_of
from yimi.feedback.receipts import receipt_code, receipt_digest
from yimi.feedback.rules import MAX_TEXT
from yimi.stations.models import ServiceUnit

#: For so long the same form, sent again by a slow line or a second tap, shows its code again.
SHOWN_AGAIN = timedelta(minutes=10)
#: Whoever uses a public door: also a colleague who is signed in, so that nobody is named who wants no name.
PUBLIC = Actor(uid=SYSTEM_UID, name="公众")
CHUNK = 500
NAME_LENGTH, CONTACT_LENGTH = 60, 100


@dataclass(frozen=True, slots=True)
class Filed:
    """A complaint received, and the code to read its answer: kept nowhere; empty when it was shown long ago."""

    complaint: Complaint
    code: str


def register_complaint(draft: ComplaintDraft, *, actor: Actor) -> Filed:
    """Register one complaint that reached the station or the office: a batch of one."""
    return register_complaints([draft], actor=actor)[0]


def register_complaints(drafts: Sequence[ComplaintDraft], *, actor: Actor) -> list[Filed]:
    """Register complaints, all or none; one that is there already with the same content is given back.

    Raises Forbidden outside the actor's stations, Invalid, SameUidOtherContent.
    """
    for draft in drafts:
        actor.require_at(REGISTER, unit_uid=draft.unit.pk, region_code=draft.unit.region_code)
    return _receive(drafts, actor)


def receive_public_complaint(draft: ComplaintDraft) -> Filed:
    """Somebody wrote through the station's public form. Who it was is not noted, signed in or not."""
    if draft.channel != Channel.PUBLIC_FORM or draft.worker is not None:
        raise Invalid.one("channel", _("请用站点的投诉表填写。"))
    return _receive([draft], PUBLIC)[0]


def _receive(drafts: Sequence[ComplaintDraft], actor: Actor) -> list[Filed]:
    try:
        return _receive_once(drafts, actor)
    except IntegrityError:
        # the same form reached another process in the same moment; its row is there by now
        return _receive_once(drafts, actor)


@transaction.atomic
def _receive_once(drafts: Sequence[ComplaintDraft], actor: Actor) -> list[Filed]:
    for draft in drafts:
        _check(draft)
    known = Complaint.objects.select_related("key").in_bulk([draft.uid for draft in drafts])
    for draft in drafts:
        if draft.uid in known and not _is_same(known[draft.uid], draft):
            raise SameUidOtherContent
    fresh = [draft for draft in drafts if draft.uid not in known]
    rows = _rows(fresh)
    _save(rows, actor)
    all_rows = known | {row.uid: row for row in rows}
    return [Filed(all_rows[draft.uid], _code_for(all_rows[draft.uid], draft)) for draft in drafts]


def _code_for(row: Complaint, draft: ComplaintDraft) -> str:
    """The code, for the form that was just sent, or sent again within :data:`SHOWN_AGAIN`; afterwards nothing."""
    recent = clock.now() - row.recorded_at <= SHOWN_AGAIN
    return receipt_code(draft.uid, draft.seed) if recent else ""


def _check(draft: ComplaintDraft) -> None:
    if draft.about not in About.values:
        raise Invalid.one("about", _("请选投诉的是什么。"))
    if draft.channel not in Channel.values:
        raise Invalid.one("channel", _("请选投诉是怎么来的。"))
    if not draft.text.strip():
        raise Invalid.one("text", _("请写发生了什么。"))
    if len(draft.text) > MAX_TEXT:
        raise Invalid.one("text", _("内容超过 2,000 字，请写要紧的。"))
    if len(draft.name) > NAME_LENGTH or len(draft.contact) > CONTACT_LENGTH:
        raise Invalid.one("contact", _("称呼或联系方式太长，请缩短。"))
    if draft.worker is not None and draft.about != About.WORKER:
        raise Invalid.one("worker", _("只有投诉某位社工时才选社工。"))
    if draft.received_on is not None and draft.received_on > clock.today():
        raise Invalid.one("received_on", _("日期在今天之后，请改成实际收到的那一天。"))


def _rows(drafts: Sequence[ComplaintDraft]) -> list[Complaint]:
    """Unsaved rows, each with a key of its own; keys are saved here."""
    keys = [DataKey.make() for _draft in drafts]
    DataKey.objects.bulk_create(keys)
    days: dict[tuple[str, date], int] = {}
    rows = []
    for draft, key in zip(drafts, keys, strict=True):
        on = draft.received_on or clock.today()
        place = draft.unit.region_code, on
        days[place] = days.get(place) or answer_days(*place)
        rows.append(_row(draft, key, on, on + timedelta(days=days[place])))
    return rows


def _row(draft: ComplaintDraft, key: DataKey, on: date, due_on: date) -> Complaint:
    name, contact = draft.name.strip(), draft.contact.strip()
    contents = {"text": draft.text.strip(), "name": name, "contact": contact}
    sealed = key.seal(json.dumps(contents, ensure_ascii=False), field=FIELD, row=draft.uid)
    return Complaint(
        uid=draft.uid,
        number=_number(draft.unit, on.year),
        unit=draft.unit,
        region_code=draft.unit.region_code,
        channel=draft.channel,
        about=draft.about,
        worker=draft.worker,
        is_anonymous=not (name or contact),
        key=key,
        sealed=sealed,
        received_on=on,
        due_on=due_on,
        receipt_digest=receipt_digest(receipt_code(draft.uid, draft.seed)),
    )


def _number(unit: ServiceUnit, year: int) -> str:
    serial = take_numbers(f"feedback/{unit.pk}/{year}")[0]
    return f"{unit.number}-{year_mark(year)}-T{serial:04d}"


def _save(rows: Sequence[Complaint], actor: Actor) -> None:
    Complaint.objects.bulk_create(rows)
    ComplaintStep.objects.bulk_create(
        [
            ComplaintStep(
                complaint=row,
                step=Step.RECEIVE,
                state=row.state,
                happened_on=row.received_on,
                recorded_by=actor.uid,
                by_name=actor.name,
            )
            for row in rows
        ]
    )
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        record_event(
            actor, "feedback.receive_complaint", subject_kind="complaint", subject_uid=chunk[0].uid,
            unit_uid=chunk[0].unit_id, region_code=chunk[0].region_code,
            details={"rows": [[str(row.uid), row.number] for row in chunk]},
        )  # fmt: skip


def _is_same(row: Complaint, draft: ComplaintDraft) -> bool:
    """Whether this is the same form sent again: the same words, and the seed that only that form holds."""
    if row.receipt_digest != receipt_digest(receipt_code(draft.uid, draft.seed)):
        return False
    said = Contents(draft.text.strip(), draft.name.strip(), draft.contact.strip())
    return (row.unit_id, row.about, row.channel) == (
        draft.unit.pk,
        draft.about,
        draft.channel,
    ) and contents_of(row) == said
