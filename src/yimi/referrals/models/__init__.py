"""Nouns of the referrals room: referrals with their receiver, consent and steps; resources linked to needs."""

from yimi.referrals.models.base import ForSomeone
from yimi.referrals.models.consents import ConsentManner, ReferralConsent, ReferralGround
from yimi.referrals.models.days import FeedbackDays
from yimi.referrals.models.referrals import (
    Outcome,
    Receiver,
    ReceiverKind,
    Referral,
    ReferralReason,
    ReferralState,
    ReferralStep,
    SharedItem,
    Step,
)
from yimi.referrals.models.resources import LinkEnd, LinkResult, Need, ResourceKind, ResourceLink

__all__ = [
    "ConsentManner",
    "FeedbackDays",
    "ForSomeone",
    "LinkEnd",
    "LinkResult",
    "Need",
    "Outcome",
    "Receiver",
    "ReceiverKind",
    "Referral",
    "ReferralConsent",
    "ReferralGround",
    "ReferralReason",
    "ReferralState",
    "ReferralStep",
    "ResourceKind",
    "ResourceLink",
    "SharedItem",
    "Step",
]
