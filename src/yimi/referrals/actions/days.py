"""A place's own number of days until feedback is due."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.local_days import MAX_DAYS
from yimi.referrals.models import FeedbackDays
from yimi.referrals.permissions import SET_DAYS
from yimi.regions.rules import pad_code, prefix_of


@transaction.atomic
def set_feedback_days(
    region_code: str, *, actor: Actor, days: int, starts_on: date, source: str
) -> FeedbackDays:
    """From ``starts_on`` on, referrals of the division's units are answered within ``days``; referrals sent before keep theirs.

    ``source`` names the document. Raises Forbidden outside the actor's divisions, Invalid.
    """
    code = pad_code(region_code)
    actor.require_at(SET_DAYS, region_code=code)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid.one("days", _("天数要在 1 到 366 之间。"))
    if not source.strip():
        raise Invalid.one("source", _("请写依据，例如文件名和文号。"))
    row = FeedbackDays.objects.create(
        region_prefix=prefix_of(code), days=days, starts_on=starts_on, source=source.strip()[:200],
        recorded_by=actor.uid,
    )  # fmt: skip
    record_event(
        actor, "referrals.set_days", subject_kind="feedback_days", subject_uid=row.uid,
        region_code=code, details={"days": days, "starts_on": starts_on.isoformat()},
    )  # fmt: skip
    return row
