"""What an answer is made of: columns, rows, cells; a cell says what it is, or why it is not shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from yimi.engine.indicators import Indicator
from yimi.insight.figures.question import Question
from yimi.insight.figures.spans import Span


class Withheld(StrEnum):
    """Why a figure is not shown; the sentences stand in ``words``."""

    SMALL = "small"
    NOT_BELOW_TOWNSHIP = "not_below_township"
    ONE_QUARTER = "one_quarter"
    NOT_SETTLED = "not_settled"
    NOT_CUT = "not_cut"
    ROOMS = "rooms"
    NO_UNIT = "no_unit"


class NoTotal(StrEnum):
    """Why the rows have no total."""

    STOCK = "stock"
    CUTS_OVERLAP = "cuts_overlap"


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell as a request for its rows: an indicator that is no ratio, a place or unit, a span, the cuts' values."""

    indicator: str
    span: Span
    place: str = ""
    unit: UUID | None = None
    cuts: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure. ``value`` is a whole number in the indicator's unit; a ratio has ``counts`` (numerator, denominator)."""

    value: int | None = None
    counts: tuple[int, int] | None = None
    withheld: Withheld | None = None
    before: Cell | None = None
    target: int | None = None
    refs: tuple[CellRef, ...] = ()

    @property
    def permille(self) -> int | None:
        """A ratio in thousandths, halves up; None without a denominator."""
        if not self.counts or not self.counts[1]:
            return None
        above, below = self.counts
        return (above * 2000 + below) // (below * 2)

    @property
    def number(self) -> int | None:
        """What is compared and drawn: the value, or the thousandths of a ratio."""
        return self.permille if self.counts else self.value

    @property
    def may_open(self) -> bool:
        """Whether its rows may be listed."""
        return bool(self.refs) and self.withheld is None


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator, and the value of each cut."""

    indicator: Indicator
    cuts: tuple[tuple[str, str | None], ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is a code prefix, a unit's uid, a period or a cut's code.

    ``is_own``: what lies in no place below, or was done by a unit from elsewhere.
    """

    key: str
    name: Any
    cells: tuple[Cell, ...] = ()
    is_own: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return all(not cell.number and cell.withheld is None for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The answer. ``through_at``: the facts hold everything recorded up to then; ``known_at``: as it was known."""

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[Cell | NoTotal, ...]
    of: str
    through_at: datetime
    known_at: datetime | None = None
    settled: bool = False
    place_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether every cell is nothing."""
        return all(row.is_empty for row in self.rows)
