"""Complete official lists: yes for those on it, no for everyone else of the place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.people.actions.statuses import record_statuses
from yimi.people.drafts import StatusDraft
from yimi.people.models import StatusSource
from yimi.people.permissions import IMPORT_LIST
from yimi.people.queries.official_lists import NO_DETAIL, list_changes, people_of_list
from yimi.regions.rules import pad_code


@transaction.atomic
def import_official_list(
    place: str,
    kind: str,
    listed: Collection[UUID],
    *,
    actor: Actor,
    as_of: date,
    document: str,
) -> tuple[int, int]:
    """A complete list says *yes* for those on it and *no* for everyone else of the place (a code prefix).

    "Everyone" are the living residents filed there within the actor's reach; merged doubles count as one. Answers
    that already say so are left alone. Returns how many became yes and how many became no. A workbook comes in through
    the imports room, which shows the same changes first.
    """
    if len(place) < 6:
        raise Invalid.one("place", _("名册请按县或更小的范围导入。"))
    changes = list_changes(people_of_list(actor, place), kind, dict.fromkeys(listed, NO_DETAIL))
    record_statuses(
        [
            answer_of_list(uid, kind, value, as_of=as_of, document=document)
            for value, uids in ((True, changes.yes), (False, changes.no))
            for uid in uids
        ],
        actor=actor,
        permission=IMPORT_LIST,
    )
    record_event(
        actor,
        "people.import_official_list",
        subject_kind="status_kind",
        subject_uid=kind,
        region_code=pad_code(place),
        details={"listed": len(changes.listed), "not_listed": len(changes.not_listed)},
    )
    return len(changes.yes), len(changes.no)


def answer_of_list(
    uid: UUID,
    kind: str,
    value: bool,
    *,
    as_of: date,
    document: str,
    level: str = "",
    variety: str = "",
) -> StatusDraft:
    """What a list of ``as_of`` says of one person."""
    return StatusDraft(
        resident_uid=uid,
        kind=kind,
        value=value,
        level=level,
        variety=variety,
        starts_on=as_of,
        verified_on=min(as_of, clock.today()),
        source=StatusSource.OFFICIAL_LIST,
        document=document,
    )
