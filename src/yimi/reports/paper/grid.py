"""A report's table as rows of texts, the same for Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from yimi.reports.paper import words
from yimi.reports.queries.sheet import Sheet


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: texts, whether it is a heading over the whole width or a total."""

    texts: tuple[str, ...]
    is_heading: bool = False
    is_total: bool = False
    numbers: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Head, rows, and relative widths of the columns; ``first_number`` is the first column of figures."""

    head: tuple[str, ...]
    rows: tuple[GridRow, ...]
    shares: tuple[int, ...]
    first_number: int
    is_wide: bool


def grid_of(sheet: Sheet) -> Grid:
    """The table to draw."""
    return _table(sheet) if sheet.is_table else _list(sheet)


def _list(sheet: Sheet) -> Grid:
    with_reported = words.has_reported(sheet)
    head = ["指标", "单位", *(one.title for one in sheet.heads)]
    if with_reported:
        head.append("上报数")
    rows: list[GridRow] = []
    for title, lines in sheet.groups:
        rows.append(GridRow((title,), is_heading=True))
        for line in lines:
            texts = [words.line_title(line), line.unit, *(cell.text for cell in line.cells)]
            numbers = [None, None, *(cell.number for cell in line.cells)]
            if with_reported:
                texts.append(f"{line.reported.value.normalize():f}" if line.reported else "")
                numbers.append(line.reported.value.normalize() if line.reported else None)
            rows.append(GridRow(tuple(texts), numbers=tuple(numbers)))
    shares = (9, 3, *(3 for _one in sheet.heads), *((3,) if with_reported else ()))
    return Grid(tuple(head), tuple(rows), shares, 2, is_wide=False)


def _table(sheet: Sheet) -> Grid:
    head = ("乡镇（街道）", *(words.head_of(one.title, one.unit) for one in sheet.heads))
    rows = tuple(
        GridRow(
            (line.title, *(cell.text for cell in line.cells)),
            is_total=line.is_total,
            numbers=(None, *(cell.number for cell in line.cells)),
        )
        for line in sheet.lines
    )
    return Grid(head, rows, (5, *(3 for _one in sheet.heads)), 1, is_wide=True)
