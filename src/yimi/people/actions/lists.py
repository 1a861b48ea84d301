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
from yimi.core.scoping import region_range, scope_condition
from yimi.people.actions.statuses import record_statuses
from yimi.people.drafts import StatusDraft
from yimi.people.models import MergeLink, Resident, ResidentStatus, StatusSource
from yimi.people.permissions import IMPORT_LIST
from yimi.people.queries.merging import canonical_uids
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
    that already say so are left alone. Returns how many became yes and how many became no.
    """
    if len(place) < 6:
        raise Invalid.one("place", _("名册请按县或更小的范围导入。"))
    reach = scope_condition(actor, IMPORT_LIST, unit="unit_id", region="region_code")
    filed = Resident.objects.filter(reach, region_range("region_code", place), died_on=None)
    doubles = MergeLink.objects.filter(undone_at=None, duplicate__in=filed)
    everyone = set(filed.values_list("uid", flat=True)) - set(
        doubles.values_list("duplicate_id", flat=True)
    )
    yes = set(canonical_uids(listed).values()) & everyone
    changed = {value: _changes(uids, kind, value) for value, uids in ((True, yes), (False, everyone - yes))}  # fmt: skip
    record_statuses(
        [
            StatusDraft(
                resident_uid=uid, kind=kind, value=value, starts_on=as_of,
                verified_on=min(as_of, clock.today()), source=StatusSource.OFFICIAL_LIST, document=document,
            )
            for value, uids in changed.items()
            for uid in uids
        ],
        actor=actor,
        permission=IMPORT_LIST,
    )  # fmt: skip
    record_event(
        actor,
        "people.import_official_list",
        subject_kind="status_kind",
        subject_uid=kind,
        region_code=pad_code(place),
        details={"listed": len(yes), "not_listed": len(everyone) - len(yes)},
    )
    return len(changed[True]), len(changed[False])


def _changes(uids: set[UUID], kind: str, value: bool) -> list[UUID]:
    """Those whose open answer is not yet ``value``; in a stable order."""
    open_rows = ResidentStatus.objects.current().filter(kind=kind, ends_on=None, value=value)
    return sorted(uids - set(open_rows.values_list("resident_id", flat=True)))
