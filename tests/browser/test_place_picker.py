"""Choosing a place: by typing, step by step, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect


def test_a_township_is_found_by_typing_its_sound(desk: Callable, snap: Callable) -> None:
    page: Page = desk("/stations/new/")
    page.get_by_label("查找地点").press_sequentially("dengcheng")
    page.get_by_role("radio", name="河南省 周口市 商水县 邓城镇", exact=True).check()
    snap(page, "place-found.zh.desk.light")
    page.get_by_label("名称").fill("邓城镇社工站")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记“邓城镇社工站”")).to_be_visible()


def test_a_village_is_reached_step_by_step(
    phone: Callable,
    snap: Callable,
    assert_accessible: Callable,
    assert_touchable: Callable,
    assert_no_sideways_scroll: Callable,
) -> None:
    page: Page = phone("/stations/new/", "li")
    page.get_by_role("link", name="打开东城街道的下级").tap()
    expect(page.get_by_text("就选东城街道")).to_be_visible()
    assert page.locator("fieldset li.row").count() <= 200
    assert_accessible(page)
    assert_touchable(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert_no_sideways_scroll(page)
    snap(page, "place-steps.zh.phone.light")


def test_without_scripts_the_form_comes_back_one_level_down(site: Any, chromium: Browser) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": site.cookies["li"], "url": site.address}])
    page = context.new_page()
    page.goto("/stations/new/")
    page.get_by_label("名称").fill("康庄社区服务点")
    page.get_by_label("看下级").select_option("东城街道")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_label("名称")).to_have_value("康庄社区服务点")
    expect(page.get_by_text("就选东城街道")).to_be_visible()
    page.locator('label:has(input[name="region_code"])').nth(1).click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记“康庄社区服务点”")).to_be_visible()
    context.close()
