"""A referral as the rules see it."""

from __future__ import annotations

from yimi.referrals.models import Referral
from yimi.referrals.rules import Standing


def standing_of(referral: Referral) -> Standing:
    """No query."""
    return Standing(referral.state, referral.consent_id is not None, referral.outcome)
