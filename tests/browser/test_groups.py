"""Group work and activities on a phone: twelve members in fifteen taps, a day with signing in by QR code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from yimi.bench.browser import next_page

MEMBERS = (
    "赵桂英", "孙国强", "刘春梅", "周德福", "陈玉梅", "马志远", "何秀兰", "郭长顺", "胡金枝", "吴铁柱", "郑大成", "冯二妮",
)  # fmt: skip
MOST_TAPS = 15
WIDTHS = (320, 390, 960)


def plan_group(page: Page, title: str) -> None:
    """From the list to the group's page: head, then the themes of two sessions."""
    page.get_by_role("link", name="新的小组").first.tap()
    page.get_by_label("小组名称").fill(title)
    page.get_by_label("支持小组", exact=True).tap()
    page.get_by_label("服务项目").select_option(index=1)
    page.get_by_label("计划几节").fill("2")
    page.get_by_role("button", name="下一步").tap()
    page.get_by_label("第 1 节主题").fill("认识彼此")
    page.get_by_label("第 2 节主题").fill("告别")
    with next_page(page):
        page.get_by_role("button", name="保存").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def add_members(page: Page, names: tuple[str, ...]) -> None:
    """Find each by name, tick, add all at once."""
    page.get_by_role("link", name="加组员").first.tap()
    for name in names:
        page.get_by_label("找居民").fill(name)
        page.get_by_role("button", name="查找").tap()
        page.get_by_role("group", name="找到的人").get_by_label(name).first.tap()
    page.get_by_role("button", name="加入名单").tap()


@pytest.fixture
def look(
    assert_accessible: Callable,
    assert_no_sideways_scroll: Callable,
    assert_touchable: Callable,
    keep_picture: Callable,
) -> Callable[[Page, str], None]:
    """``look(page, "group")``: readable in both themes, not too wide, large enough; and its picture."""

    def looked(page: Page, name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            assert_no_sideways_scroll(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert_touchable(page)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme)
            assert_accessible(page)
            keep_picture(page, f"{name}.zh.phone.{theme}")

    return looked


def test_attendance_for_twelve_takes_fifteen_taps_at_most(phone: Callable, look: Callable) -> None:
    page: Page = phone("/groups/")
    plan_group(page, "“不孤单”支持小组")
    look(page, "group-new")
    add_members(page, MEMBERS)
    expect(page.get_by_text("12 人，计划 10 人")).to_be_visible()
    taps = []

    def tap(target: object) -> None:
        target.tap()  # type: ignore[attr-defined]
        taps.append(target)

    with next_page(page):
        tap(page.get_by_role("link", name="记第 1 节"))
    look(page, "group-session-form")
    taps_list = page.get_by_role("group", name="谁来了")
    for name in MEMBERS:
        tap(taps_list.get_by_label(name, exact=True))
    expect(page.get_by_text("12 / 12")).to_be_visible()
    with next_page(page):
        tap(page.get_by_role("button", name="保存"))
    expect(page.get_by_text("第 1 节已记。")).to_be_visible()
    assert len(taps) <= MOST_TAPS
    look(page, "group-session")
    page.get_by_role("link", name="写过程记录").tap()
    page.get_by_label("过程记录").fill("大家讲了自己的手艺，冯二妮第一次开口。")
    page.get_by_role("button", name="保存").tap()
    expect(page.get_by_text("冯二妮第一次开口")).to_be_visible()
    with next_page(page):
        page.get_by_role("link", name="“不孤单”支持小组").first.tap()
    expect(page.get_by_text("12 / 12，100.0%")).to_be_visible()
    look(page, "group")


def test_everybody_at_once_is_one_tap_more_than_nobody(phone: Callable) -> None:
    page: Page = phone("/groups/")
    plan_group(page, "“银龄手工”小组")
    add_members(page, MEMBERS[:4])
    with next_page(page):
        page.get_by_role("link", name="记第 1 节").tap()
    page.get_by_role("button", name="全到").tap()
    page.get_by_label("周德福", exact=True).tap()
    expect(page.get_by_text("3 / 4")).to_be_visible()
    page.get_by_role("button", name="保存").tap()
    expect(page.get_by_text("赵桂英、孙国强、刘春梅")).to_be_visible()


def test_an_activity_from_its_plan_to_the_confirmed_figure(
    phone: Callable, look: Callable, site: object
) -> None:
    page: Page = phone("/activities/")
    page.get_by_role("link", name="新的活动").first.tap()
    page.get_by_label("活动名称").fill("重阳节包饺子")
    page.get_by_label("服务项目").select_option(index=1)
    page.get_by_label("地点").fill("社区广场")
    page.get_by_label("预计人数").fill("60")
    page.get_by_label("其他合办单位").fill("老年协会、卫生院")
    page.get_by_role("button", name="登记").tap()
    expect(page.get_by_text("老年协会、卫生院")).to_be_visible()
    look(page, "activity-planned")
    page.get_by_role("link", name="签到二维码").tap()
    page.get_by_role("button", name="开放签到").tap()
    expect(page.get_by_text("签到开着").first).to_be_visible()
    look(page, "activity-sheet")
    _guest_signs_in(page, phone, look)
    page.get_by_role("link", name="办完了，去记活动").tap()
    expect(page.get_by_label("60 岁以上")).to_have_value("1")
    page.get_by_label("60 岁以上").fill("31")
    look(page, "activity-hold")
    with next_page(page):
        page.get_by_role("button", name="确认并保存").tap()
    expect(page.get_by_text("1 部手机，第一次来的 1 人")).to_be_visible()
    expect(page.locator(".fig", has_text="31")).to_be_visible()
    look(page, "activity-held")


def _guest_signs_in(page: Page, phone: Callable, look: Callable) -> None:
    """Three taps on a stranger's phone; the same phone is not counted twice."""
    address = page.locator("[data-sign-in]").get_attribute("href")
    guest: Page = phone(address, "")
    look(guest, "sign-in")
    guest.get_by_label("60 岁以上", exact=True).tap()
    guest.get_by_label("第一次来", exact=True).tap()
    guest.get_by_role("button", name="签到").tap()
    expect(guest.get_by_text("签到成功")).to_be_visible()
    guest.reload()
    expect(guest.get_by_text("签到成功")).to_be_visible()


def test_the_sign_in_page_is_light_on_a_slow_line(phone: Callable, page_weight: Callable) -> None:
    page: Page = phone("/activities/")
    page.get_by_role("link", name="新的活动").first.tap()
    page.get_by_label("活动名称").fill("消防演练")
    page.get_by_label("服务项目").select_option(index=1)
    page.get_by_label("地点").fill("社区广场")
    page.get_by_label("预计人数").fill("60")
    page.get_by_role("button", name="登记").tap()
    page.get_by_role("link", name="签到二维码").tap()
    page.get_by_role("button", name="开放签到").tap()
    weight = page_weight(page.locator("[data-sign-in]").get_attribute("href"), "")
    print(f"\nfirst visit to the sign-in page: {weight} bytes")
    assert weight <= 20_000
