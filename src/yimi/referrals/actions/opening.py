"""Opening referrals: the need is known, nobody outside has been told anything yet."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.referrals.actions.common import (
    TEXT_FIELD,
    columns_of,
    issue_numbers,
    note_opened,
    require_choice,
    require_text,
    require_whom,
)
from yimi.referrals.drafts import ReceiverDraft, ReferralDraft
from yimi.referrals.errors import MESSAGES, SameUidOtherContent
from yimi.referrals.models import (
    Receiver,
    ReceiverKind,
    Referral,
    ReferralReason,
    ReferralState,
    ReferralStep,
    SharedItem,
    Step,
)

RECEIVER_FIELD = "receiver"
NAME_LENGTH, CONTACT_LENGTH = 100, 200


def open_referral(draft: ReferralDraft, *, actor: Actor) -> Referral:
    """Open one referral: a batch of one."""
    return open_referrals([draft], actor=actor)[0]


def open_referrals(drafts: Sequence[ReferralDraft], *, actor: Actor) -> list[Referral]:
    """Open referrals in the state 待核实, all or none; one that is there already with the same content is given back.

    Raises Forbidden outside the actor's stations, Invalid, and SameUidOtherContent for a uid that is taken.
    """
    try:
        return _open(drafts, actor)
    except IntegrityError:
        # the same form reached another process in the same moment; its row is there by now
        return _open(drafts, actor)


@transaction.atomic
def _open(drafts: Sequence[ReferralDraft], actor: Actor) -> list[Referral]:
    require_whom([draft.whom for draft in drafts], actor, on=clock.today())
    for draft in drafts:
        _check(draft)
    known = Referral.objects.select_related("key").in_bulk([draft.uid for draft in drafts])
    for draft in drafts:
        if draft.uid in known and not _is_same(known[draft.uid], draft, actor):
            raise SameUidOtherContent
    fresh = [draft for draft in drafts if draft.uid not in known]
    numbers = issue_numbers("Z", [draft.whom for draft in fresh])
    rows = [_row(draft, number) for draft, number in zip(fresh, numbers, strict=True)]
    _save(fresh, rows, actor)
    return [
        known.get(draft.uid) or next(row for row in rows if row.uid == draft.uid)
        for draft in drafts
    ]


def _check(draft: ReferralDraft) -> None:
    require_choice("reason", draft.reason, ReferralReason.values)
    require_text(draft.text)
    check_receiver(draft.receiver, sender=draft.whom.unit.pk)
    check_shared(draft.shared)
    if draft.opened_on is not None and draft.opened_on > clock.today():
        raise Invalid.one("opened_on", MESSAGES["in_future"])


def check_shared(shared: Collection[str]) -> None:
    """At least one kind of data, all of them known; raises Invalid."""
    if not shared or not set(shared) <= set(SharedItem.values):
        raise Invalid.one("shared", _("请选要提供给对方的内容，至少一项。"))


def shared_column(shared: Collection[str]) -> str:
    """The codes as the column holds them, in the order of the list, each once."""
    return " ".join(item for item in SharedItem.values if item in shared)


def check_receiver(receiver: ReceiverDraft, *, sender: UUID) -> None:
    """One body, and not the sending station itself; raises Invalid."""
    require_choice("kind", receiver.kind, ReceiverKind.values)
    if receiver.kind == ReceiverKind.UNIT:
        if receiver.unit is None:
            raise Invalid.one("receiver_unit", _("请选接收的站点。"))
        if receiver.unit.pk == sender:
            raise Invalid.one("receiver_unit", _("不能转介给本站。请选别的站点。"))
        if not receiver.unit.is_open(clock.today()):
            raise Invalid.one("receiver_unit", _("这个站点已停用，请选别的站点。"))
    elif receiver.kind == ReceiverKind.AUTHORITY and receiver.authority is None:
        raise Invalid.one("authority", _("请选接收的部门。"))
    elif receiver.kind == ReceiverKind.OUTSIDE and not receiver.name.strip():
        raise Invalid.one("name", _("请填接收机构的名称。"))
    if len(receiver.name) > NAME_LENGTH or len(receiver.contact) > CONTACT_LENGTH:
        raise Invalid.one("name", _("机构名称或联系方式太长，请缩短。"))


def receiver_row(referral_uid: UUID, receiver: ReceiverDraft, key: DataKey) -> Receiver:
    """The unsaved row: only what its kind has; an outside body's name and everybody's contact are sealed."""
    is_outside = receiver.kind == ReceiverKind.OUTSIDE
    known = {
        "name": receiver.name.strip() if is_outside else "",
        "contact": receiver.contact.strip(),
    }
    text = json.dumps(known, ensure_ascii=False)
    return Receiver(
        referral_id=referral_uid,
        kind=receiver.kind,
        unit=receiver.unit if receiver.kind == ReceiverKind.UNIT else None,
        authority=receiver.authority if receiver.kind == ReceiverKind.AUTHORITY else None,
        sealed=key.seal(text, field=RECEIVER_FIELD, row=referral_uid),
    )


def _row(draft: ReferralDraft, number: str) -> Referral:
    columns = columns_of(draft.whom, number=number, uid=draft.uid, text=draft.text.strip())
    return Referral(reason=draft.reason, shared=shared_column(draft.shared), **columns)


def _save(drafts: Sequence[ReferralDraft], rows: Sequence[Referral], actor: Actor) -> None:
    if not rows:
        return
    Referral.objects.bulk_create(rows)
    Receiver.objects.bulk_create(
        [receiver_row(draft.uid, draft.receiver, draft.whom.key) for draft in drafts]
    )
    ReferralStep.objects.bulk_create(
        [
            ReferralStep(
                referral=row,
                step=Step.OPEN,
                state=ReferralState.TO_VERIFY,
                happened_on=draft.opened_on or clock.today(),
                recorded_by=actor.uid,
                by_name=actor.name,
            )
            for draft, row in zip(drafts, rows, strict=True)
        ]
    )
    note_opened(rows, "referrals.open_referral", subject_kind="referral", actor=actor)


def _is_same(row: Referral, draft: ReferralDraft, actor: Actor) -> bool:
    """Whether this is the same form sent again by the same person."""
    whom = draft.whom
    first = row.steps.filter(step=Step.OPEN).first()
    return (
        first is not None
        and first.recorded_by == actor.uid
        and row.unit_id == whom.unit.pk
        and row.household_id == (whom.household.pk if whom.household else None)
        and row.resident_id == (whom.resident.pk if whom.resident else None)
        and row.case_uid == whom.case_uid
        and row.reason == draft.reason
        and row.shared == shared_column(draft.shared)
        and row.key.open(row.text_sealed, field=TEXT_FIELD, row=row.uid) == draft.text.strip()
    )
