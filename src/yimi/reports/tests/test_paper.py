"""Reports on paper: what an office sends, with typed figures and corrections named, and definitions behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from yimi.reports import figures
from yimi.reports.actions import report_value, start_report, submit_report
from yimi.reports.actions.filling import Wanted
from yimi.reports.layout import Level
from yimi.reports.paper import as_docx, as_pdf, as_xlsx
from yimi.reports.queries.cells import cells_in_force
from yimi.reports.queries.sheet import build_sheet
from yimi.reports.queries.subjects import place_subjects, station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 10, 1), 1)


@pytest.fixture
def sheet(world):
    pack, subject = shipped()["station-month"], station_subject(world.a)
    report = start_report(Wanted(pack, subject, SPAN), actor=world.he)
    report_value(report, actor=world.he, expected=1, row="visits", value=Decimal(5), source="=台账", note="纸质补数")  # fmt: skip
    submit_report(report, actor=world.he, expected=2)
    return build_sheet(
        pack, subject, SPAN, cells_in_force(report), report=report, reported=report.reported.all()
    )


@pytest.fixture
def roll_up(world):
    pack = shipped()["county-month"]
    (county,) = place_subjects(Level.COUNTY, ["411623000000"])
    return build_sheet(
        pack, county, SPAN, figures.compute(pack, [county], SPAN, world.facts)["411623"]
    )


def test_a_workbook_holds_numbers_as_numbers_and_definitions_on_a_second_sheet(sheet):
    book = CalamineWorkbook.from_filelike(BytesIO(as_xlsx(sheet)))
    rows = {str(row[0]): row for row in book.get_sheet_by_name("报表").to_python() if row[0]}
    assert rows["入户走访户次"][1:] == ["户次", 2, 1, 3, "", 5]
    assert "何站长" in next(text for text in rows if text.startswith("填报人"))
    assert any(
        "“入户走访户次”上报数 5 户次：何站长登记，来源：=台账；纸质补数" in text for text in rows
    )
    about = book.get_sheet_by_name("指标说明").to_python()
    assert about[0] == ["指标", "单位", "数的是什么", "怎样去重", "来源"]


def test_a_word_file_says_the_same(sheet):
    paper = Document(BytesIO(as_docx(sheet)))
    texts = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert "入户走访户次" in texts
    assert "社工站服务情况月报表" in [one.text for one in paper.paragraphs]
    assert len(paper.tables) == 2


def test_a_pdf_is_the_same_bytes_twice(sheet):
    made = as_pdf(sheet)
    assert made.startswith(b"%PDF")
    assert as_pdf(sheet) == made


def test_a_roll_up_has_a_line_for_every_town_and_the_county_below(roll_up):
    names = [line.title for line in roll_up.lines]
    assert names == ["新城街道", "黄寨镇", "合计"]
    assert CalamineWorkbook.from_filelike(BytesIO(as_xlsx(roll_up))).sheet_names == [
        "报表",
        "指标说明",
    ]
    assert as_pdf(roll_up).startswith(b"%PDF")
