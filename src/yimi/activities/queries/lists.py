"""The list of activities: filtered, newest first, with the same number of queries for three rows and thirty."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yimi.activities.access import visible_activities
from yimi.activities.models import Activity
from yimi.activities.queries.held import standing_records
from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.services.models import ServiceRecord


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What the list is narrowed to; empty fields narrow nothing."""

    q: str = ""
    status: str = ""
    kind: str = ""
    unit: str = ""

    def condition(self) -> Q:
        """The filter as a condition over activities."""
        wanted = Q()
        if self.q:
            wanted &= Q(title__icontains=self.q) | Q(number__iexact=self.q)
        if self.status:
            wanted &= Q(status=self.status)
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.unit:
            wanted &= Q(unit=UUID(self.unit))
        return wanted


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row: the plan, and the record of what was held while it stands."""

    activity: Activity
    record: ServiceRecord | None


def list_activities(
    actor: Actor, chosen: ActivityFilter, *, before: str = "", after: str = ""
) -> tuple[list[ActivityRow], Page[Activity]]:
    """A page of activities. Two queries."""
    page = page_of(
        visible_activities(actor).filter(chosen.condition()).select_related("unit"),
        by="planned_on",
        key="uid",
        before=before,
        after=after,
        newest_first=True,
    )
    records = standing_records(page.rows)
    return [ActivityRow(row, records.get(row.record_number)) for row in page.rows], page
