"""From bytes to rows of text. Runs in a process of its own (see ``child``): a hostile or broken workbook may take it down.

Every cell becomes text. Whole numbers below 10^15 keep all their digits; larger ones have lost digits in Excel already
and come as ``4.1162319440506e+17``, so that the check can say what happened.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from yimi.imports.reading.detect import FileKind, UnreadableFile, detect

Row = tuple[str, ...]

#: How many rows of each sheet are looked at to find the header.
HEAD_ROWS = 40
MAX_COLUMNS = 300
#: From here on a floating-point number no longer holds every whole number of a Chinese ID.
EXACT = 10**15
DELIMITERS = ",\t;，|"
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(slots=True)
class Sheet:
    """A sheet's name, how many rows it has, and its first rows."""

    name: str
    height: int
    head: list[Row] = field(default_factory=list)
    #: Merged cells that lie within ``head``: first row, first column, last row, last column.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def survey_content(content: bytes) -> list[Sheet]:
    """The visible sheets that hold anything. Reads the whole file; raises :class:`UnreadableFile`."""
    if detect(content) == FileKind.TEXT:
        rows = list(text_rows(content))
        return [Sheet("", len(rows), rows[:HEAD_ROWS])]
    found = []
    book = _open(content)
    for meta in book.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.end is not None:
            head = [row for row, _at in zip(_sheet_rows(sheet), range(HEAD_ROWS), strict=False)]
            merged = [m for m in _merged(sheet) if m[2] < HEAD_ROWS]
            found.append(Sheet(meta.name, sheet.end[0] + 1, head, merged))
    return found


def content_rows(content: bytes, sheet: str) -> Iterator[Row]:
    """Every row of the sheet from the first line of the file on; merged cells are filled in everywhere they reach."""
    if detect(content) == FileKind.TEXT:
        yield from text_rows(content)
        return
    try:
        found = _open(content).get_sheet_by_name(sheet)
    except (WorksheetNotFound, CalamineError):
        raise UnreadableFile("damaged") from None
    yield from _sheet_rows(found)


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise UnreadableFile("password") from None
    except CalamineError as error:
        raise UnreadableFile("password" if "assword" in str(error) else "damaged") from None


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if right < MAX_COLUMNS
    ]


def _sheet_rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows from line 1 on. calamine leaves out what is empty above and to the left of the first cell."""
    start = sheet.start or (0, 0)
    left: Row = ("",) * start[1]
    width = MAX_COLUMNS - start[1]
    starting: dict[int, list[tuple[int, int, int, int]]] = {}
    for span in _merged(sheet):
        starting.setdefault(span[0], []).append(span)
    running: list[tuple[tuple[int, int, int, int], str]] = []
    for at in range(start[0]):
        starting.pop(at, None)
        yield ()
    for at, cells in enumerate(sheet.iter_rows(), start=start[0]):
        row = left + tuple([c if type(c) is str else cell_text(c) for c in cells[:width]])
        if at in starting or running:
            row = _fill(row, at, starting.pop(at, []), running)
        yield row


def _fill(
    row: Row,
    at: int,
    starting: list[tuple[int, int, int, int]],
    running: list[tuple[tuple[int, int, int, int], str]],
) -> Row:
    cells = list(row)
    running[:] = [(span, text) for span, text in running if span[2] >= at]
    running += [(span, cells[span[1]]) for span in starting if span[1] < len(cells)]
    for (_top, first, _bottom, last), text in running:
        for column in range(first, min(last + 1, len(cells))):
            cells[column] = cells[column] or text
    return tuple(cells)


def cell_text(value: Any) -> str:
    """A cell as text.

    >>> cell_text(13800000000.0), cell_text(411623194405061234.0), cell_text(date(2024, 3, 5)), cell_text(1.5)
    ('13800000000', '4.1162319440506125e+17', '2024-03-05', '1.5')
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number_text(float(value))
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "minutes")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    shown = repr(value)
    return f"{value:e}" if abs(value) >= EXACT and "e" not in shown else shown


def text_rows(content: bytes) -> Iterator[Row]:
    """Rows of a CSV or tab-separated text in UTF-8, UTF-16 or GB18030 (Excel's own in China)."""
    text = decode_text(content)
    sample = text[:20_000]
    first = next((line for line in sample.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda sign: (first.count(sign), sample.count(sign)))
    csv.field_size_limit(10_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(row[:MAX_COLUMNS])
    except csv.Error:
        raise UnreadableFile("not_a_table") from None


def decode_text(content: bytes) -> str:
    """Decode by trying; a file that is neither text nor free of zero bytes is refused."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        raise UnreadableFile("not_a_table")
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("not_a_table")
