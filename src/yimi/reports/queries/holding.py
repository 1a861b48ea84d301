"""Which reports hold what another one counts: longer periods of the same station, its town's, its county's roll-ups."""

from __future__ import annotations

from django.db.models import Q

from yimi.reports.layout import Level
from yimi.reports.models import Report, ReportQuerySet, State
from yimi.reports.subjects import DIGITS

#: Handed in, and so with cells of their own; the others are computed when they are opened.
HANDED_IN = (State.SUBMITTED, State.ACCEPTED, State.LOCKED)


def holding(report: Report, *, of_same_hands: bool) -> list[Report]:
    """The reports handed in that hold ``report``, the shorter periods first. One query.

    ``of_same_hands``: those that whoever filled this one in fills in too; otherwise those of the office above.
    """
    is_county = report.level == Level.COUNTY
    if is_county and not of_same_hands:
        return []  # no roll-up above the county's
    return [
        one
        for one in _about(report, of_county=is_county or not of_same_hands)
        .filter(starts_on__lte=report.starts_on, state__in=HANDED_IN)
        .exclude(pk=report.pk)
        .select_related("unit")
        .order_by("months", "pack")
        if one.span.end >= report.span.end
    ]


def _about(report: Report, *, of_county: bool) -> ReportQuerySet:
    if of_county:
        return Report.objects.filter(
            level=Level.COUNTY, subject_key=report.region_code[: DIGITS[Level.COUNTY]]
        )
    town = Q(level=Level.TOWN, subject_key=report.region_code[: DIGITS[Level.TOWN]])
    if report.level == Level.TOWN:
        return Report.objects.filter(town)
    return Report.objects.filter(Q(level=Level.STATION, unit=report.unit_id) | town)
