"""Which records of a report's period were entered, corrected or taken back after its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from yimi.core.scoping import region_range
from yimi.reports.layout import Level
from yimi.reports.models import Report
from yimi.services.models import ServiceRecord


@dataclass(frozen=True, slots=True)
class Changes:
    """Records by what happened to them after the report."""

    late: int
    amended: int
    voided: int


def count_changes(report: Report, *, until: datetime) -> Changes:
    """How many records changed between the report's facts and ``until``. Three queries."""
    since = report.known_at
    records = _records(report)
    recorded = records.filter(recorded_at__gt=since, recorded_at__lte=until)
    return Changes(
        late=recorded.filter(version=1).count(),
        amended=recorded.filter(version__gt=1).values("number").distinct().count(),
        voided=records.filter(voided_at__gt=since, voided_at__lte=until).count(),
    )


def _records(report: Report) -> QuerySet[ServiceRecord]:
    within = ServiceRecord.objects.filter(
        served_on__gte=report.starts_on, served_on__lt=report.span.end
    )
    if report.level == Level.STATION:
        return within.filter(unit=report.unit_id)
    return within.filter(region_range("unit_region_code", report.subject_key))
