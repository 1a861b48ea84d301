"""The station's register, a household's timeline, corrections and voids."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from yimi.bench.browser import next_page
from yimi.core import clock


def test_the_register_filters_sorts_and_exports_the_same_rows(desk: Callable) -> None:
    page: Page = desk("/records/", "drolma")
    expect(page.locator("[aria-live]", has_text=re.compile("共 .* 条"))).to_be_visible()
    first = clock.today() - timedelta(days=8)
    page.get_by_label("从").fill(first.isoformat())
    page.get_by_label("到", exact=True).fill((clock.today() - timedelta(days=3)).isoformat())
    page.get_by_label("方式").select_option("入户走访")
    with next_page(page):
        page.get_by_role("button", name="筛选").click()
    with next_page(page):
        page.get_by_role("link", name="日期").click()
    expect(page).to_have_url(re.compile("method=home_visit.*sort=served_on"))
    shown = page.locator("tbody tr td:nth-child(2) span").all_inner_texts()
    assert len(shown) >= 14
    with page.expect_download() as coming:
        page.get_by_role("link", name="导出 Excel").click()
    rows = CalamineWorkbook.from_path(coming.value.path()).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["编号", "服务日期", "户档号", "户主"]
    assert [row[2] for row in rows[1:]] == shown
    assert all(isinstance(row[1], date) and row[1] >= first for row in rows[1:])


def test_further_rows_come_without_leaving_the_page(desk: Callable) -> None:
    page: Page = desk("/records/", "drolma")
    before = page.locator("tbody tr").count()
    assert before == 51
    page.get_by_role("link", name="再看 50 条").click()
    expect(page.get_by_role("link", name="再看 50 条")).to_have_count(0)
    expect(page.locator("tbody tr")).not_to_have_count(before)
    assert page.locator("tbody tr").count() > before


def test_a_households_timeline_brings_its_older_records(
    phone: Callable, site: Any, snap: Callable
) -> None:
    page: Page = phone(f"/households/{site.households['郑大成']}/")
    expect(page.locator(".timeline > li")).to_have_count(21)
    page.get_by_role("link", name="更早的记录").tap()
    expect(page.locator(".timeline > li")).to_have_count(26)
    expect(page.get_by_role("link", name="更早的记录")).to_have_count(0)
    page.get_by_role("link", name="给这户记一笔").tap()
    expect(page.get_by_role("button", name="保存")).to_be_visible()


def test_a_correction_makes_the_next_version_and_keeps_the_old_one(
    desk: Callable, site: Any
) -> None:
    page: Page = desk(f"/records/{site.records['吴铁柱']}/", "drolma")
    page.get_by_role("link", name="更正").click()
    expect(page.get_by_label("备注")).to_have_value(re.compile("吴铁柱"))
    page.get_by_label("分钟", exact=True).fill("45")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已更正，旧的一版留着可查。")).to_be_visible()
    expect(page.get_by_text("45 分钟")).to_be_visible()
    page.get_by_role("link", name="第 1 版").click()
    expect(page.get_by_text("这是旧的一版。")).to_be_visible()
    expect(page.get_by_text("30 分钟")).to_be_visible()


def test_a_void_asks_first_and_says_why_ever_after(desk: Callable, site: Any) -> None:
    page: Page = desk(f"/records/{site.records['冯二妮']}/", "drolma")
    page.get_by_text("作废这条记录").click()
    page.get_by_label("作废原因").fill("记重了")
    page.get_by_role("button", name="作废").click()
    dialog = page.get_by_role("dialog", name="作废这条记录")
    dialog.get_by_role("button", name="取消").click()
    expect(page.get_by_label("作废原因")).to_have_value("记重了")
    page.get_by_role("button", name="作废").click()
    dialog.get_by_role("button", name="作废").click()
    expect(page.get_by_text("已作废：记重了")).to_be_visible()
    expect(page.get_by_role("link", name="更正")).to_have_count(0)


def test_the_form_speaks_english(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/?household={site.households['韩冬梅']}", language="en")
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    expect(page.get_by_label("Visits to older people in special difficulty")).to_be_visible()
    left = re.findall(r"[\u4e00-\u9fff]+", page.locator("main form").inner_text())
    assert set(left) <= {"韩冬梅", "卓玛", "扎西"}
