"""Writing workbooks, for every room: text stays text, so that nothing typed by somebody ever becomes a formula.

Not even later: a cell that begins like a formula is marked as quoted, and keeps the mark when the workbook is saved as
CSV and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins so is a formula to Excel once the file has been saved as CSV and opened again.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Excel's own limit for one cell.
LONGEST_CELL = 32_767
#: What a sheet may not be called with, and how long its name may be.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31


@dataclass(slots=True)
class Page:
    """A sheet with a pen for plain, quoted and marked cells."""

    sheet: Any
    formats: dict[str, Any]

    def write(self, row: int, column: int, text: str, look: str = "plain") -> None:
        """Write text; a look is one of ``LOOKS``."""
        quoted = text.startswith(FORMULA_SIGNS) and look == "plain"
        self.sheet.write_string(
            row, column, text[:LONGEST_CELL], self.formats["quoted" if quoted else look]
        )

    def write_value(self, row: int, column: int, value: Any) -> None:
        """Write a value as what it is: days and instants as dates of Excel, numbers as numbers, the rest as text."""
        if isinstance(value, datetime):
            self.sheet.write_datetime(row, column, value, self.formats["instant"])
        elif isinstance(value, date):
            self.sheet.write_datetime(
                row,
                column,
                datetime(value.year, value.month, value.day),  # noqa: DTZ001 - Excel has no zones
                self.formats["day"],
            )
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(row, column, value)
        elif value not in (None, ""):
            self.write(row, column, str(value))

    def write_row(self, row: int, cells: Sequence[str], look: str = "plain") -> None:
        """Write a row; empty cells stay empty."""
        for column, text in enumerate(cells):
            if text:
                self.write(row, column, text, look)


LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"num_format": "@", "valign": "top"},
    "quoted": {"num_format": "@", "valign": "top", "quote_prefix": True},
    "head": {"bold": True, "bg_color": "#E3F1F0", "border": 1, "valign": "vcenter", "text_wrap": True},
    "needed": {
        "bold": True, "bg_color": "#E3F1F0", "border": 1, "valign": "vcenter", "text_wrap": True, "font_color": "#A61B1B",
    },
    "wrong": {"num_format": "@", "bg_color": "#FFF2CC", "valign": "top", "quote_prefix": True},
    "reason": {"bg_color": "#FDE9E7", "font_color": "#A61B1B", "text_wrap": True, "valign": "top"},
    "example": {"num_format": "@", "font_color": "#7F7F7F", "italic": False},
    "title": {"bold": True, "font_size": 14},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm", "valign": "top"},
}  # fmt: skip


class Workbook:
    """An .xlsx being made."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = {name: book.add_format(look) for name, look in LOOKS.items()}

    def page(self, name: str) -> Page:
        """A new sheet; what its name may not hold is left out."""
        usable = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:LONGEST_NAME]
        return Page(self.book.add_worksheet(usable or "1"), self.formats)


@contextmanager
def new_workbook(content: IO[bytes], *, low_memory: bool = False) -> Iterator[Workbook]:
    """A workbook that is written into ``content`` at the end. ``low_memory``: rows must come in order."""
    options = {
        "constant_memory": low_memory,
        "in_memory": not low_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(content, options)
    yield Workbook(book)
    book.close()
