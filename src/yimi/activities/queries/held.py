"""What was held: an activity and the service record that stands for it. The only place that joins the two."""

from __future__ import annotations

from collections.abc import Iterable

from yimi.activities.models import Activity
from yimi.services.models import ServiceRecord


def standing_record(activity: Activity) -> ServiceRecord | None:
    """The version of the activity's record that stands; None when there is none or it was voided. One query."""
    if not activity.record_number:
        return None
    return (
        ServiceRecord.objects.current()
        .select_related("key", "household", "unit")
        .filter(number=activity.record_number)
        .first()
    )


def standing_records(activities: Iterable[Activity]) -> dict[str, ServiceRecord]:
    """Number → the version that stands. One query."""
    numbers = [one.record_number for one in activities if one.record_number]
    return {row.number: row for row in ServiceRecord.objects.current().filter(number__in=numbers)}
