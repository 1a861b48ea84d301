"""Who holds a status now, by name: what a station works from, and all that the township's office sees of people."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.core.scoping import region_range, scope_condition
from yimi.people.models import MergeLink, ResidentStatus
from yimi.people.permissions import VIEW_STATUSES
from yimi.people.queries.files import status_detail
from yimi.regions.models import Region


@dataclass(frozen=True, slots=True)
class Holder:
    """One person with one status: no birth date, no number, no address, no household."""

    uid: UUID
    name: str
    village: str
    status: str
    detail: str
    since: str
    source: str


def list_holders(
    actor: Actor, *, kind: str = "", village: str = "", after: str = "", before: str = ""
) -> tuple[list[Holder], Page[ResidentStatus]]:
    """Living people in the actor's places who hold a status (``kind``, or any), newest first. Two queries."""
    merged = MergeLink.objects.filter(undone_at=None).values("duplicate_id")
    rows = (
        ResidentStatus.objects.current()
        .filter(
            scope_condition(
                actor, VIEW_STATUSES, unit="resident__unit_id", region="resident__region_code"
            ),
            value=True,
            ends_on=None,
            resident__died_on=None,
        )
        .exclude(resident__in=merged)
        .select_related("kind", "resident")
    )
    if kind:
        rows = rows.filter(kind=kind)
    if village:
        rows = rows.filter(region_range("resident__region_code", village))
    page = page_of(rows, by="starts_on", key="uid", after=after, before=before, newest_first=True)
    codes = {row.resident.region_code for row in page.rows}
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    holders = [
        Holder(
            uid=row.resident_id,
            name=row.resident.name,
            village=names.get(row.resident.region_code, row.resident.region_code),
            status=row.kind.label,
            detail=status_detail(row.kind, row.variety, row.level),
            since=row.starts_on.isoformat(),
            source=str(row.get_source_display()),
        )
        for row in page.rows
    ]
    return holders, page
