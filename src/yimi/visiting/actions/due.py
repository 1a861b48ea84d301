"""Deciding when a household is to be visited, outside of any record, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.people.models import Household
from yimi.services.actions import settle_due
from yimi.services.models import DueSetting
from yimi.visiting.permissions import PLAN_VISITS
from yimi.visiting.rules import FURTHEST

REASON_LENGTH = 200
#: So many rows one audit event names.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class DueDraft:
    """A household's next visit, about to be decided."""

    household: Household
    due_on: date
    reason: str


def set_due(draft: DueDraft, *, actor: Actor) -> DueSetting:
    """Decide one household's next visit: a batch of one."""
    return set_dues([draft], actor=actor)[0]


@transaction.atomic
def set_dues(batch: Sequence[DueDraft], *, actor: Actor) -> list[DueSetting]:
    """Decide when these households are due, from today on, until the next visit or the next decision.

    Raises Forbidden outside the actor's stations, Invalid. One audit event per chunk.
    """
    today = clock.today()
    for draft in batch:
        require_open(draft.household, actor)
        if not today <= draft.due_on <= today + FURTHEST:
            raise Invalid.one("due_on", _("走访日期要在今天到两年之内。"))
    settings = due_settings(batch, actor=actor)
    settle_due(settings)
    for start in range(0, len(settings), CHUNK):
        part, household = settings[start : start + CHUNK], batch[start].household
        record_event(
            actor,
            "visiting.due_set",
            subject_kind="household",
            subject_uid=household.pk,
            unit_uid=household.unit_id,
            region_code=household.region_code,
            reason=part[0].reason if len(part) == 1 else "",
            details={"due": [[str(row.household_id), row.due_on.isoformat()] for row in part]},
        )
    return settings


def due_settings(batch: Sequence[DueDraft], *, actor: Actor) -> list[DueSetting]:
    """Unsaved rows; raises Invalid without a reason."""
    now, today = clock.now(), clock.today()
    rows = []
    for draft in batch:
        reason = clean_line(draft.reason)[:REASON_LENGTH]
        if not reason:
            raise Invalid.one("reason", _("请写明为什么改期，下一位同事也看得到。"))
        rows.append(
            DueSetting(
                uid=new_uid(),
                household_id=draft.household.pk,
                due_on=draft.due_on,
                decided_on=today,
                reason=reason,
                recorded_at=now,
                recorded_by=actor.uid,
                recorded_by_name=actor.name,
            )
        )
    return rows


def require_open(household: Household, actor: Actor) -> None:
    """Raise Forbidden outside the actor's stations, Invalid for a closed file."""
    actor.require_at(PLAN_VISITS, unit_uid=household.unit_id, region_code=household.region_code)
    if household.is_closed:
        raise Invalid.one("household", _("这一户的档案已关闭，不再安排走访。"))
