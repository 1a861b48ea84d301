"""An officer writes a local indicator: words are offered, the condition is read back, mistakes are placed, the draft is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

NEW = "/explore/indicators/new/?at=411623&fact=service_contact"
WORDS = {
    "名称": "上门见到的老人人次",
    "英文名称": "Older people met at home",
    "数什么（一句话写清口径）": "入户见到的 60 岁以上老人，每次一人次",
    "口径的英文": "People of 60 and over met on home visits",
    "依据": "商民〔2026〕7 号",
}


def write(page: Page, text: str) -> None:
    """Type a condition as people do."""
    field = page.get_by_label("条件")
    field.click()
    field.press("Control+a")
    field.press_sequentially(text, delay=5)


def test_a_condition_is_offered_words_and_read_back(desk: Callable) -> None:
    page: Page = desk("/explore/indicators/")
    page.get_by_role("link", name="另立一个指标").click()
    page.get_by_role("link", name=re.compile("服务接触")).click()
    write(page, "年龄")
    offered = page.get_by_role("option", name=re.compile("age_band = 'elder'"))
    expect(offered).to_be_visible()
    offered.click()
    expect(page.get_by_label("条件")).to_have_value("age_band = 'elder'")
    expect(page.get_by_text("年龄段是60 岁以上")).to_be_visible()
    write(page, "age_bnd = 'elder'")
    page.keyboard.press("Escape")
    expect(page.get_by_text("您是不是想写“age_band”")).to_be_visible()
    page.get_by_role("button", name="到那里去").click()
    expect(page.get_by_label("条件")).to_be_focused()


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_a_draft_is_kept_and_waits_for_another(
    open_page: Callable,
    screen: str,
    assert_accessible: Callable,
    assert_no_sideways_scroll: Callable,
    assert_touchable: Callable,
) -> None:
    page: Page = open_page(NEW, "li", screen=screen).page

    def looks_right() -> None:
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        if screen == "phone":
            assert_touchable(page)

    write(page, "outcome = 'met' and age_band = 'elder'")
    page.keyboard.press("Escape")
    for label, text in WORDS.items():
        page.get_by_label(label, exact=True).fill(f"{text} {screen}" if "名" in label else text)
    page.get_by_label("怎样数").select_option("sum")
    page.get_by_label("哪一列").select_option("person_times")
    page.get_by_label("单位").select_option("户次")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_text("这样数出来的单位是“人次”")).to_be_visible()
    page.get_by_label("单位").select_option("人次")
    looks_right()
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{WORDS['名称']} {screen}")
    looks_right()
    page.get_by_role("button", name="提交给同事核对").click()
    expect(page.get_by_text("要由另一位同事核对后发布")).to_be_visible()
    page.get_by_role("link", name="指标", exact=True).first.click()
    expect(page.get_by_role("heading", name="待核对")).to_be_visible()
    looks_right()
