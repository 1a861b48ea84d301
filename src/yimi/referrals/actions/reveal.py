"""The receiving unit looks up a phone number or an address that the person agreed to share; each look stands in the trail."""

from __future__ import annotations

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.referrals.actions.common import note_one
from yimi.referrals.models import Referral
from yimi.referrals.queries.detail import referral_page, shared_address, shared_phones


@transaction.atomic
def reveal_shared(referral: Referral, item: str, *, actor: Actor) -> list[str]:
    """The values of ``item`` (``phone`` or ``address``); raises NotFound when it was not shared with this actor."""
    if item not in referral_page(actor, referral).may_reveal:
        raise NotFound()
    found = shared_phones(referral) if item == "phone" else shared_address(referral)
    note_one(
        referral, "referrals.reveal_shared", subject_kind="referral", actor=actor,
        details={"item": item},
    )  # fmt: skip
    return found
