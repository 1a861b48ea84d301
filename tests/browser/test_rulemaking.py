"""Drafting a rule with the keyboard alone: words on offer, the answer below, on an office's screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_condition_is_written_with_the_keyboard_alone(
    desk: Callable,
    snap: Callable,
    assert_accessible: Callable,
    assert_touchable: Callable,
    assert_no_sideways_scroll: Callable,
) -> None:
    page: Page = desk("/rulemaking/new/")
    page.get_by_label("从哪里起草").select_option("shipped:national/elder-visits")
    page.get_by_role("button", name="开始起草").click()
    expect(page.get_by_role("heading", name="待遇", exact=True)).to_be_visible()
    assert_accessible(page)
    snap(page, "rule-draft.zh.desk.light")
    page.get_by_role("link", name="加一条共用条件").click()
    for label, words in (("代号", "woman"), ("条件怎么说", "女性"), ("条款", "第一条")):
        page.get_by_label(label).fill(words)
    area = page.get_by_label("怎样判断")
    area.press_sequentially("se")
    offered = page.get_by_role("option")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    area.press_sequentially("xx = '2'")
    page.keyboard.press("Escape")
    expect(page.get_by_text("您是不是想写“sex”")).to_be_visible()
    expect(area).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="到第 1 行第 1 字").focus()
    page.keyboard.press("Enter")
    expect(area).to_be_focused()
    area.fill("")
    area.press_sequentially("女")
    expect(page.get_by_role("option", name="女")).not_to_have_count(0)
    chosen = page.locator("[role=option][aria-selected=true]")
    while "sex = '2'" not in chosen.inner_text():
        page.keyboard.press("ArrowDown")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(area).to_have_value("sex = '2'")
    expect(page.get_by_text("性别是女")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    area.press_sequentially(" and a")
    expect(offered.first).to_be_visible()
    assert_accessible(page)
    assert_touchable(page)
    assert_no_sideways_scroll(page)
    snap(page, "rule-words.zh.phone.light")
    page.keyboard.press("Escape")
    area.fill("sex = '2'")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
