"""The red button: on every page of those who must report, by thumb, by keyboard and by name; three taps send."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

BUTTON = "强制报告：发现有人受到伤害或处于危险"


def button(page: Page):
    return page.get_by_role("link", name=BUTTON)


def main_pages(page: Page) -> list[str]:
    """Where the navigation of the person leads, and their own page."""
    links = page.locator("nav.nav a").evaluate_all("links => links.map(link => link.pathname)")
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("person", ["drolma", "mei"])
def test_it_is_in_sight_on_every_main_page(phone, site, person):
    page = phone("/", person)
    files = [f"/households/{uid}/" for uid in list(site.households.values())[:1]]
    paths = [*main_pages(page), *files]
    assert len(paths) > 5
    for path in paths:
        page.goto(path)
        expect(button(page), path).to_be_in_viewport()
        box = button(page).bounding_box()
        assert box["height"] >= 43.5, path
        page.mouse.wheel(0, 4000)
        expect(button(page), path).to_be_in_viewport()


def test_three_taps_send_and_110_stands_first(phone, assert_accessible, assert_no_sideways_scroll, assert_touchable, keep_picture):  # fmt: skip
    page = phone("/")
    button(page).click()
    expect(page.get_by_role("link", name="拨打 110")).to_be_in_viewport()
    expect(page.get_by_role("button", name="现在送出")).to_be_in_viewport()
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "report-harm.zh.phone.light")
    page.get_by_label("家暴、欺凌、虐待、殴打").check()
    page.get_by_role("button", name="现在送出").click()
    page.wait_for_url(re.compile(r"/protection/reports/"))
    expect(page.get_by_role("alert").get_by_role("link", name="拨打 110")).to_be_in_viewport()
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "report-sent.zh.phone.light")
    page.get_by_role("button", name="110 已打通，记下").click()
    expect(page.get_by_text("公安机关（110）").first).to_be_visible()
    expect(page.get_by_text("还没有报告给任何机关")).to_have_count(0)
    keep_picture(page, "report-told.zh.phone.light")


def test_the_keyboard_reaches_it_within_a_few_steps(desk):
    page = desk("/households/", "drolma")
    for _step in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "/protection/report/":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="发现有人受到伤害或处于危险")).to_be_visible()


def test_what_was_typed_is_never_kept_on_the_device(phone):
    page = phone("/protection/report/")
    page.get_by_label("看到、听到了什么").fill("背上有烫伤")
    page.wait_for_timeout(700)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "烫伤" not in kept


def test_a_head_names_who_may_read(desk, assert_accessible, keep_picture):
    page = desk("/protection/readers/", "mei")
    assert_accessible(page)
    page.get_by_label("站里的同事").select_option(label="扎西")
    page.get_by_label("为什么由这个人看").fill("站里的未成年人保护专员")
    page.get_by_role("button", name="指定").click()
    expect(page.get_by_text("扎西可以查看了。")).to_be_visible()
    keep_picture(page, "protection-readers.zh.desk.light")


def test_the_pages_of_reports_are_accessible(
    phone, desk, assert_accessible, assert_no_sideways_scroll
):
    for opened in (
        phone("/protection/"),
        desk("/protection/", "drolma"),
        desk("/protection/limits/"),
    ):
        assert_accessible(opened)
        assert_no_sideways_scroll(opened)
