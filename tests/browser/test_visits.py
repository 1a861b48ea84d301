"""A worker's visits by thumb: today's route, planning a day, a household's tier, a visit form, a question on the phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def test_the_route_leads_to_the_household_and_to_recording(phone, assert_accessible, assert_no_sideways_scroll, assert_touchable, keep_picture):  # fmt: skip
    page = phone("/visiting/")
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "visit-route.zh.phone.light")
    page.get_by_role("link", name="记", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/records/new/\?household=|household="))


def test_a_day_is_planned_from_the_overdue_list(phone, assert_accessible, assert_no_sideways_scroll, assert_touchable, keep_picture):  # fmt: skip
    page = phone("/visiting/overdue/")
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "visit-overdue.zh.phone.light")
    page.locator("input[name=households]").first.check()
    page.get_by_role("button", name="安排到这天").click()
    expect(page.get_by_text("已安排 1 户。")).to_be_visible()


def test_a_households_visits(phone, site, assert_accessible, assert_no_sideways_scroll, assert_touchable, keep_picture):  # fmt: skip
    page = phone(f"/visiting/households/{site.households['郑大成']}/")
    page.get_by_text("改等级").click()
    page.get_by_label("高风险").check()
    page.get_by_label("理由").last.fill("独居，上月摔倒过")
    page.get_by_role("button", name="保存").last.click()
    expect(page.get_by_text("独居，上月摔倒过").first).to_be_visible()
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "visit-household.zh.phone.light")
    page.get_by_role("link", name="填探访表").first.click()
    page.get_by_label("跌倒隐患").check()
    page.get_by_role("button", name="保存").last.click()
    expect(page.get_by_text("有安全隐患").first).to_be_visible()


def test_a_question_on_the_phone_is_noted(phone, assert_accessible, assert_no_sideways_scroll, assert_touchable, keep_picture):  # fmt: skip
    page = phone("/visiting/consultations/new/")
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "consultation.zh.phone.light")
    page.get_by_label("电话", exact=True).check()
    page.get_by_role("radio", name="约定再答复").check()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("约定再答复，请填哪天答复。")).to_be_visible()
    page.get_by_role("radio", name="当场答复").check()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已登记，计入一次服务。")).to_be_visible()
    page.goto("/visiting/consultations/?state=all")
    for check in (assert_accessible, assert_no_sideways_scroll, assert_touchable):
        check(page)
    keep_picture(page, "consultations.zh.phone.light")


def test_the_desk_pages_are_accessible(desk, assert_accessible, keep_picture):
    for path, person, name in (
        ("/visiting/", "drolma", "visit-route"),
        ("/visiting/?sheet=1", "drolma", "visit-sheet"),
        ("/visiting/overdue/", "drolma", "visit-overdue"),
        ("/visiting/tiers/", "li", "visit-tiers"),
        ("/visiting/consultations/new/", "drolma", "consultation"),
    ):
        page = desk(path, person)
        assert_accessible(page)
        keep_picture(page, f"{name}.zh.desk.light")
