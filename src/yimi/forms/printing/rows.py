"""What a printed form is drawn from: rows of cells, the same for Word and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands beside a label: words, boxes to tick, or a signature with its date."""

    text: str = ""
    options: tuple[tuple[bool, str], ...] = ()
    signed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """One or two labelled cells in a row."""

    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Wide:
    """A label and a cell as wide as the paper; ``is_tall`` leaves room to write."""

    label: str
    cell: Cell
    is_tall: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table under its label."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Relative widths of the columns.
    shares: tuple[int, ...]


Row = Pairs | Wide | Grid


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading; the head of the form has none."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole form, ready to draw."""

    title: str
    caption: str
    code: str
    date: str
    confidentiality: str
    blocks: tuple[Block, ...]
    pictures: Sequence[str] = field(default=())
