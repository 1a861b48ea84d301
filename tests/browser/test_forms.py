"""Filling in the profession's forms on a phone: rows without a round trip, drafts with all their rows, nothing too small."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

INTAKE, SESSION = "/forms/F-01/", "/forms/F-05/"


@pytest.mark.parametrize("path", ["/forms/", INTAKE, SESSION, "/forms/local/"])
def test_forms_are_accessible_touchable_and_narrow(
    phone: Callable[..., Page],
    path: str,
    assert_accessible: Callable[[Page], None],
    assert_touchable: Callable[[Page], None],
    assert_no_sideways_scroll: Callable[[Page], None],
) -> None:
    page = phone(path, "li")
    page.set_viewport_size({"width": 320, "height": 740})
    assert_accessible(page)
    assert_touchable(page)
    assert_no_sideways_scroll(page)


def test_a_form_looks_like_the_rest_of_the_house(shot: Callable[..., None]) -> None:
    shot("/forms/", "forms")
    shot(INTAKE, "form")
    shot("/forms/local/", "local-fields", "li")
    shot("/forms/local/new/?form=F-01", "local-field", "li")


def test_another_row_comes_at_once_and_empty(phone: Callable[..., Page]) -> None:
    page = phone(INTAKE)
    rows = page.locator("[data-rows=a-members] [data-row]")
    expect(rows).to_have_count(1)
    rows.nth(0).get_by_label("姓名").fill("赵建军")
    page.get_by_role("button", name="家庭成员再加一行").click()
    expect(rows).to_have_count(2)
    added = rows.nth(1)
    expect(added).to_have_attribute("aria-label", "第 2 行")
    expect(added.get_by_label("姓名")).to_be_focused()
    expect(added.get_by_label("姓名")).to_have_value("")
    added.get_by_label("姓名").fill("赵小梅")
    page.get_by_role("button", name="试填检查").click()
    expect(page.get_by_text("没有保存")).to_be_visible()
    expect(page.locator("[name=a-members-1-name]")).to_have_value("赵小梅")


def test_faults_stand_at_their_fields_with_what_was_typed(
    phone: Callable[..., Page],
    snap: Callable[[Page, str], object],
    assert_accessible: Callable[[Page], None],
) -> None:
    page = phone(SESSION)
    page.get_by_label("第几次").fill("三")
    page.get_by_role("button", name="试填检查").click()
    expect(page.get_by_label("第几次")).to_have_value("三")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    snap(page, "form-fault.zh.phone.light")


def test_enter_saves_and_adds_no_row(phone: Callable[..., Page]) -> None:
    page = phone(INTAKE)
    page.locator("[name=a-name]").fill("赵桂英")
    page.locator("[name=a-name]").press("Enter")
    expect(page.get_by_text("没有保存")).to_be_visible()
    expect(page.locator("[data-rows=a-members] [data-row]")).to_have_count(1)


def test_a_draft_comes_back_with_all_its_rows(phone: Callable[..., Page]) -> None:
    """What yimi.js says before it puts a draft back: the rows are there by then."""
    page = phone(INTAKE)
    page.evaluate(
        """() => { const rows = [["a-members-0-name", "赵建军"], ["a-members-2-name", "赵小梅"], ["a-name", "赵桂英"]];
        document.querySelector("main form").dispatchEvent(new CustomEvent("yimi:restore", { bubbles: true, detail: rows })); }"""
    )
    expect(page.locator("[data-rows=a-members] [data-row]")).to_have_count(3)
    expect(page.locator("[name=a-members-rows]")).to_have_value("3")
