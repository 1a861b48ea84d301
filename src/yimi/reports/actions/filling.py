"""Starting a report, and putting a reported figure beside a derived one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.numbers import take_many, year_mark
from yimi.core.superseding import supersede, take_version
from yimi.reports.access import FILL
from yimi.reports.actions.steps import note_events, step_row
from yimi.reports.errors import Locked, WrongState
from yimi.reports.figures import EACH_MARK
from yimi.reports.layout import Level, ReportPack, Shape
from yimi.reports.models import Report, ReportedValue, ReportStep, State, Step
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.subjects import Subject


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report to start: which pack, about whom, for when; ``by`` starts it where a batch is of several people."""

    pack: ReportPack
    subject: Subject
    span: Span
    by: Actor | None = None


def start_report(wanted: Wanted, *, actor: Actor) -> Report:
    """The report of this subject and period, started if there was none: clicking twice makes one."""
    return start_reports([wanted], actor=actor)[0]


def start_reports(batch: Sequence[Wanted], *, actor: Actor) -> list[Report]:
    """Several at once; those that stand already are returned as they are. Raises Forbidden."""
    for one in batch:
        subject = one.subject
        (one.by or actor).require_at(
            FILL[subject.level], unit_uid=subject.unit_uid, region_code=subject.region_code
        )
    try:
        return _started(batch, actor)
    except IntegrityError:
        # somebody else started the same one in between: it stands now
        return _started(batch, actor)


@transaction.atomic
def _started(batch: Sequence[Wanted], actor: Actor) -> list[Report]:
    standing = {
        (report.pack, report.subject_key, report.starts_on): report
        for report in Report.objects.select_related("unit").filter(
            pack__in={one.pack.key for one in batch},
            starts_on__in={one.span.start for one in batch},
            subject_key__in={one.subject.key for one in batch},
        )
    }
    missing = [one for one in batch if _key(one) not in standing]
    fresh = _rows(missing)
    insert_all(Report, fresh)
    signers = [one.by or actor for one in missing]
    insert_all(
        ReportStep,
        [step_row(new, Step.STARTED, by) for new, by in zip(fresh, signers, strict=True)],
    )
    for new, by in zip(fresh, signers, strict=True):
        note_events(by, "reports.start_report", [new])
    standing |= {(one.pack, one.subject_key, one.starts_on): one for one in fresh}
    return [standing[_key(one)] for one in batch]


def _key(one: Wanted) -> tuple[str, str, date]:
    return one.pack.key, one.subject.key, one.span.start


def _rows(batch: Sequence[Wanted]) -> list[Report]:
    """New rows with numbers such as 411623-R26-0012: county, year of the period, running number."""
    series = [_series(one) for one in batch]
    counts: dict[str, int] = {}
    for name in series:
        counts[name] = counts.get(name, 0) + 1
    taken = {name: iter(found) for name, found in take_many(counts).items()} if counts else {}
    return [
        Report(
            number=f"{name.removeprefix('report:')}-{next(taken[name]):04d}",
            pack=one.pack.key,
            pack_version=one.pack.version,
            level=one.pack.level,
            subject_key=one.subject.key,
            unit_id=one.subject.unit_uid,
            region_code=one.subject.region_code,
            starts_on=one.span.start,
            months=one.span.months,
            locks_on=one.span.due_on(one.pack.deadline_day) + timedelta(days=one.pack.lock_days),
        )
        for name, one in zip(series, batch, strict=True)
    ]


def _series(one: Wanted) -> str:
    return f"report:{one.subject.region_code[:6]}-R{year_mark(one.span.start.year)}"


def require_open(report: Report) -> None:
    """Raise unless the report is still in its author's hands."""
    state = report.shown_state
    if state == State.LOCKED:
        raise Locked()
    if state not in {State.DRAFT, State.RETURNED}:
        raise WrongState(state=state.label)


@transaction.atomic
def report_value(
    report: Report,
    *,
    actor: Actor,
    expected: int,
    row: str,
    value: Decimal,
    source: str,
    note: str = "",
) -> ReportedValue:
    """Put a reported figure beside a line, with its source; an earlier one is superseded. Raises Invalid, Conflict."""
    actor.require_at(
        FILL[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )
    require_open(report)
    _check_row(report, row)
    if not source.strip():
        raise Invalid.one("source", _("请写这个数从哪里来，例如“社会救助系统 10 月台账”。"))
    take_version(report, expected=expected, changes={})
    _withdraw(report, row)
    made = ReportedValue.objects.create(
        report=report,
        row=row,
        value=value,
        source=source.strip(),
        note=note.strip(),
        author_name=actor.name[:50],
        recorded_by=actor.uid,
    )
    note_events(actor, "reports.report_value", [report], row=row)
    return made


@transaction.atomic
def withdraw_value(report: Report, *, actor: Actor, expected: int, row: str) -> None:
    """Take a reported figure back; it stays on file as superseded."""
    actor.require_at(
        FILL[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )
    require_open(report)
    take_version(report, expected=expected, changes={})
    if _withdraw(report, row):
        note_events(actor, "reports.withdraw_value", [report], row=row)


def _withdraw(report: Report, row: str) -> bool:
    standing = report.reported.filter(row=row, superseded_at=None).first()
    if standing is None:
        return False
    supersede(standing, at=clock.now())
    return True


def _check_row(report: Report, row: str) -> None:
    pack = shipped()[report.pack]
    if pack.shape == Shape.TABLE or row.partition(EACH_MARK)[0] not in {
        one.key for one in pack.rows
    }:
        raise Invalid.one("row", _("这一行不能登记上报数。"))
