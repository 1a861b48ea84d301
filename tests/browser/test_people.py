"""Households and residents, as a station head meets them on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

WHO = "mei"
PAGES = {
    "households": "/households/",
    "new-household": "/households/new/",
    "found": "/households/search/?q=sl",
}


def new_household(page: Page, name: str) -> str:
    """Open a file through its page, a child as second member; returns its address."""
    page.goto("/households/new/")
    page.locator("label:has(input[name=region_code])").first.click()
    page.get_by_label("门牌或小组").fill("东城路 8 号")
    page.locator("[name=name]").fill(name)
    page.get_by_label("女", exact=True).check()
    page.locator("[name=birth_on]").fill("1944-05-06")
    page.locator("[name=phone]").fill("10012345567")
    page.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return page.url


@pytest.fixture
def household(open_page: Callable) -> str:
    """A file with a head and a child."""
    page = open_page("/households/", WHO).page
    address = new_household(page, "孙丽")
    page.get_by_role("link", name="登记成员").click()
    page.locator("[name=relation]").select_option("孙女")
    page.locator("[name=name]").fill("孙一诺")
    page.locator("[name=birth_on]").fill("2015-06-01")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("待监护人同意")).to_be_visible()
    return address


def test_a_household_is_opened_found_and_revealed(
    household: str, phone: Callable, snap: Callable
) -> None:
    page = phone("/households/", WHO)
    page.locator("#people-q").fill("syn")
    expect(page.locator("#people-found")).to_contain_text("孙一诺")
    snap(page, "people-found.zh.phone.light")
    page.goto(household)
    page.get_by_role("button", name="显示").first.click()
    expect(page.get_by_text("东城路 8 号")).to_be_visible()
    snap(page, "household-revealed.zh.phone.light")


def test_doubles_are_offered_while_typing(household: str, phone: Callable, snap: Callable) -> None:
    page = phone("/households/new/", WHO)
    page.locator("[name=name]").fill("孙丽")
    page.locator("[name=birth_on]").fill("1944")
    page.locator("[name=birth_on]").blur()
    expect(page.locator("#doubles")).to_contain_text("姓名相同，出生年份相近")
    snap(page, "doubles.zh.phone.light")


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_the_pages_are_accessible_and_fit(
    household: str,
    screen: str,
    open_page: Callable,
    assert_accessible: Callable,
    assert_no_sideways_scroll: Callable,
    assert_touchable: Callable,
) -> None:
    page = open_page(household, WHO, screen=screen).page
    member = page.get_by_role("link", name="孙丽").first.get_attribute("href")
    for path in (*PAGES.values(), household, str(member), f"{member}statuses/new/"):
        page.goto(path)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            assert_accessible(page)
        if screen == "phone":
            assert_touchable(page)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert_no_sideways_scroll(page)


def test_the_gallery_shows_them(household: str, shot: Callable, open_page: Callable) -> None:
    page = open_page(household, WHO).page
    member = str(page.get_by_role("link", name="孙丽").first.get_attribute("href"))
    for name, path in PAGES.items():
        shot(path, name, WHO)
    shot(
        household.partition("/households/")[1] + household.partition("/households/")[2],
        "household",
        WHO,
    )
    shot(member, "member", WHO)
    shot(f"{member}statuses/new/", "new-status", WHO)
    shot("/households/", "households", WHO, language="en")
