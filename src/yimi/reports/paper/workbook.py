"""A report as a workbook: the table with borders and signatures, what each figure means on a second sheet."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import override

from yimi.core.sheets import FORMULA_SIGNS, Workbook, new_workbook
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.reports.paper import words
from yimi.reports.paper.grid import Grid, GridRow, grid_of
from yimi.reports.queries.sheet import Sheet

CELL: dict[str, Any] = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 11}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
    "around": {"font_size": 10.5, "valign": "vcenter"},
    "right": {"font_size": 10.5, "align": "right"},
    "centre": {"font_size": 10.5, "align": "center"},
    "head": CELL | {"bold": True, "align": "center", "bg_color": "#EEEEEE"},
    "group": CELL | {"bold": True, "bg_color": "#F6F6F6"},
    "text": CELL | {"quote_prefix": True},
    "unit": CELL | {"align": "center", "quote_prefix": True},
    "number": CELL | {"align": "right", "num_format": "#,##0.##;-#,##0.##;0"},
    "whole": CELL | {"align": "right", "num_format": "#,##0"},
    "other": CELL | {"align": "right"},
    "note": {"font_size": 9, "text_wrap": True, "valign": "top"},
}  # fmt: skip
#: Width of a share of the table, in Excel's letters.
LETTERS = 3.6
A4 = 9
NOTE_HEIGHT = 26


def as_xlsx(sheet: Sheet) -> bytes:
    """The report as bytes of an .xlsx."""
    made = BytesIO()
    with override(PAPER_LANGUAGE), new_workbook(made) as book:
        looks = {name: book.book.add_format(look) for name, look in LOOKS.items()}
        _report(book, sheet, looks)
        _definitions(book, sheet, looks)
    return made.getvalue()


def _report(book: Workbook, sheet: Sheet, looks: dict[str, Any]) -> None:
    grid = grid_of(sheet)
    page = book.page("报表").sheet
    last = len(grid.head) - 1
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    if grid.is_wide:
        page.set_landscape()
    for column, share in enumerate(grid.shares):
        page.set_column(column, column, share * LETTERS)
    page.merge_range(0, 0, 0, last, sheet.title, looks["title"])
    page.set_row(0, 34)
    left, middle, right = words.head_words(sheet)
    page.write_string(1, 0, left, looks["around"])
    page.write_string(1, last // 2 + 1, middle, looks["centre"])
    page.write_string(1, last, right, looks["right"])
    page.write_row(2, 0, grid.head, looks["head"])
    page.repeat_rows(2)
    page.freeze_panes(3, grid.first_number)
    for index, row in enumerate(grid.rows, 3):
        _row(page, index, row, grid, looks)
    _below(page, len(grid.rows) + 4, sheet, last, looks)


def _row(page: Any, index: int, row: GridRow, grid: Grid, looks: dict[str, Any]) -> None:
    if row.is_heading:
        page.merge_range(index, 0, index, len(grid.head) - 1, row.texts[0], looks["group"])
        return
    for column, (text, number) in enumerate(zip(row.texts, row.numbers, strict=True)):
        if column < grid.first_number:
            look = "unit" if column and not text.startswith(FORMULA_SIGNS) else "text"
            page.write_string(index, column, text, looks["group" if row.is_total else look])
        elif number is None or text.endswith("%"):
            page.write_string(index, column, text, looks["other"])
        else:
            is_whole = number == number.to_integral_value()
            page.write_number(
                index, column, float(number), looks["whole" if is_whole else "number"]
            )


def _below(page: Any, index: int, sheet: Sheet, last: int, looks: dict[str, Any]) -> None:
    page.merge_range(
        index, 0, index, last, "　　　　".join(words.signatures(sheet)), looks["around"]
    )
    for number, note in enumerate(words.notes(sheet), 1):
        page.merge_range(
            index + number, 0, index + number, last, f"注 {number}：{note}", looks["note"]
        )
        page.set_row(index + number, NOTE_HEIGHT)


def _definitions(book: Workbook, sheet: Sheet, looks: dict[str, Any]) -> None:
    page = book.page("指标说明").sheet
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    for column, width in enumerate((22, 8, 44, 32, 24)):
        page.set_column(column, column, width)
    page.write_row(0, 0, ("指标", "单位", "数的是什么", "怎样去重", "来源"), looks["head"])
    for index, one in enumerate(sheet.definitions, 1):
        texts = (one.title, one.unit, one.definition, one.dedup, one.source)
        for column, text in enumerate(texts):
            page.write_string(index, column, text, looks["text"])
