"""A place's own number of days until feedback is due."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yimi.core.actor import Actor
from yimi.referrals.models import FeedbackDays
from yimi.referrals.permissions import SET_DAYS
from yimi.stations.actions.local_days import set_local_days


@transaction.atomic
def set_feedback_days(
    region_code: str, *, actor: Actor, days: int, starts_on: date, source: str
) -> FeedbackDays:
    """From ``starts_on`` on, referrals of the division's units are answered within ``days``; referrals sent before keep theirs.

    ``source`` names the document. Raises Forbidden outside the actor's divisions, Invalid.
    """
    return set_local_days(
        FeedbackDays, region_code, actor=actor, permission=SET_DAYS, action="referrals.set_days",
        subject_kind="feedback_days", days=days, starts_on=starts_on, source=source,
    )  # fmt: skip
