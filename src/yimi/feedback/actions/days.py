"""A place's own number of days until a complaint is answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.local_days import MAX_DAYS
from yimi.feedback.models import AnswerDays
from yimi.feedback.permissions import SET_DAYS
from yimi.regions.rules import pad_code, prefix_of


@transaction.atomic
def set_answer_days(
    region_code: str, *, actor: Actor, days: int, starts_on: date, source: str
) -> AnswerDays:
    """Complaints received from ``starts_on`` on are answered within ``days``; earlier ones keep their day.

    ``source`` names the document. Raises Forbidden outside the actor's divisions, Invalid.
    """
    code = pad_code(region_code)
    actor.require_at(SET_DAYS, region_code=code)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid.one("days", _("天数要在 1 到 366 之间。"))
    if not source.strip():
        raise Invalid.one("source", _("请写依据，例如文件名和文号。"))
    row = AnswerDays.objects.create(
        region_prefix=prefix_of(code), days=days, starts_on=starts_on, source=source.strip()[:200],
        recorded_by=actor.uid,
    )  # fmt: skip
    record_event(
        actor, "feedback.set_days", subject_kind="answer_days", subject_uid=row.uid,
        region_code=code, details={"days": days, "starts_on": starts_on.isoformat()},
    )  # fmt: skip
    return row
