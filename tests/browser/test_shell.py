"""The shell and the components, as people meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

#: Name → path and who looks at it.
PAGES = {
    "home": ("/", "chen"),
    "mine": ("/mine/", "drolma"),
    "components": ("/components/", "drolma"),
    "not-found": ("/no-such-page/", "drolma"),
    "sign-in": ("/sign-in/", ""),
    "account": ("/account/", "drolma"),
    "users": ("/users/", "chen"),
}
WIDTHS = (320, 390, 640, 768, 960, 1280)
FIRST_VISIT_BYTES = 100_000
LATER_BYTES = 15_000


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_a_page_is_accessible_in_both_themes(
    name: str, screen: str, open_page: Callable, assert_accessible: Callable
) -> None:
    page = open_page(*PAGES[name], screen=screen).page
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_sticks_out_at_any_width(
    name: str, language: str, phone: Callable, assert_no_sideways_scroll: Callable
) -> None:
    page = phone(*PAGES[name], language=language)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_thumb_hits_everything(name: str, phone: Callable, assert_touchable: Callable) -> None:
    assert_touchable(phone(*PAGES[name]))


@pytest.mark.parametrize("name", PAGES)
def test_the_gallery_shows_it(name: str, shot: Callable) -> None:
    path, person = PAGES[name]
    shot(path, name, person)
    shot(path, name, person, language="en")


def test_a_page_is_light_on_a_slow_line(page_weight: Callable) -> None:
    assert page_weight("/mine/") <= FIRST_VISIT_BYTES
    assert page_weight("/components/", after="/mine/") <= LATER_BYTES


def test_the_first_stop_of_the_keyboard_skips_to_the_content(desk: Callable) -> None:
    page: Page = desk("/mine/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_stranger_is_sent_to_sign_in(open_page: Callable) -> None:
    page = open_page("/mine/", "").page
    assert "/sign-in/" in page.url


def test_an_unknown_address_is_no_dead_end(phone: Callable) -> None:
    page: Page = phone("/no-such-page/", "chen")
    expect(page.get_by_role("heading", name="没有找到这一页")).to_be_visible()
    page.get_by_role("link", name="回首页").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_the_language_changes_and_the_page_stays(phone: Callable) -> None:
    page: Page = phone("/mine/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Me", exact=True)).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="我的", exact=True)).to_be_visible()


def test_paper_shows_the_content_and_none_of_the_shell(desk: Callable, snap: Callable) -> None:
    page: Page = desk("/components/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(page.get_by_role("button", name="保存")).to_be_hidden()
    expect(page.get_by_role("heading", name="探访记录表")).to_be_visible()
    snap(page, "print.zh.desk.light")


def test_a_draft_survives_leaving_and_comes_back(phone: Callable) -> None:
    page: Page = phone("/components/")
    note, status = page.get_by_label("备注"), page.locator("[data-draft-status]")
    note.fill("血压药还剩一周")
    expect(status).to_contain_text(re.compile(r"草稿已存 \d\d:\d\d"))
    page.goto("/mine/")
    page.goto("/components/")
    expect(note).to_have_value("血压药还剩一周")
    expect(status).to_contain_text("已恢复")
    page.get_by_role("button", name="不要草稿").click()
    expect(note).to_have_value("")


def test_a_draft_goes_when_the_server_says_that_it_was_saved(phone: Callable) -> None:
    page: Page = phone("/components/")
    page.get_by_label("备注").fill("血压药还剩一周")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿已存")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.insertAdjacentHTML("beforeend", "<p data-draft-saved='draft:components'></p>");
          document.dispatchEvent(new CustomEvent("htmx:after:swap", { detail: { ctx: { target: main } } }));
        }"""
    )
    page.reload()
    expect(page.get_by_label("备注")).to_have_value("")


def test_another_person_on_the_same_device_does_not_get_the_draft(
    phone: Callable, site: Any
) -> None:
    page: Page = phone("/components/")
    page.get_by_label("备注").fill("血压药还剩一周")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿已存")
    page.context.add_cookies(
        [{"name": "sessionid", "value": site.cookies["chen"], "url": site.address}]
    )
    page.reload()
    expect(page.get_by_label("备注")).to_have_value("")


def test_a_refused_fragment_becomes_a_toast_that_can_be_closed(phone: Callable) -> None:
    page: Page = phone("/mine/")
    page.evaluate("htmx.ajax('GET', '/no-such-page/', { target: 'main', swap: 'innerHTML' })")
    toast = page.locator("#toasts").get_by_role("alert")
    expect(toast).to_contain_text("没有找到")
    expect(page.get_by_role("heading", name="我的")).to_be_visible()
    toast.get_by_role("button", name="关闭").click()
    expect(toast).to_have_count(0)


def test_a_fragment_that_writes_carries_the_csrf_token(phone: Callable) -> None:
    page: Page = phone("/mine/")
    with page.expect_response(lambda answer: answer.url.endswith("/language/")) as answered:
        page.evaluate(
            "htmx.ajax('POST', '/language/', { target: '#toasts', swap: 'none', values: { language: 'zh-hans', next: '/mine/' } })"
        )
    assert answered.value.status == 302


def test_a_fragment_after_the_session_ended_leads_to_sign_in(phone: Callable) -> None:
    page: Page = phone("/mine/")
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/mine/', { target: 'main' })")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_leaving_unsaved_work_asks_and_staying_keeps_it(phone: Callable, snap: Callable) -> None:
    page: Page = phone("/components/")
    note = page.get_by_label("备注")
    note.press_sequentially("血压药")
    page.get_by_role("link", name="我的", exact=True).last.click()
    dialog = page.get_by_role("dialog", name="离开前要保存吗")
    expect(dialog).to_be_visible()
    snap(page, "leave.zh.phone.light")
    dialog.get_by_role("button", name="继续写").click()
    expect(note).to_have_value("血压药")
    page.get_by_role("link", name="我的", exact=True).last.click()
    dialog.get_by_role("button", name="不要了").click()
    expect(page).to_have_url(re.compile("/mine/$"))


def test_a_dangerous_button_asks_first(desk: Callable, snap: Callable) -> None:
    page: Page = desk("/components/")
    page.evaluate(
        "document.getElementById('danger').addEventListener('click', () => { document.title = 'done'; })"
    )
    page.locator("#danger").click()
    dialog = page.get_by_role("dialog", name="确定要停用这个账号吗")
    expect(dialog).to_contain_text("已有的记录都保留")
    snap(page, "confirm.zh.desk.light")
    dialog.get_by_role("button", name="取消").click()
    assert page.title() != "done"
    page.locator("#danger").click()
    dialog.get_by_role("button", name="停用账号").click()
    expect(page).to_have_title("done")
