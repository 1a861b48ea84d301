"""A place's own number of days, as rooms above set it: by when a complaint is answered, a referral comes back."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.local_days import MAX_DAYS, LocalDays
from yimi.regions.rules import pad_code, prefix_of

DaysT = TypeVar("DaysT", bound=LocalDays)
LONGEST_SOURCE = 200


def set_local_days(
    rows: type[DaysT], region_code: str, *, actor: Actor, permission: str, action: str, subject_kind: str, days: int,
    starts_on: date, source: str,
) -> DaysT:  # fmt: skip
    """From ``starts_on`` on the place counts ``days``; ``source`` names the document. The caller holds the transaction.

    Raises Forbidden outside the actor's divisions, Invalid.
    """
    code = pad_code(region_code)
    actor.require_at(permission, region_code=code)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid.one("days", _("天数要在 1 到 366 之间。"))
    if not source.strip():
        raise Invalid.one("source", _("请写依据，例如文件名和文号。"))
    row = rows(
        region_prefix=prefix_of(code), days=days, starts_on=starts_on,
        source=source.strip()[:LONGEST_SOURCE], recorded_by=actor.uid,
    )  # fmt: skip
    row.save(force_insert=True)
    record_event(
        actor, action, subject_kind=subject_kind, subject_uid=row.uid,
        region_code=code, details={"days": days, "starts_on": starts_on.isoformat()},
    )  # fmt: skip
    return row
