"""Workbooks: text stays text, also after a round through CSV; days are days."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from yimi.core.sheets import FORMULA_SIGNS, new_workbook


def made(values: list[object], name: str = "表") -> bytes:
    content = io.BytesIO()
    with new_workbook(content) as book:
        page = book.page(name)
        for column, value in enumerate(values):
            page.write_value(0, column, value)
    return content.getvalue()


def test_values_come_back_as_what_they_were():
    moment = datetime(2026, 9, 1, 8, 30)  # noqa: DTZ001 - Excel has no zones
    content = made(["赵桂英", 30, date(2026, 9, 1), moment, None, ""])
    row = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    assert row[:4] == ["赵桂英", 30.0, date(2026, 9, 1), moment]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_cell_that_begins_like_a_formula_is_quoted(sign):
    with zipfile.ZipFile(io.BytesIO(made([f"{sign}HYPERLINK(1)"]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in styles


def test_a_name_that_excel_refuses_is_mended():
    content = made(["x"], name="2026/09: 名册[终稿]" + "长" * 40)
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert len(names[0]) <= 31
    assert not set("[]:*?/\\") & set(names[0])
