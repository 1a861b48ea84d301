"""A worker's day on a phone: from 今天 to 已保存, and what must never be lost on the way."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from yimi.bench.browser import next_page

MOST_TAPS, MOST_SECONDS = 12, 30
COUNT_TAPS = """addEventListener("pointerdown", () => {
  sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1;
}, true);"""


def start(page: Page, name: str) -> None:
    """Tap the pencil of a household on 今天."""
    page.get_by_role("link", name=f"给{name} 家记一笔").tap()
    expect(page.get_by_text(f"{name} 家").first).to_be_visible()


def chip(page: Page, name: str, value: str) -> Locator:
    """The chip of a choice, by field and value."""
    return page.locator(f'[name="{name}"][value="{value}"]')


def fill_visit(page: Page) -> None:
    """Met, two services, no change."""
    chip(page, "outcome", "met").tap()
    page.locator('[name="items"]').nth(0).tap()
    page.locator('[name="items"]').nth(1).tap()
    chip(page, "changes", "none").tap()


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").tap()


def test_a_known_household_takes_at_most_12_taps_and_30_seconds(
    phone: Callable, snap: Callable
) -> None:
    page: Page = phone("/")
    page.context.add_init_script(COUNT_TAPS)
    page.reload()
    begun = time.monotonic()
    start(page, "赵桂英")
    expect(chip(page, "participants", "").or_(page.get_by_label("赵桂英")).first).to_be_checked()
    fill_visit(page)
    save(page)
    expect(page.get_by_role("heading", name="已保存：赵桂英 家")).to_be_visible()
    seconds = time.monotonic() - begun
    taps = int(page.evaluate("sessionStorage.taps"))
    print(f"\n记一笔：{taps} 次点按，{seconds:.1f} 秒（程序点按）")
    assert taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS
    expect(page.get_by_text("月入户走访（本站）")).to_be_visible()
    expect(page.get_by_text("下次走访")).to_be_visible()
    snap(page, "saved.zh.phone.light")
    page.get_by_role("link", name="回到今天").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("户")
    expect(page.get_by_text("赵桂英 家")).to_have_count(0)


def test_after_saving_the_next_household_is_one_tap_away(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/{site.records['孙国强']}/saved/")
    page.get_by_role("link", name=re.compile("^下一户：")).tap()
    expect(page.get_by_role("button", name="保存")).to_be_visible()


def test_nobody_met_is_counted_apart(phone: Callable) -> None:
    page: Page = phone("/")
    start(page, "刘春梅")
    chip(page, "outcome", "not_met").tap()
    expect(page.get_by_text("见到谁")).to_be_hidden()
    page.locator('[name="items"]').nth(0).tap()
    save(page)
    expect(page.get_by_text("未遇（另计，不算入户）")).to_be_visible()


def test_a_phone_call_asks_for_no_result(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/?household={site.households['马志远']}")
    chip(page, "method", "phone").tap()
    expect(chip(page, "outcome", "met")).to_be_hidden()
    chip(page, "minutes", "15").tap()
    page.locator('[name="items"]').nth(0).tap()
    save(page)
    expect(page.get_by_role("heading", name="已保存：马志远 家，电话 15 分钟")).to_be_visible()


def test_an_activity_counts_heads_by_age(phone: Callable) -> None:
    page: Page = phone("/record/")
    chip(page, "method", "activity").tap()
    expect(page.get_by_text("还没有选户")).to_be_hidden()
    page.get_by_label("60 岁以上").fill("26")
    page.get_by_label("成年人", exact=True).fill("12")
    page.get_by_label("合办单位").fill("司法所、村委会")
    page.locator('[name="items"]').nth(0).tap()
    chip(page, "minutes", "60").tap()
    save(page)
    expect(page.get_by_role("heading", name="已保存：活动 60 分钟")).to_be_visible()
    page.get_by_role("link", name="看这条记录").tap()
    expect(page.get_by_text("成年人 12 人、60 岁以上 26 人")).to_be_visible()
    expect(page.get_by_text("司法所、村委会")).to_be_visible()


def photo() -> dict[str, Any]:
    """A picture with a place in its EXIF."""
    exif = Image.Exif()
    exif[0x010E] = "东城街道"
    exif.get_ifd(0x8825)[2] = (33.5, 0.0, 0.0)
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "JPEG", exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_photo_goes_in_without_its_place_and_can_be_withdrawn(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/?household={site.households['周德福']}")
    fill_visit(page)
    page.get_by_label("照片").set_input_files([photo()])
    save(page)
    page.get_by_role("link", name="看这条记录").tap()
    picture = page.get_by_role("img", name="照片 1")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 640)
    content = page.request.get(str(picture.get_attribute("src"))).body()
    assert not dict(Image.open(io.BytesIO(content)).getexif())
    page.get_by_text("撤下照片 1").tap()
    page.get_by_label("撤下原因").fill("拍到了邻居")
    page.get_by_role("button", name="撤下").tap()
    expect(page.get_by_text("照片已撤下。")).to_be_visible()
    expect(picture).to_have_count(0)


def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    phone: Callable, site: Any, snap: Callable, assert_accessible: Callable
) -> None:
    page: Page = phone(f"/record/?household={site.households['何秀兰']}")
    page.get_by_label("备注").fill("门口台阶松了，约了村里来修。")
    page.locator('[name="items"]').nth(1).tap()
    page.locator('[name="minutes"][value="other"]').tap()
    page.get_by_label("分钟", exact=True).fill("50")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    expect(page.locator("#err-outcome")).to_have_text("请选见到了还是未遇。")
    expect(page.get_by_label("备注")).to_have_value("门口台阶松了，约了村里来修。")
    expect(page.locator('[name="items"]').nth(1)).to_be_checked()
    expect(page.get_by_label("分钟", exact=True)).to_have_value("50")
    assert_accessible(page)
    snap(page, "record-error.zh.phone.light")
    chip(page, "outcome", "met").tap()
    save(page)
    expect(page.get_by_role("heading", name="已保存：何秀兰 家")).to_be_visible()


def drafts_of(page: Page) -> int:
    """How many drafts this device keeps."""
    kept: int = page.evaluate(
        'Object.keys(localStorage).filter(key => key.startsWith("yimi:draft:")).length'
    )
    return kept


def test_a_draft_outlives_the_page_and_goes_with_saving(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/?household={site.households['陈玉梅']}")
    chip(page, "outcome", "met").tap()
    page.get_by_label("备注").fill("说夜里腿抽筋")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿已存")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name=re.compile("陈玉梅 家.*存在这台设备上", re.DOTALL)).tap()
    expect(page.get_by_label("备注")).to_have_value("说夜里腿抽筋")
    expect(chip(page, "outcome", "met")).to_be_checked()
    page.locator('[name="items"]').nth(0).tap()
    save(page)
    expect(page.get_by_role("heading", name="已保存：陈玉梅 家")).to_be_visible()
    with next_page(page):
        page.get_by_role("link", name="回到今天").tap()
    expect(page.get_by_role("heading", name="没写完的")).to_be_hidden()
    assert drafts_of(page) == 0


def test_signing_out_asks_about_drafts_and_leaves_none(phone: Callable, site: Any) -> None:
    page: Page = phone(f"/record/?household={site.households['郭长顺']}", "tashi")
    page.get_by_label("备注").fill("写了一半")
    expect(page.locator("[data-draft-status]")).to_contain_text("草稿已存")
    page.goto("/mine/")
    page.get_by_role("button", name="退出登录").tap()
    dialog = page.get_by_role("dialog", name="退出会清掉这台设备上没写完的内容")
    expect(dialog).to_contain_text("还有 1 份草稿")
    dialog.get_by_role("button", name="取消").tap()
    assert drafts_of(page) == 1
    page.get_by_role("button", name="退出登录").tap()
    dialog.get_by_role("button", name="清掉并退出").tap()
    expect(page).to_have_url(re.compile("/sign-in/"))
    assert drafts_of(page) == 0


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element is reached; fails when it never is."""
    for _step in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"the keyboard never reaches {selector}")


def test_a_visit_can_be_recorded_with_the_keyboard_alone(desk: Callable, site: Any) -> None:
    page: Page = desk(f"/record/?household={site.households['胡金枝']}", "drolma")
    tab_to(page, '[name="outcome"]')
    page.keyboard.press("Space")
    tab_to(page, '[name="minutes"]')
    page.keyboard.press("ArrowRight")
    tab_to(page, '[name="items"]')
    page.keyboard.press("Space")
    tab_to(page, '[name="note"]')
    page.keyboard.type("ok")
    tab_to(page, 'button[type="submit"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="已保存：胡金枝 家，入户走访 45 分钟")).to_be_visible()
