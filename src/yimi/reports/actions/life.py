"""Handing a report in with its cells frozen, returning, accepting, locking. Each is compare-and-set and safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.reports import figures
from yimi.reports.access import FILL, REVIEW
from yimi.reports.actions.steps import is_repeat, note_events, take_step
from yimi.reports.errors import FactsBehind, NotOver, OwnReport
from yimi.reports.figures import Cells, Facts
from yimi.reports.layout import Level, ReportPack, Shape
from yimi.reports.models import Report, ReportCell, State, Step
from yimi.reports.queries.cells import each_titles, targets_of
from yimi.reports.queries.subjects import subject_of_report
from yimi.reports.reading import shipped


@dataclass(frozen=True, slots=True)
class Seen:
    """A report and the version of it that somebody acts on; ``by`` signs it where a batch is of several people."""

    report: Report
    expected: int
    by: Actor | None = None


def submit_report(
    report: Report, *, actor: Actor, expected: int, facts: Facts | None = None
) -> Report:
    """Hand a report in: its figures are computed from ``facts`` (the newest) and frozen."""
    return submit_reports([Seen(report, expected)], actor=actor, facts=facts)[0]


@transaction.atomic
def submit_reports(
    batch: Sequence[Seen], *, actor: Actor, facts: Facts | None = None
) -> list[Report]:
    """Several at once; those of one pack and period are computed together.

    Raises Forbidden, NotOver, FactsBehind, WrongState, Conflict, ``NoFactsYet``.
    """
    for seen in batch:
        report, signer = seen.report, seen.by or actor
        signer.require_at(
            FILL[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
        )
    fresh = [seen for seen in batch if not _repeated(seen, Step.SUBMITTED, actor)]
    if fresh:
        facts = facts or figures.newest()
        for (key, _start, _months), group in groupby(sorted(fresh, key=_kind), key=_kind):
            listed = list(group)
            span = listed[0].report.span
            if clock.today() < span.end:
                raise NotOver(period=span.words)
            if clock.local_date(figures.reach_of(facts)) < span.end:
                raise FactsBehind()
            _submit(shipped()[key], listed, actor, facts)
    return [seen.report for seen in batch]


def _kind(seen: Seen) -> tuple[str, object, int]:
    return seen.report.pack, seen.report.starts_on, seen.report.months


def _repeated(seen: Seen, step: Step, actor: Actor) -> bool:
    return is_repeat(seen.report, step, actor=seen.by or actor, expected=seen.expected)


def _submit(pack: ReportPack, batch: Sequence[Seen], actor: Actor, facts: Facts) -> None:
    subjects = {seen.report.pk: subject_of_report(seen.report) for seen in batch}
    span = batch[0].report.span
    computed = figures.compute(pack, list(subjects.values()), span, facts)
    targets = targets_of(pack, [one.key for one in subjects.values()], span)
    at = clock.now()
    rows: list[ReportCell] = []
    for seen in batch:
        report = seen.report
        take_step(
            report,
            Step.SUBMITTED,
            actor=seen.by or actor,
            expected=seen.expected,
            round=report.round + 1,
            submitted_at=at,
            manifest=facts.number,
            known_at=figures.reach_of(facts),
        )
        key = subjects[report.pk].key
        rows += cell_rows(pack, report, computed[key] | targets.get(key, {}))
    insert_all(ReportCell, rows)
    for seen in batch:
        note_events(seen.by or actor, "reports.submit_report", [seen.report], manifest=facts.number)


def cell_rows(pack: ReportPack, report: Report, cells: Cells) -> Iterable[ReportCell]:
    """The cells of a submission, unsaved."""
    titles = each_titles(pack, cells)
    units = {row.key: row.unit for row in pack.rows}
    return [
        ReportCell(
            report=report,
            round=report.round,
            row=row,
            column=column,
            title=titles.get(row, "")[:80],
            unit=units[unit_key(pack, row, column)],
            value=amount.value,
            numerator=amount.counts[0] if amount.counts else None,
            denominator=amount.counts[1] if amount.counts else None,
        )
        for (row, column), amount in cells.items()
    ]


def unit_key(pack: ReportPack, row: str, column: str) -> str:
    """Whose unit a cell has: its line's, or in a table its column's."""
    return column if pack.shape == Shape.TABLE else row.partition(figures.EACH_MARK)[0]


@transaction.atomic
def return_report(report: Report, *, actor: Actor, expected: int, reason: str) -> Report:
    """Send a report back with a reason; also one that was accepted, until it locks."""
    _require_review(report, actor)
    if not reason.strip():
        raise Invalid.one("reason", _("请写清楚要改什么，填报人会看到。"))
    if is_repeat(report, Step.RETURNED, actor=actor, expected=expected):
        return report
    take_step(report, Step.RETURNED, actor=actor, expected=expected, note=reason.strip())
    note_events(actor, "reports.return_report", [report], reason=reason.strip()[:300])
    return report


@transaction.atomic
def accept_reports(batch: Sequence[Seen], *, actor: Actor) -> list[Report]:
    """Accept reports, all or none. Raises Forbidden, OwnReport, WrongState, Conflict."""
    for seen in batch:
        _require_review(seen.report, actor)
        _require_another(seen.report, actor)
    fresh = [seen for seen in batch if not _repeated(seen, Step.ACCEPTED, actor)]
    for seen in fresh:
        take_step(seen.report, Step.ACCEPTED, actor=actor, expected=seen.expected)
    note_events(actor, "reports.accept_report", [seen.report for seen in fresh])
    return [seen.report for seen in batch]


@transaction.atomic
def lock_report(report: Report, *, actor: Actor, expected: int) -> Report:
    """Lock an accepted report before its day: from now on only corrections."""
    _require_review(report, actor)
    if report.shown_state == State.LOCKED and report.state == State.ACCEPTED:
        return report  # its day has come already
    if is_repeat(report, Step.LOCKED, actor=actor, expected=expected):
        return report
    take_step(report, Step.LOCKED, actor=actor, expected=expected)
    note_events(actor, "reports.lock_report", [report])
    return report


def _require_review(report: Report, actor: Actor) -> None:
    actor.require_at(
        REVIEW[Level(report.level)], unit_uid=report.unit_id, region_code=report.region_code
    )


def _require_another(report: Report, actor: Actor) -> None:
    """Four eyes: whoever handed it in does not accept it."""
    last = report.steps.filter(kind=Step.SUBMITTED).order_by("-at", "-round").first()
    if last is not None and last.actor_uid == actor.uid:
        raise OwnReport()
