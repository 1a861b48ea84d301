"""The county officer's page: who needs a hand, and how far a figure opens. No resident's name gets there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from playwright.sync_api import Page, expect

#: Enough for every kind of page an officer reaches; pages of one kind are looked at three times at most.
PAGES_OF_A_KIND = 3


def test_stations_that_need_a_hand_come_first(desk: Callable) -> None:
    page: Page = desk("/")
    expect(page).to_have_url(re.compile("/areas/411623000000/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("商水县：")
    first = page.locator("section.card li.row").first
    expect(first).to_contain_text("大武乡社工站")
    expect(first).to_contain_text("岗位空缺")
    ladder = page.locator("section", has=page.get_by_role("heading", name="覆盖阶梯"))
    expect(ladder).to_contain_text("3/23 个")


def test_the_table_sorts_by_a_figure_and_keeps_its_address(desk: Callable) -> None:
    page: Page = desk("/areas/411623/")
    page.get_by_role("link", name="服务人次", exact=True).last.click()
    expect(page).to_have_url(re.compile("sort=-person_times"))
    expect(page.locator("tbody tr").first).to_contain_text("东城街道")
    page.get_by_role("link", name="服务人次", exact=True).last.click()
    expect(page.locator("tbody tr").first).not_to_contain_text("东城街道")


def test_a_figure_opens_down_to_rows_without_names(desk: Callable, site: Any) -> None:
    site.catch_up()  # other tests recorded services meanwhile
    page: Page = desk("/areas/411623/")
    page.locator("a.fig").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("服务人次")
    row = page.get_by_role("row", name=re.compile("东城街道社工站"))
    value = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        f"东城街道社工站 · 服务人次 {value}"
    )
    expect(page.get_by_text("居民的姓名留在站点")).to_be_visible()
    expect(page.get_by_role("cell", name="60 岁以上").first).to_be_visible()
    shown = page.content()
    assert not [name for name in site.names if name in shown]


def test_no_page_an_officer_reaches_holds_a_residents_name(desk: Callable, site: Any) -> None:
    page: Page = desk("/")
    waiting, seen = ["/"], set()
    kinds: dict[str, int] = {}
    found = []
    while waiting:
        address = waiting.pop(0)
        answer = page.request.get(address)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        text = answer.text()
        found += [(address, name) for name in site.names if name in text]
        for link in re.findall(r'href="([^"#]+)', text):
            target = unescape(link)
            if target.startswith("?"):
                target = address.partition("?")[0] + target
            kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", target)
            if not target.startswith("/") or "/static/" in target or target in seen:
                continue
            seen.add(target)
            kinds[kind] = kinds.get(kind, 0) + 1
            if kinds[kind] <= PAGES_OF_A_KIND:
                waiting.append(target)
    assert not found
    assert {"/stations/", "/workers/"} <= seen


def test_the_head_of_a_station_sees_the_month_and_opens_its_records(
    phone: Callable, site: Any
) -> None:
    site.catch_up()
    page: Page = phone("/", "mei")
    expect(page.get_by_role("heading", name="本月")).to_be_visible()
    figure = page.locator(".stat", has_text="活动").locator("a.fig")
    number = re.search(r"\d+", figure.inner_text())
    figure.tap()
    expect(page).to_have_url(re.compile("/records/.*method=activity"))
    assert number
    expect(page.locator("tbody tr")).to_have_count(int(number[0]))


def test_a_township_is_told_apart_from_another_county(desk: Callable) -> None:
    page: Page = desk("/areas/411622/")
    expect(page.get_by_role("heading", name="没有找到这一页")).to_be_visible()
