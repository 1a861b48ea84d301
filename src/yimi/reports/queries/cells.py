"""Reading cells: those of a submission, those in force after corrections, targets, and the names of lines from data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yimi.reports.figures import EACH_MARK, Amount, Cells
from yimi.reports.layout import Column, ReportPack
from yimi.reports.models import CorrectionCell, Report, ReportCell, Target
from yimi.reports.spans import Span
from yimi.services.models import ServiceItem


def frozen_cells(report: Report) -> Cells:
    """The figures of the last submission; none before the first. One query."""
    cells = ReportCell.objects.filter(report=report, round=report.round)
    return {(cell.row, cell.column): amount_of(cell) for cell in cells}


def cells_in_force(report: Report) -> Cells:
    """The figures of the last submission with its corrections laid over. Two queries."""
    cells = frozen_cells(report)
    over = CorrectionCell.objects.filter(correction__report=report, correction__round=report.round)
    for cell in over.order_by("correction__serial"):
        cells[cell.row, cell.column] = amount_of(cell)
    return cells


def amount_of(cell: ReportCell | CorrectionCell) -> Amount:
    """A stored cell as a figure."""
    if cell.numerator is not None and cell.denominator is not None:
        return Amount(None, (cell.numerator, cell.denominator))
    return Amount(cell.value)


def old_amount_of(cell: CorrectionCell) -> Amount:
    """What a corrected cell said before."""
    if cell.old_numerator is not None and cell.old_denominator is not None:
        return Amount(None, (cell.old_numerator, cell.old_denominator))
    return Amount(cell.old_value)


def targets_of(pack: ReportPack, keys: Sequence[str], span: Span) -> dict[str, Cells]:
    """The year's targets of subjects as cells, for packs with such a column. One query, or none."""
    if Column.TARGET not in pack.columns:
        return {}
    found: dict[str, Cells] = {}
    targets = Target.objects.current().filter(subject_key__in=keys, year=span.start.year)
    for target in targets:
        for row in pack.derived:
            if row.indicator == target.indicator and not row.cut:
                cells = found.setdefault(target.subject_key, {})
                cells[row.key, Column.TARGET.value] = Amount(target.value)
    return found


def each_titles(pack: ReportPack, cells: Cells) -> dict[str, str]:
    """Names of the lines that come from the data: items of the catalogue. One query, or none."""
    names = {row: row.partition(EACH_MARK)[2] for row, _column in cells if EACH_MARK in row}
    if not names:
        return {}
    known = item_names(names.values())
    return {row: known.get(code, code or "没有写项目的") for row, code in names.items()}


def item_names(codes: Iterable[str]) -> dict[str, str]:
    """Items by code."""
    items = ServiceItem.objects.filter(pk__in=set(codes))
    return dict(items.values_list("pk", "name"))
