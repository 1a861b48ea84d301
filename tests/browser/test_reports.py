"""The life of a report by three people, one click that reminds everybody who is late, and the papers that come out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from yimi.bench.browser import next_page
from yimi.core import clock
from yimi.reports.spans import Frequency, Span

MONTH = Span.of(Frequency.MONTH, clock.today()).before()


def press(page: Page, name: str) -> None:
    """A button that sends its form."""
    with next_page(page):
        page.get_by_role("button", name=name, exact=True).first.click()


def test_a_report_goes_from_draft_to_locked_and_every_paper_says_the_same(
    desk: Callable, site: Any, tmp_path: Path
) -> None:
    where = f"/reports/station-month/{MONTH.label}/{site.units['东城街道社工站']}/"
    mei: Page = desk("/reports/", "mei")
    with next_page(mei):
        mei.locator(f"a[href='{where}']").first.click()
    press(mei, "签字上报")
    expect(mei.locator("main .tag").first).to_have_text("已上报")
    li: Page = desk(where, "li")
    with next_page(li):
        li.get_by_role("link", name="退回").click()
    li.get_by_label("原因").fill("走访数偏低，请核对台账。")
    press(li, "退回")
    mei.reload()
    expect(mei.locator("main")).to_contain_text("走访数偏低，请核对台账。")
    press(mei, "签字上报")
    zhou: Page = desk(where, "zhou")  # the city looks on and decides nothing here
    expect(zhou.get_by_role("button", name="接收")).to_have_count(0)
    li.goto(where)
    press(li, "接收")
    if li.get_by_role("button", name="现在锁定").count():  # past its day it is locked already
        press(li, "现在锁定")
    expect(li.locator("main .tag").first).to_have_text("已锁定")
    mei.reload()
    expect(mei.get_by_role("link", name="做更正报告")).to_be_visible()
    visits = mei.locator("tr", has_text="入户走访户次").locator("td.now")
    shown = visits.inner_text().strip()
    check_papers(mei, tmp_path, shown)
    with next_page(mei):
        visits.get_by_role("link").click()
    expect(mei.get_by_role("heading", level=1)).to_contain_text(f"入户走访户次 {shown}")
    expect(mei.locator("tbody tr")).to_have_count(int(shown))


def check_papers(page: Page, folder: Path, shown: str) -> None:
    """Excel, Word and PDF open, and say what the page says."""
    files = {}
    for name, ending in (("Excel", "xlsx"), ("Word", "docx"), ("PDF", "pdf")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name, exact=True).click()
        files[ending] = folder / f"report.{ending}"
        coming.value.save_as(files[ending])
        assert coming.value.suggested_filename.endswith(f"社工站服务情况月报表.{ending}")
    rows = CalamineWorkbook.from_path(str(files["xlsx"])).get_sheet_by_index(0).to_python()
    line = next(row for row in rows if str(row[0]).strip() == "入户走访户次")
    assert line[2] == int(shown)
    table = Document(str(files["docx"])).tables[0]
    texts = next(row for row in table.rows if row.cells[0].text.strip() == "入户走访户次").cells
    assert texts[2].text == shown
    paper = subprocess.run(
        ["pdftotext", "-layout", str(files["pdf"]), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(rf"入户走访户次\s+户次\s+{shown}\b", paper)
    assert "填报人：梅站长" in paper


def test_whoever_is_late_is_reminded_with_one_click_and_not_twice_a_day(desk: Callable) -> None:
    li: Page = desk("/reports/county/411623/")
    press(li, "全部提醒")
    expect(li.locator("body")).to_contain_text(re.compile(r"已提醒 \d+ 份"))
    expect(li.get_by_text("今天已提醒").first).to_be_visible()
    press(li, "全部提醒")
    expect(li.locator("body")).to_contain_text("今天都提醒过了")
    mei: Page = desk("/reports/", "mei")
    expect(mei.locator(".note", has_text="李文静提醒").first).to_be_visible()
