"""Since when reports are expected: a county owes last month's, and others only since its first report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Min
from django.db.models.functions import Substr

from yimi.reports.layout import ReportPack
from yimi.reports.models import Report
from yimi.reports.spans import Frequency, Span

#: County's six digits → first day of the first period that anybody there reported on.
Beginnings = Mapping[str, date]


def beginnings(prefix: str) -> Beginnings:
    """When reporting began, county by county under ``prefix``. One query."""
    found = Report.objects.within(prefix).order_by().annotate(county=Substr("region_code", 1, 6))
    return dict(found.values_list("county").annotate(first=Min("starts_on")))


def is_expected(
    begun: Beginnings, pack: ReportPack, region_code: str, span: Span, on: date
) -> bool:
    """Whether a report for ``span`` is expected on ``on``: always last month's, others since reporting began."""
    if pack.frequency == Frequency.MONTH and span == Span.of(pack.frequency, on).before():
        return True
    first = begun.get(region_code[:6])
    return first is not None and span.end > first
