"""Changing a referral that has not been sent: reason, receiver, what goes along."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.superseding import supersede, take_version
from yimi.referrals import rules
from yimi.referrals.actions.common import TEXT_FIELD, require_choice, require_text
from yimi.referrals.actions.opening import (
    check_receiver,
    check_shared,
    receiver_row,
    shared_column,
)
from yimi.referrals.actions.steps import add_line, require_side
from yimi.referrals.drafts import ReceiverDraft
from yimi.referrals.errors import ReferralChanged, refused
from yimi.referrals.models import Referral, ReferralReason, Step
from yimi.referrals.queries.contents import contents_of, receiver_of
from yimi.referrals.queries.standing import standing_of


@transaction.atomic
def change_referral(
    referral: Referral,
    *,
    actor: Actor,
    row_version: int,
    reason: str,
    text: str,
    receiver: ReceiverDraft,
    shared: Collection[str],
) -> Referral:
    """Write other contents, before sending; what stood before is kept, sealed, in the history.

    Consent given to another receiver, or to less data, is no consent to this: it has to be asked for anew. Raises
    ReferralChanged when somebody saved first, Invalid, StepNotNow once it is sent.
    """
    require_side(referral, Step.CHANGE, actor)
    if referral.row_version != row_version:
        raise ReferralChanged(referral)
    if fault := rules.step_fault(standing_of(referral), Step.CHANGE):
        raise refused(fault)
    require_choice("reason", reason, ReferralReason.values)
    tidy = require_text(text)
    check_receiver(receiver, sender=referral.unit_id)
    check_shared(shared)
    before = contents_of(referral)
    changes: dict[str, Any] = {
        "reason": reason,
        "shared": shared_column(shared),
        "text_sealed": referral.key.seal(tidy, field=TEXT_FIELD, row=referral.uid),
    }
    consent = referral.consent
    if consent is not None and (
        set(shared) - set(referral.shared_items) or _is_other_body(referral, receiver)
    ):
        supersede(consent)
        changes |= {"consent": None}
    take_version(referral, expected=row_version, changes=changes)
    receiver_row(referral.uid, receiver, referral.key).save(force_update=True)
    add_line(referral, Step.CHANGE, actor=actor, on=clock.today(), note=before)
    return referral


def _is_other_body(referral: Referral, receiver: ReceiverDraft) -> bool:
    known = receiver_of(referral)
    return (known.kind, known.unit_uid, known.authority_uid, known.name) != (
        receiver.kind,
        receiver.unit.pk if receiver.unit else None,
        receiver.authority.pk if receiver.authority else None,
        receiver.name.strip(),
    )
