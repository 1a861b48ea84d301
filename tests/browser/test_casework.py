"""A case from intake to follow-up on a small phone: by the worker, the supervisor of another county and the station's head."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from yimi.bench.browser import next_page

SMALL = {"width": 360, "height": 740}


@pytest.fixture
def small(phone: Callable) -> Callable[..., Page]:
    """A page on the smallest phone we care for."""

    def opened(path: str, person: str = "drolma") -> Page:
        page = phone(path, person)
        page.set_viewport_size(SMALL)
        return page

    return opened


def tap(page: Page, name: str) -> None:
    """A link or button of the page by its words."""
    main = page.locator("main")
    main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)).first.click()


def follow(page: Page, name: str) -> None:
    """Tap what leads to another page, and be there."""
    with next_page(page):
        tap(page, name)


def save(page: Page) -> None:
    """The solid button of a form, and the page that comes after it."""
    with next_page(page):
        page.locator(".act .btn.pri").click()


def choose(page: Page, name: str) -> None:
    """One of the chips."""
    page.locator("label.chip", has_text=name).first.click()


def follow_the_next_task(page: Page, name: str) -> None:
    """The case's page wants this first; go there."""
    expect_next_task(page, name)
    follow(page, name)


def expect_next_task(page: Page, name: str) -> None:
    """What the case's page wants first."""
    expect(page.locator("main .btn.pri.big").first).to_have_text(name, use_inner_text=True)


def test_a_case_from_intake_to_follow_up(
    small: Callable,
    site,
    keep_picture: Callable,
    assert_accessible: Callable,
    assert_no_sideways_scroll: Callable,
    assert_touchable: Callable,
) -> None:
    def look(page: Page, name: str) -> None:
        keep_picture(page, f"case-{name}.zh.phone.light")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_touchable(page)

    page = small(f"/cases/new/?household={site.households['赵桂英']}")
    choose(page, "社工主动发现")
    look(page, "new")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("赵桂英")
    case = page.url
    follow_the_next_task(page, "填接案登记表")
    page.locator("textarea[name=a-problem]").fill("一个人在家，晚上害怕。")
    save(page)
    follow_the_next_task(page, "决定接不接案")
    choose(page, "接受，开案")
    save(page)
    expect_next_task(page, "取得服务协议")
    look(page, "assessment")
    follow(page, "取得服务协议")
    look(page, "agreement")
    save(page)
    follow_the_next_task(page, "填预估表")
    page.locator("textarea[name=a-needs]").fill("有人常来看看")
    choose(page, "中")
    save(page)
    # the family, as the household's register knows it, and who supports it
    with next_page(page):
        page.get_by_role("link", name="家庭和支持").click()
    follow(page, "按户里的登记画")
    follow(page, "加一个支持系统")
    page.locator("[name=name]").fill("村委会")
    choose(page, "紧密")
    save(page)
    expect(page.locator("svg.picture")).to_have_count(2)
    look(page, "picture")
    page.goto(case)
    follow_the_next_task(page, "进入计划")
    save(page)
    follow_the_next_task(page, "写下第一个目标")
    page.locator("[name=text]").fill("每周出门两次")
    page.locator("[name=measure]").fill("走访时问")
    save(page)
    follow_the_next_task(page, "把计划定稿")
    look(page, "plan")
    save(page)
    follow_the_next_task(page, "记下服务对象同意计划")
    save(page)
    expect_next_task(page, "请督导看计划")
    review_by_the_supervisor(page, case, small, look)
    page.goto(case)
    follow_the_next_task(page, "进入介入")
    save(page)
    follow_the_next_task(page, "记一次会谈")
    page.locator("[name=item]").select_option(label="养老服务 · 精神慰藉")
    page.locator("[name=note]").fill("第一次一起走到村口，她笑了。")
    choose(page, "进行中")
    look(page, "session")
    save(page)
    expect(page.get_by_text("第一次一起走到村口")).to_be_visible()
    look(page, "intervention")
    evaluate_and_close(page, look)
    page.goto(case)
    follow(page, "记一次回访")
    choose(page, "电话")
    choose(page, "好转")
    page.locator("[name=item]").select_option(label="养老服务 · 精神慰藉")
    look(page, "follow-up")
    save(page)
    expect(page.locator(".tag", has_text="已结束").first).to_be_visible()
    look(page, "done")
    with page.expect_download() as kept:
        tap(page, "整份档案 PDF")
    assert kept.value.suggested_filename.endswith(".pdf")


def review_by_the_supervisor(page: Page, case: str, small: Callable, look: Callable) -> None:
    """The head names the supervisor, the worker asks, the supervisor answers."""
    mei = small("/cases/", "mei")
    look(mei, "index")
    mei.goto(case)
    expect(mei.get_by_text("内容只有办案的社工和督导能看")).to_be_visible()
    look(mei, "head")
    follow(mei, "督导和协同")
    mei.locator("[name=worker]").select_option(label="赵敏")
    save(mei)
    page.goto(case)
    follow(page, "请督导看计划")
    choose(page, "服务计划")
    save(page)
    zhao = small("/cases/", "zhao")
    look(zhao, "supervised")
    with next_page(zhao):
        zhao.get_by_role("link", name="服务计划").click()
    choose(zhao, "同意")
    zhao.locator("[name=comment]").fill("很具体，可以开始。")
    save(zhao)
    expect(zhao.get_by_text("很具体")).to_be_visible()
    look(zhao, "supervisor")


def evaluate_and_close(page: Page, look: Callable) -> None:
    """Evaluation, closing with a day to ask after the client."""
    follow(page, "换阶段")
    page.locator("[name=to]").select_option(label="评估")
    save(page)
    follow_the_next_task(page, "填评估结案表")
    page.locator("[name$='-0-attainment']").select_option(label="完全达成")
    look(page, "evaluation")
    save(page)
    follow_the_next_task(page, "进入结案")
    save(page)
    follow_the_next_task(page, "结案")
    choose(page, "目标达成")
    look(page, "close")
    save(page)
    expect(page.locator(".tag", has_text="回访").first).to_be_visible()


def test_the_list_of_cases_says_how_to_begin(small: Callable, assert_accessible: Callable) -> None:
    page = small("/cases/", "wang")
    expect(page.get_by_role("link", name="接案").first).to_be_visible()
    assert_accessible(page)
