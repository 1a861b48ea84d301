"""The only writers of referrals and resource links."""

from yimi.referrals.actions.changing import change_referral
from yimi.referrals.actions.consents import ConsentDraft, record_consent, revoke_consent
from yimi.referrals.actions.days import set_feedback_days
from yimi.referrals.actions.opening import open_referral, open_referrals
from yimi.referrals.actions.resources import (
    Delivery,
    deliver_resource,
    end_resource,
    match_resource,
    request_resource,
    request_resources,
)
from yimi.referrals.actions.reveal import reveal_shared
from yimi.referrals.actions.steps import (
    Sending,
    answer_referral,
    complete_referral,
    note_contact,
    plan_follow_up,
    send_referral,
    settle_referral,
    withdraw_referral,
)

__all__ = [
    "ConsentDraft",
    "Delivery",
    "Sending",
    "answer_referral",
    "change_referral",
    "complete_referral",
    "deliver_resource",
    "end_resource",
    "match_resource",
    "note_contact",
    "open_referral",
    "open_referrals",
    "plan_follow_up",
    "record_consent",
    "request_resource",
    "request_resources",
    "reveal_shared",
    "revoke_consent",
    "send_referral",
    "set_feedback_days",
    "settle_referral",
    "withdraw_referral",
]
