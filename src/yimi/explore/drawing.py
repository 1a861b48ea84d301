"""Charts as data for templates: bars, a line over time, tiles in five steps. The table with the figures stands above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yimi.insight.figures.table import Cell, Row, Table

#: More bars are not read; the table has them all.
MAX_BARS = 30
STEPS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, point or tile: its name and number, how long or high it is in per cent, its step 1 to 5 (0: not shown)."""

    row: Row
    cell: Cell
    share: float
    step: int = 0
    x: float = 0


def bars(table: Table, column: int = 0) -> list[Mark]:
    """The rows as bars, largest first; nothing when there are fewer than two to compare."""
    shown = [(row, row.cells[column]) for row in table.rows if row.cells[column].number is not None]
    if len(shown) < 2 or table.question.by_period:
        return []
    shown.sort(key=lambda one: -(one[1].number or 0))
    top = max((cell.number or 0 for _row, cell in shown), default=0) or 1
    return [
        Mark(row, cell, round((cell.number or 0) * 100 / top, 1)) for row, cell in shown[:MAX_BARS]
    ]


def line(table: Table, column: int = 0) -> list[Mark]:
    """The rows as points over time, from the left; ``share`` is the height."""
    if not table.question.by_period or len(table.rows) < 2:
        return []
    cells = [row.cells[column] for row in table.rows]
    if any(cell.withheld for cell in cells):
        return []
    top = max((cell.number or 0 for cell in cells), default=0) or 1
    step = 100 / (len(cells) - 1)
    return [
        Mark(row, cell, round((cell.number or 0) * 100 / top, 1), x=round(number * step, 2))
        for number, (row, cell) in enumerate(zip(table.rows, cells, strict=True))
    ]


def polyline(marks: Sequence[Mark]) -> str:
    """The points of a line as an SVG attribute, in a box of 100 by 100."""
    return " ".join(f"{mark.x},{100 - mark.share}" for mark in marks)


def tiles(table: Table, column: int = 0) -> list[Mark]:
    """One tile per place in five equal groups by size; grey where nothing may be shown."""
    rows = [row for row in table.rows if not row.is_own]
    if not table.question.digits or len(rows) < 3:
        return []
    numbers = sorted(one for row in rows if (one := row.cells[column].number) is not None)
    return [
        Mark(row, row.cells[column], 0, _step(row.cells[column].number, numbers)) for row in rows
    ]


def _step(value: int | None, numbers: Sequence[int]) -> int:
    """Which fifth of the sorted ``numbers`` a value falls into, equal values into the same.

    >>> [_step(value, [1, 2, 3, 4, 5]) for value in (1, 3, 5, None)]
    [1, 3, 5, 0]
    """
    if value is None:
        return 0
    below = sum(number < value for number in numbers)
    return min(STEPS, below * STEPS // max(len(numbers), 1) + 1)
