"""What a report's address names: a pack, a period, a subject, and the report if somebody began it."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.reports.layout import ReportPack
from yimi.reports.models import Report
from yimi.reports.queries.subjects import pack_of, span_of, subject_of
from yimi.reports.spans import Span
from yimi.reports.subjects import Subject


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names: a pack, a period, a subject, and the report if somebody began it."""

    pack: ReportPack
    span: Span
    subject: Subject
    report: Report | None

    @property
    def args(self) -> tuple[str, str, str]:
        """The address's arguments."""
        return self.pack.key, self.span.label, self.subject.key

    @property
    def state(self) -> str:
        """The report's state today; ``none`` before anybody began."""
        return self.report.shown_state if self.report else "none"


def place_of(actor: Actor, pack_key: str, label: str, subject_key: str) -> Place:
    """What the address names, for those who see reports about it; NotFound otherwise, and for periods to come."""
    pack = pack_of(pack_key)
    span = span_of(pack, label)
    subject = subject_of(actor, pack.level, subject_key)
    if span.start > clock.today():
        raise NotFound()
    report = (
        Report.objects.of(pack.key, span)
        .filter(subject_key=subject.key)
        .select_related("unit")
        .first()
    )
    return Place(pack, span, subject, report)


def report_of(place: Place) -> Report:
    """The report, begun already; NotFound otherwise."""
    if place.report is None:
        raise NotFound()
    return place.report
