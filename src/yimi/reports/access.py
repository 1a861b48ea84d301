"""Who may reach which report: the station it is about, and the offices of its division. Reports name no resident."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.reports.layout import Level
from yimi.reports.models import Correction, Reminder, Report, ReportQuerySet
from yimi.reports.subjects import Subject
from yimi.stations.models import ServiceUnit, UnitKind, UnitQuerySet

VIEW = "reports.view_reports"
#: What opens the doors; whose reports, the level decides.
FILL_DOOR, REVIEW_DOOR = "reports.fill_reports", "reports.review_reports"
FILL = {
    Level.STATION: "reports.fill_station",
    Level.TOWN: "reports.fill_station",
    Level.COUNTY: "reports.fill_county",
}
REVIEW = {
    Level.STATION: "reports.review_station",
    Level.TOWN: "reports.review_station",
    Level.COUNTY: "reports.review_county",
}
REVIEW_STATION = REVIEW[Level.STATION]
BULLETINS = "reports.view_bulletins"


def visible_reports(actor: Actor) -> ReportQuerySet:
    """Reports about the actor's units and divisions; raises Forbidden without the right."""
    return Report.objects.filter(scope_condition(actor, VIEW, unit="unit_id", region="region_code"))


def get_report_for_view(actor: Actor, uid: UUID | str) -> Report:
    """One visible report; NotFound for strangers."""
    if not actor.may(VIEW):
        raise NotFound()
    found = visible_reports(actor).select_related("unit").filter(pk=uid).first()
    if found is None:
        raise NotFound()
    return found


def get_report_to_fill(actor: Actor, uid: UUID | str) -> Report:
    """One report that the actor fills in; Forbidden for those who may only look."""
    report = get_report_for_view(actor, uid)
    _require(actor, FILL[Level(report.level)], report)
    return report


def get_report_to_review(actor: Actor, uid: UUID | str) -> Report:
    """One report that the actor returns, accepts, locks; Forbidden for those who may only look."""
    report = get_report_for_view(actor, uid)
    _require(actor, REVIEW[Level(report.level)], report)
    return report


def get_correction_to_review(actor: Actor, uid: UUID | str) -> Correction:
    """One correction whose report the actor reviews."""
    found = Correction.objects.select_related("report", "report__unit").filter(pk=uid).first()
    if found is None:
        raise NotFound()
    get_report_to_review(actor, found.report_id)
    return found


def may_fill(actor: Actor, subject: Subject) -> bool:
    """Whether the actor fills in reports about this subject. No query."""
    return actor.may_at(
        FILL[subject.level], unit_uid=subject.unit_uid, region_code=subject.region_code
    )


def may_review(actor: Actor, report: Report) -> bool:
    """Whether the actor returns and accepts it. No query."""
    return actor.may_at(
        REVIEW[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )


def may_view(actor: Actor, subject: Subject) -> bool:
    """Whether the actor sees reports about this subject. No query."""
    return actor.may_at(VIEW, unit_uid=subject.unit_uid, region_code=subject.region_code)


def may_view_report(actor: Actor, report: Report) -> bool:
    """Whether the actor sees this report. No query."""
    return actor.may_at(VIEW, unit_uid=report.unit_id, region_code=report.region_code)


def reporting_units(actor: Actor, permission: str) -> UnitQuerySet:
    """The stations that owe reports where the actor holds ``permission``, in order of place."""
    here = scope_condition(actor, permission, unit="uid", region="region_code")
    return ServiceUnit.objects.filter(here, kind=UnitKind.STATION).order_by("region_code", "number")


def visible_reminders(actor: Actor) -> QuerySet[Reminder]:
    """Reminders sent to the actor's stations."""
    return Reminder.objects.filter(
        scope_condition(actor, FILL[Level.STATION], unit="unit_id", region="region_code")
    )


def _require(actor: Actor, permission: str, report: Report) -> None:
    actor.require_at(permission, unit_uid=report.unit_id, region_code=report.region_code)
