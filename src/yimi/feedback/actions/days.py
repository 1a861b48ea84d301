"""A place's own number of days until a complaint is answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from yimi.core.actor import Actor
from yimi.feedback.models import AnswerDays
from yimi.feedback.permissions import SET_DAYS
from yimi.stations.actions.local_days import set_local_days


@transaction.atomic
def set_answer_days(
    region_code: str, *, actor: Actor, days: int, starts_on: date, source: str
) -> AnswerDays:
    """Complaints received from ``starts_on`` on are answered within ``days``; earlier ones keep their day.

    ``source`` names the document. Raises Forbidden outside the actor's divisions, Invalid.
    """
    return set_local_days(
        AnswerDays, region_code, actor=actor, permission=SET_DAYS, action="feedback.set_days",
        subject_kind="answer_days", days=days, starts_on=starts_on, source=source,
    )  # fmt: skip
