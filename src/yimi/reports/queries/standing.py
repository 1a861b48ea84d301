"""One report as it stands: the sheet to show, whether figures are frozen or live, what the actor may do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.insight.errors import NoFactsYet
from yimi.reports import access, figures
from yimi.reports.figures import EACH_MARK, Amount, Facts
from yimi.reports.layout import Column, ReportPack, Shape
from yimi.reports.models import Correction, CorrectionCell, Report, ReportStep, State
from yimi.reports.queries.cells import (
    amount_of,
    cells_in_force,
    frozen_cells,
    old_amount_of,
    targets_of,
)
from yimi.reports.queries.columns import column_words
from yimi.reports.queries.opening import Openings, computed_at
from yimi.reports.queries.place import Place
from yimi.reports.queries.sheet import (
    Opens,
    Sheet,
    build_sheet,
    line_title,
    nowhere,
)
from yimi.reports.values import shown_unit, value_text


@dataclass(frozen=True, slots=True)
class Rights:
    """What the actor may do with this report now."""

    fill: bool = False
    submit: bool = False
    review: bool = False
    give_back: bool = False
    lock: bool = False
    noting: bool = False
    correct: bool = False


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One changed figure in words."""

    title: str
    column: str
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction and its cells in words; what brought it along, what it brought along, as far as the actor sees it."""

    correction: Correction
    cells: Sequence[ChangedCell]
    cause: Correction | None = None
    carried: Sequence[Correction] = ()


@dataclass(frozen=True)
class Standing:
    """A report as a page shows it. ``sheet`` is None when no facts are published yet."""

    place: Place
    sheet: Sheet | None
    facts: Facts | None
    rights: Rights
    due_on: date
    steps: Sequence[ReportStep] = field(default_factory=list)
    corrections: Sequence[ShownCorrection] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether the period has ended, so that it may be handed in."""
        return clock.today() >= self.place.span.end


def standing_of(actor: Actor, place: Place) -> Standing:
    """The report with its figures: frozen ones once it is handed in, the newest before."""
    report = place.report
    facts = None
    if report is None or report.state in {State.DRAFT, State.RETURNED}:
        try:
            facts = figures.newest()
        except NoFactsYet:
            facts = None
    at = figures.reach_of(facts) if facts else computed_at(report)
    openings = Openings(actor, place)
    sheet = sheet_of(
        place, facts, opens=lambda row, column: openings.href(row, column, at) if at else ""
    )
    return Standing(
        place=place,
        sheet=sheet,
        facts=facts,
        rights=_rights(actor, place),
        due_on=place.span.due_on(place.pack.deadline_day),
        steps=list(report.steps.order_by("at", "round", "uid")) if report else [],
        corrections=_corrections(actor, report, place.pack, sheet) if report else [],
    )


def _corrections(
    actor: Actor, report: Report, pack: ReportPack, sheet: Sheet | None
) -> list[ShownCorrection]:
    """Four queries, whatever their number."""
    found = (
        report.corrections.select_related("cause__report")
        .prefetch_related("cells", "carried__report")
        .order_by("serial")
    )
    rows = [row.key for row in pack.rows]
    columns = [*pack.columns, *rows]
    places = {line.key: line.title for line in sheet.lines} if sheet and sheet.is_table else {}

    def order(cell: CorrectionCell) -> tuple[int, str, int]:
        key = cell.row.partition(EACH_MARK)[0]
        place = rows.index(key) if key in rows else len(rows)
        return place, cell.row, columns.index(cell.column)

    def seen(one: Correction | None) -> bool:
        return one is not None and access.may_view_report(actor, one.report)

    return [
        ShownCorrection(
            one,
            [
                _changed(pack, cell, places.get(cell.row, ""))
                for cell in sorted(one.cells.all(), key=order)
            ],
            cause=one.cause if seen(one.cause) else None,
            carried=[each for each in one.carried.all() if seen(each)],
        )
        for one in found
    ]


def _changed(pack: ReportPack, cell: CorrectionCell, place: str) -> ChangedCell:
    is_table = pack.shape == Shape.TABLE
    return ChangedCell(
        title=cell.title or line_title(pack, cell.row, cell.column, place=place),
        column="" if is_table else column_words(Column(cell.column), pack.frequency),
        before=_text(old_amount_of(cell), cell.unit),
        text=_text(amount_of(cell), cell.unit),
    )


def _text(amount: Amount, unit: str) -> str:
    return f"{value_text(amount.value, amount.counts, unit)} {shown_unit(unit)}".removesuffix(" %")


def sheet_of(place: Place, facts: Facts | None = None, opens: Opens = nowhere) -> Sheet | None:
    """The sheet: with ``facts`` computed now, otherwise as frozen; None when there is neither."""
    pack, subject, span, report = place.pack, place.subject, place.span, place.report
    reported = report.reported.filter(superseded_at=None) if report else ()
    if facts is not None:
        cells = figures.compute(pack, [subject], span, facts)[subject.key]
        cells |= targets_of(pack, [subject.key], span).get(subject.key, {})
        return build_sheet(
            pack, subject, span, cells, report=report, reported=reported, opens=opens
        )
    if report is None or not report.round:
        return None
    return build_sheet(
        pack, subject, span, cells_in_force(report),
        report=report, reported=reported, frozen=frozen_cells(report), opens=opens,
    )  # fmt: skip


def paper_of(place: Place) -> Sheet:
    """The sheet to print: as frozen, or as computed now for one that is not in. Raises ``NoFactsYet``."""
    report = place.report
    is_open = report is None or report.state in {State.DRAFT, State.RETURNED}
    sheet = sheet_of(place, figures.newest() if is_open else None)
    if sheet is None:
        raise NotFound()
    return sheet


def _rights(actor: Actor, place: Place) -> Rights:
    state = place.state
    fills = access.may_fill(actor, place.subject)
    reviews = place.report is not None and access.may_review(actor, place.report)
    is_open = state in {"none", State.DRAFT, State.RETURNED}
    return Rights(
        fill=fills and is_open,
        submit=fills and is_open and clock.today() >= place.span.end,
        review=reviews and state == State.SUBMITTED,
        give_back=reviews and state in {State.SUBMITTED, State.ACCEPTED},
        lock=reviews and state == State.ACCEPTED,
        noting=reviews,
        correct=fills and state == State.LOCKED,
    )
