"""A county's stations and the state of their reports, month by month; and what one's own stations still owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.reports import access
from yimi.reports.layout import Level, ReportPack
from yimi.reports.models import Correction, Report, State
from yimi.reports.queries.beginning import beginnings, is_expected
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import of_level
from yimi.reports.rules import IN, days_late
from yimi.reports.spans import Frequency, Span, recent
from yimi.reports.subjects import Subject, shared_prefix

#: So many past periods stand in the matrix, and on one's own page.
COLUMNS = {Frequency.MONTH: 6, Frequency.QUARTER: 4, Frequency.YEAR: 3}
OWN = {Frequency.MONTH: 3, Frequency.QUARTER: 1, Frequency.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """One report in a list: its state, how late, and the report itself when somebody began it."""

    pack: ReportPack
    subject: Subject
    span: Span
    report: Report | None
    state: str
    days: int
    due_on: date

    @property
    def label(self) -> str:
        """The state in words."""
        return str(State(self.state).label) if self.state != "none" else ""

    @property
    def look(self) -> str:
        """The look of its tag."""
        if self.state in {State.ACCEPTED, State.LOCKED}:
            return "t"
        if self.state == State.SUBMITTED:
            return ""
        return "r" if self.days else "w" if self.state == State.RETURNED else "off"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Stations by periods, the latest first."""

    pack: ReportPack
    spans: Sequence[Span]
    rows: Sequence[tuple[Subject, Sequence[Mark | None]]]

    @property
    def waiting(self) -> list[Mark]:
        """Handed in and not looked at yet, the oldest first."""
        marks = [mark for _subject, row in self.rows for mark in row if mark]
        found = [mark for mark in marks if mark.state == State.SUBMITTED]
        return sorted(found, key=lambda mark: (mark.span.start, mark.subject.region_code))

    @property
    def in_time(self) -> tuple[int, int]:
        """Of the reports due: how many came in time, and how many were due (P29)."""
        due = [
            mark
            for _s, row in self.rows
            for mark in row
            if mark and (mark.days or mark.state in IN)
        ]
        return sum(1 for mark in due if mark.state in IN and not mark.days), len(due)


def matrix_of(actor: Actor, pack: ReportPack, prefix: str, *, on: date) -> Matrix:
    """The stations (or towns) under a prefix that the actor sees, by the last periods. Four queries, whatever the number."""
    spans = list(recent(pack.frequency, on, COLUMNS[pack.frequency]))
    units = list(access.reporting_units(actor, access.VIEW).within(prefix))
    subjects = [station_subject(unit) for unit in units]
    if pack.level == Level.TOWN:
        subjects = place_subjects(Level.TOWN, dict.fromkeys(unit.region_code for unit in units))
    reports = _reports(pack, spans, [subject.key for subject in subjects])
    begun = beginnings(prefix)
    opened = {str(unit.pk): (unit.opened_on, unit.closed_on) for unit in units}
    rows = [
        (
            subject,
            [
                _mark(pack, subject, span, reports.get((span.start, subject.key)), on)
                if (span.start, subject.key) in reports
                or (
                    _owes(opened.get(subject.key), span)
                    and is_expected(begun, pack, subject.region_code, span, on)
                )
                else None
                for span in spans
            ],
        )
        for subject in subjects
    ]
    return Matrix(pack, spans, rows)


def _owes(days: tuple[date | None, date | None] | None, span: Span) -> bool:
    """A station owes the periods in which it was open on the last day."""
    if days is None:
        return True
    opened, closed = days
    return (opened is None or opened < span.end) and (closed is None or closed >= span.end)


def _reports(
    pack: ReportPack, spans: Sequence[Span], keys: Sequence[str]
) -> dict[tuple[date, str], Report]:
    found = Report.objects.filter(
        pack=pack.key, starts_on__in=[span.start for span in spans], subject_key__in=keys
    )
    return {(one.starts_on, one.subject_key): one for one in found}


def _mark(pack: ReportPack, subject: Subject, span: Span, report: Report | None, on: date) -> Mark:
    state = report.state_on(on) if report else "none"
    due = span.due_on(pack.deadline_day)
    handed_in = _day(report)
    return Mark(pack, subject, span, report, state, days_late(state, due, on, handed_in), due)


def _day(report: Report | None) -> date | None:
    at = report.submitted_at if report else None
    return clock.local_date(at) if at else None


def own_marks(actor: Actor, *, on: date) -> list[Mark]:
    """What the actor's own stations (for heads) or counties (for officers) owe: due first. Four queries."""
    found: list[Mark] = []
    if actor.may(access.FILL[Level.STATION]):
        units = list(access.reporting_units(actor, access.FILL[Level.STATION]))
        found += _marks([station_subject(unit) for unit in units], Level.STATION, on)
    if actor.may(access.FILL[Level.COUNTY]):
        codes = {
            f"{scope.key[:6]}000000"
            for scope in actor.scopes(access.FILL[Level.COUNTY])
            if len(scope.key) == 6
        }
        found += _marks(place_subjects(Level.COUNTY, sorted(codes)), Level.COUNTY, on)
    return sorted(found, key=lambda mark: (mark.state in IN, mark.due_on, mark.pack.key))


def _marks(subjects: Sequence[Subject], level: Level, on: date) -> list[Mark]:
    wanted = [
        (pack, span)
        for pack in of_level(level)
        if pack.asked
        for span in recent(pack.frequency, on, OWN[pack.frequency])
    ]
    reports = {
        (one.pack, one.starts_on, one.subject_key): one
        for one in Report.objects.filter(
            pack__in={pack.key for pack, _span in wanted},
            starts_on__in={span.start for _pack, span in wanted},
            subject_key__in=[subject.key for subject in subjects],
        )
    }
    begun = beginnings(shared_prefix([subject.region_code for subject in subjects]))
    return [
        _mark(pack, subject, span, reports.get((pack.key, span.start, subject.key)), on)
        for subject in subjects
        for pack, span in wanted
        if is_expected(begun, pack, subject.region_code, span, on)
    ]


def open_corrections(actor: Actor) -> list[Correction]:
    """Corrections of the reports that the actor reviews and has not taken note of. One query."""
    here = access.visible_reports(actor).filter(
        level__in=[level for level, permission in access.REVIEW.items() if actor.may(permission)]
    )
    found = Correction.objects.filter(report__in=here, accepted_at=None)
    listed = found.select_related("report", "report__unit").order_by("recorded_at")[:100]
    return [one for one in listed if access.may_review(actor, one.report)]
