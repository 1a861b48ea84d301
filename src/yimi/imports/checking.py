"""From the rows of a file to the columns of a kind: what is skipped, what is read, what is faulty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yimi.imports.cells import Parser, plain, read_column
from yimi.imports.faults import CellRefused, Problem
from yimi.imports.headers import Header, squeeze
from yimi.imports.kinds.base import EXAMPLE, MARK, Kind, Table

Row = tuple[str, ...]
Progress = Callable[[int], None]

MAX_ROWS = 300_000
#: What begins a line below the list that is no row of it.
FOOTERS = (
    "合计",
    "总计",
    "小计",
    "填表",
    "制表",
    "填报",
    "审核",
    "审批",
    "负责人",
    "联系人",
    "注：",
    "注:",
    "备注：",
    "说明",
    "单位（盖章）",
)
#: A column's memory is emptied when it has seen this many different cells.
MEMORY = 50_000


@dataclass(slots=True)
class Skipped:
    """Rows that are none: the template's example, blank lines, repeated headers and what stands below the list."""

    examples: int = 0
    notes: int = 0


class TooManyRows(ValueError):
    """More rows than one import takes."""


def read_table(
    blocks: Iterable[Sequence[Row]],
    header: Header,
    kind: Kind,
    parsers: Mapping[str, Parser],
    progress: Progress | None = None,
) -> tuple[Table, Skipped]:
    """Read every row of the file into ``kind``'s columns. Works block by block, column by column."""
    table, skipped = Table(), Skipped()
    places = header.fields
    read = {
        column.field: parsers.get(column.field) or column.parse
        for column in kind.columns
        if column.field in places
    }
    required = [
        column.field for column in kind.columns if column.is_required and column.field in places
    ]
    table.columns = {name: [] for name in read}
    memories: dict[str, dict[str, object]] = {name: {} for name in read}
    for lines, rows in _data_rows(blocks, header, required, skipped):
        first = len(table.lines)
        table.lines += lines
        if len(table.lines) > MAX_ROWS:
            raise TooManyRows
        for name, parse in read.items():
            if len(memories[name]) > MEMORY:
                memories[name].clear()
            at = places[name]
            values = read_column([row[at] for row in rows], parse or str, memories[name])
            _put_refusals(table, name, values, first)
            table.columns[name] += values
        if progress:
            progress(len(table.lines))
    _refuse_missing(table, required)
    return table, skipped


def _put_refusals(table: Table, name: str, values: list[object], first: int) -> None:
    for offset, value in enumerate(values):
        if type(value) is CellRefused:
            table.refuse(first + offset, name, value.problem, value.detail)
            values[offset] = None


def _refuse_missing(table: Table, required: Sequence[str]) -> None:
    """An empty cell that must be filled; one that could not be read has its fault already. 村 may come from above."""
    for name in required:
        if name == "village":
            continue  # a household's village often stands in its first row only: the importer decides
        for at, value in enumerate(table.columns[name]):
            if value is None and not any(f.field == name for f in table.faults.get(at, ())):
                table.refuse(at, name, Problem.MISSING)


def _data_rows(
    blocks: Iterable[Sequence[Row]], header: Header, required: Sequence[str], skipped: Skipped
) -> Iterator[tuple[list[int], list[Row]]]:
    """The rows below the header that are rows of the list, padded to the header's width, with their line numbers."""
    width = max((match.column for match in header.matches), default=0) + 1
    titles = {squeeze(match.title) for match in header.matches}
    mark = header.fields.get(MARK)
    needed = [header.fields[name] for name in required]
    line = 0
    for block in blocks:
        lines, rows = [], []
        for cells in block:
            line += 1
            if line <= header.last + 1:
                continue
            row = cells if len(cells) >= width else cells + ("",) * (width - len(cells))
            if not "".join(row[:width]).strip():
                continue
            if mark is not None and row[mark].strip().startswith(EXAMPLE):
                skipped.examples += 1
            elif _is_note(row, width, needed) or _is_header_again(row, titles):
                skipped.notes += 1
            else:
                lines.append(line)
                rows.append(row)
        if rows:
            yield lines, rows


def _is_note(row: Row, width: int, needed: Sequence[int]) -> bool:
    """A total or a signature: begins like one and leaves a column empty (or repeats its text) that every row fills."""
    first = next((cell.strip() for cell in row[:width] if cell.strip()), "")
    if not first.startswith(FOOTERS):
        return False
    return any(not plain(row[at]) or row[at].strip() == first for at in needed)


def _is_header_again(row: Row, titles: set[str]) -> bool:
    """Printed lists repeat the header on every page."""
    first = next((cell for cell in row if cell.strip()), "")
    if _squeezed(first) not in titles:
        return False
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 2 and all(squeeze(cell) in titles for cell in filled)


@lru_cache(maxsize=10_000)
def _squeezed(text: str) -> str:
    """What the first cells of rows squeeze to: dates, keys and numbers that come again and again."""
    return squeeze(text)
