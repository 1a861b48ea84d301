"""Opening one file from above the station: with a reason, for a time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Forbidden, Invalid
from yimi.people.models import FileOpening, Household
from yimi.people.permissions import OPEN_FILE

#: How long a file stays open at most. Not from a source: a default.
LONGEST = timedelta(hours=72)
USUAL = timedelta(hours=24)
SHORTEST_REASON = 5


@transaction.atomic
def open_file(
    household: Household, *, actor: Actor, reason: str, hours: int | None = None
) -> FileOpening:
    """Let this officer read one file until then; the station sees who, why and until when."""
    actor.require_at(OPEN_FILE, unit_uid=household.unit_id, region_code=household.region_code)
    reason = clean_line(reason)[:300]
    if len(reason) < SHORTEST_REASON:
        raise Invalid.one("reason", _("请写明查看这份档案的具体理由，站点能看到。"))
    span = timedelta(hours=hours) if hours else USUAL
    if not timedelta(0) < span <= LONGEST:
        raise Invalid.one("hours", _("一次最多打开 72 小时。"))
    now = clock.now()
    opening = FileOpening.objects.create(
        household=household,
        actor_uid=actor.uid,
        actor_name=actor.name,
        reason=reason,
        opened_at=now,
        until=now + span,
    )
    _tell(actor, "people.open_file", opening, reason)
    return opening


@transaction.atomic
def end_file_opening(opening: FileOpening, *, actor: Actor) -> None:
    """Give the file back before its time; only by whoever opened it. A second time changes nothing."""
    if opening.actor_uid != actor.uid:
        raise Forbidden(permission=OPEN_FILE)
    still = FileOpening.objects.filter(pk=opening.pk, ended_at=None)
    if still.update(ended_at=clock.now()):
        _tell(actor, "people.end_file_opening", opening, "")


def _tell(actor: Actor, action: str, opening: FileOpening, reason: str) -> None:
    household = opening.household
    record_event(
        actor,
        action,
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
        reason=reason,
        details={"until": opening.until.isoformat()},
    )
