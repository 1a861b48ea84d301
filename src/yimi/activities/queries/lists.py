"""The list of activities: filtered, newest first, with the same number of queries for three rows and thirty."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.activities.access import visible_activities
from yimi.activities.models import Activity
from yimi.activities.queries.held import standing_records
from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.services.models import ServiceRecord
from yimi.services.planned import PlannedFilter


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row: the plan, and the record of what was held while it stands."""

    activity: Activity
    record: ServiceRecord | None


def list_activities(
    actor: Actor, chosen: PlannedFilter, *, before: str = "", after: str = ""
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
