"""Figures and reports in the browser: readable on both screens and on paper, by keyboard, in English; down to the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from yimi.core import clock
from yimi.reports.spans import Frequency, Span

MONTH = Span.of(Frequency.MONTH, clock.today()).before()
EXPLORE = (
    f"/explore/?i=P01_person_times,P04_household_times&at=411623&rows=town&t={clock.today().year}"
)
#: Name → path and who looks at it.
PAGES = {
    "explore": (EXPLORE, "li"),
    "explore-months": (f"/explore/?i=P01_person_times&at=unit:{{unit}}&rows=month&t={clock.today().year}", "mei"),
    "report": (f"/reports/station-month/{MONTH.before().label}/{{unit}}/", "mei"),
    "reports-county": ("/reports/county/411623/", "li"),
    "roll-up": (f"/reports/county-month/{MONTH.before().label}/411623/", "li"),
    "bulletin": (f"/reports/bulletins/station-brief/{MONTH.label}/{{unit}}/", "mei"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_figures_is_readable_at_any_width_on_paper_and_in_english(
    name: str,
    site: Any,
    desk: Callable,
    assert_accessible: Callable,
    assert_no_sideways_scroll: Callable,
    keep_picture: Callable,
) -> None:
    path, person = PAGES[name]
    page: Page = desk(path.format(unit=site.units["东城街道社工站"]), person)
    assert page.locator("h1").count() == 1
    for width, height in ((1280, 800), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        keep_picture(page, f"{name}.zh.{width}.light")
    page.set_viewport_size({"width": 320, "height": 740})
    assert_no_sideways_scroll(page)
    page.emulate_media(media="print")
    expect(page.locator(".nav").first).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("打印|提醒|上报")).first).to_be_hidden()
    page.emulate_media(media="screen")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.address}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert_no_sideways_scroll(page)
    if name != "bulletin":  # written for Chinese papers, its text stays Chinese
        left = page.locator("main th, main .btn, main h2, main label").all_inner_texts()
        own = re.compile("街道|镇|乡|社工站|县|市")
        assert not [
            text for text in left if re.search("[\u4e00-\u9fff]", text) and not own.search(text)
        ]


def test_an_officer_drills_by_keyboard_from_the_table_to_rows_without_names(
    desk: Callable, site: Any
) -> None:
    page: Page = desk(EXPLORE)
    table = page.get_by_role("region", name="统计表")
    table.focus()  # a scrolling table can be reached and moved by keys
    expect(table).to_be_focused()
    page.keyboard.press("Tab")
    town = page.locator("tbody th a").first
    expect(town).to_be_focused()
    page.locator("tbody tr", has_text="东城街道").get_by_role("link").nth(1).focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile(r"服务人次 \d+"))
    said = int(re.search(r"([\d,]+)", heading.inner_text())[1].replace(",", ""))  # type: ignore[index]
    adds = page.locator("tbody td:last-child").all_inner_texts()
    assert sum(int(one.replace(",", "")) for one in adds) == said
    assert not [name for name in site.names if name in page.content()]


def test_a_shape_stands_below_its_table_and_says_in_words_what_it_shows(
    desk: Callable, site: Any
) -> None:
    path, person = PAGES["explore-months"]
    page: Page = desk(path.format(unit=site.units["东城街道社工站"]), person)
    plot = page.get_by_role("img", name=re.compile("月"))
    expect(plot).to_be_visible()
    figures = page.locator("tbody tr").last.locator("td.num").first.inner_text()
    assert figures.strip() in (plot.get_attribute("aria-label") or "")
    assert page.locator("table").first.bounding_box()["y"] < plot.bounding_box()["y"]  # type: ignore[index]
