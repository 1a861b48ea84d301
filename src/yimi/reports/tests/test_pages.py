"""The pages: a head signs on one page, the county sees all stations, takes many, reminds; papers and bulletins download."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.core import clock
from yimi.insight.errors import NoFactsYet
from yimi.reports import figures
from yimi.reports.actions import (
    accept_reports,
    lock_report,
    report_value,
    start_report,
    submit_report,
)
from yimi.reports.actions.filling import Wanted
from yimi.reports.actions.life import Seen
from yimi.reports.models import Correction, Reminder, Report, State
from yimi.reports.queries.subjects import station_subject
from yimi.reports.reading import shipped
from yimi.reports.spans import Span
from yimi.reports.tests.conftest import NOW, OCTOBER
from yimi.reports.tests.factories import contact, facts_of
from yimi.stations.tests.factories import HUANGZHAI, make_unit

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 10, 1), 1)


def url(name, *args):
    return reverse(f"reports:{name}", args=args)


def address(unit, pack="station-month", label="2026-10"):
    return pack, label, str(unit.pk)


def begun(world, unit=None, actor=None):
    wanted = Wanted(shipped()["station-month"], station_subject(unit or world.a), SPAN)
    return start_report(wanted, actor=actor or world.he)


def text_of(response):
    return response.content.decode()


def test_a_head_finds_what_is_due_opens_it_and_signs(world, client):
    client.force_login(world.users.he)
    due = text_of(client.get(url("reports")))
    assert url("report", *address(world.a)) in due
    page = text_of(client.get(url("report", *address(world.a))))
    assert "签字上报" in page
    assert "<b>2</b>" in page
    answer = client.post(url("submit", *address(world.a)), {"row_version": "0"})
    assert answer.status_code == 302
    again = client.post(url("submit", *address(world.a)), {"row_version": "1"})
    assert again.status_code == 302
    assert Report.objects.get().state == State.SUBMITTED
    assert "数字在上报时定下" in text_of(client.get(url("report", *address(world.a))))


@pytest.mark.parametrize(
    "who,code", [("drolma", 403), ("li", 403), ("bai", 404), ("wang", 404), ("zhou", 403)]
)
def test_others_sign_nothing(world, client, who, code):
    client.force_login(getattr(world.users, who))
    assert client.post(url("submit", *address(world.a)), {}).status_code == code
    assert not Report.objects.exists()


@pytest.mark.parametrize("pack,label", [("station-month", "2026-12"), ("station-month", "2026"), ("station-month", "x"), ("nothing", "2026-10"), ("station-year", "2026-10")])  # fmt: skip
def test_periods_to_come_and_other_words_are_not_found(world, client, pack, label):
    client.force_login(world.users.he)
    assert client.get(url("report", pack, label, world.a.pk)).status_code == 404


def test_a_running_month_shows_its_figures_and_waits(world, client):
    client.force_login(world.users.he)
    page = text_of(client.get(url("report", *address(world.a, label="2026-11"))))
    assert "还没结束" in page
    assert "签字上报</button>" not in page


def test_without_facts_the_page_says_so(world, client, monkeypatch):
    def nothing():
        raise NoFactsYet

    monkeypatch.setattr(figures, "newest", nothing)
    client.force_login(world.users.he)
    assert "统计数据还没有生成" in text_of(client.get(url("report", *address(world.a))))


def test_a_typed_figure_stands_beside_with_its_source_and_can_be_withdrawn(world, client):
    client.force_login(world.users.he)
    where = url("value", *address(world.a), "visits")
    assert client.get(where).status_code == 200
    refused = client.post(where, {"value": "5", "source": " ", "row_version": ""})
    assert refused.status_code == 422
    client.post(where, {"value": "5", "source": "纸质台账", "row_version": ""})
    page = text_of(client.get(url("report", *address(world.a))))
    assert "何站长登记，来源：纸质台账" in page
    assert "<b>2</b>" in page
    clash = client.post(where, {"value": "6", "source": "别的台账", "row_version": "1"})
    assert clash.status_code == 409
    told = text_of(client.get(url("typed", *address(world.a), "visits")))
    assert "纸质台账" in told
    assert "上报数多 3" in told
    assert client.get(url("typed", *address(world.a), "persons")).status_code == 404
    version = Report.objects.get().row_version
    client.post(url("withdraw", *address(world.a), "visits"), {"row_version": version})
    assert "纸质台账" not in text_of(client.get(url("report", *address(world.a))))
    assert "不再算数" in text_of(client.get(url("typed", *address(world.a), "visits")))


def test_the_county_takes_many_returns_one_and_the_head_sees_why(world, client):
    first = submit_report(begun(world), actor=world.he, expected=1)
    second = submit_report(begun(world, world.b, world.bai), actor=world.bai, expected=1)
    client.force_login(world.users.li)
    page = text_of(client.get(url("county", "411623")))
    assert f"{first.pk}:2" in page
    ticked = {"report": [f"{first.pk}:2", f"{second.pk}:2"], "county": "411623"}
    assert client.post(url("accept_many"), ticked).status_code == 302
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}
    client.post(url("return", first.pk), {"reason": "请核对走访数", "row_version": "3"})
    client.force_login(world.users.he)
    assert "请核对走访数" in text_of(client.get(url("report", *address(world.a))))
    assert "被退回了" in text_of(client.get(url("reports")))


def test_one_stranger_among_many_takes_none(world, client):
    report = submit_report(begun(world), actor=world.he, expected=1)
    client.force_login(world.users.wang)
    answer = client.post(url("accept_many"), {"report": [f"{report.pk}:2"]})
    assert answer.status_code == 404
    client.force_login(world.users.li)
    assert client.post(url("accept_many"), {"report": ["x:y"]}).status_code == 404
    assert client.post(url("accept_many"), {"report": [f"{report.pk}:1"]}).status_code == 409


def test_late_stations_are_reminded_with_one_click_and_not_twice(world, client):
    client.force_login(world.users.li)
    assert "全部提醒" in text_of(client.get(url("county", "411623")))
    client.post(url("remind"), {"county": "411623"})
    count = Reminder.objects.count()
    assert count == 2
    assert "今天都提醒过了" in text_of(
        client.post(url("remind"), {"county": "411623"}, follow=True)
    )
    assert Reminder.objects.count() == count
    client.force_login(world.users.he)
    assert "李科长提醒" in text_of(client.get(url("reports")))


def test_after_the_lock_a_correction_is_made_and_noted(world, client):
    report = submit_report(begun(world), actor=world.he, expected=1)
    accept_reports([Seen(report, 2)], actor=world.li)
    lock_report(report, actor=world.li, expected=3)
    world.facts = facts_of(number=2, through_at=NOW, service_contact=[contact(world.a, OCTOBER)])
    client.force_login(world.users.he)
    answer = client.post(
        url("correct", *address(world.a)), {"reason": "作废了误记的一次", "row_version": "4"}
    )
    assert answer.status_code == 302
    page = text_of(client.get(url("report", *address(world.a))))
    assert "第 1 次更正" in page
    assert "作废了误记的一次" in page
    client.force_login(world.users.li)
    assert "作废了误记的一次" in text_of(client.get(url("reports")))
    client.post(url("note_correction", Correction.objects.get().pk))
    assert "李科长已知悉" in text_of(client.get(url("report", *address(world.a))))


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_a_report_is_taken_along(world, client, kind):
    client.force_login(world.users.drolma)
    answer = client.get(url("paper", *address(world.a), kind))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert len(answer.content) > 3000
    assert client.get(url("paper", *address(world.a), "exe")).status_code == 404


def test_a_target_is_set_by_the_county_only(world, client):
    facts = {"indicator": "P04_household_times", "year": 2026, "value": 480, "source": "合同"}
    client.force_login(world.users.li)
    assert client.get(url("target", world.a.pk)).status_code == 200
    assert client.post(url("target", world.a.pk), facts).status_code == 302
    client.force_login(world.users.wang)
    assert client.post(url("target", world.a.pk), facts).status_code == 404
    client.force_login(world.users.he)
    assert client.post(url("target", world.a.pk), facts).status_code == 403
    assert "480" in text_of(client.get(url("report", *address(world.a))))


def test_the_roll_up_is_filled_signed_and_taken_by_the_city(world, client):
    where = ("county-month", "2026-10", "411623")
    client.force_login(world.users.li)
    assert "合计" in text_of(client.get(url("report", *where)))
    client.post(url("submit", *where), {"row_version": "0"})
    report = Report.objects.get()
    client.force_login(world.users.zhou)
    client.post(url("accept", report.pk), {"row_version": "2"})
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    client.force_login(world.users.he)
    assert client.get(url("report", *where)).status_code == 404


def test_a_bulletin_opens_every_figure_and_downloads(world, client):
    where = ("station-brief", "2026-10", str(world.a.pk))
    world.facts = facts_of(service_contact=[contact(world.a, OCTOBER) for _n in range(7)])
    client.force_login(world.users.drolma)
    assert url("bulletin", *where) in text_of(client.get(url("bulletins")))
    page = text_of(client.get(url("bulletin", *where)))
    assert '<a href="#i-P04_household_times">7户次</a>' in page
    assert 'id="i-P04_household_times"' in page
    assert client.get(url("bulletin_word", *where)).status_code == 200
    client.force_login(world.users.wang)
    assert client.get(url("bulletin", *where)).status_code == 404


def queries(client, where):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(where).status_code == 200
    return len(found)


def test_the_countys_page_costs_the_same_with_more_stations(world, client):
    client.force_login(world.users.li)
    submit_report(begun(world), actor=world.he, expected=1)
    client.get(url("county", "411623"))
    few = [queries(client, url("county", "411623")), queries(client, url("reports"))]
    for number in range(8):
        unit = make_unit(HUANGZHAI, name=f"第{number}站")
        wanted = Wanted(shipped()["station-month"], station_subject(unit), SPAN)
        start_report(
            wanted, actor=world.bai.__class__(world.he.uid, "甲", (*world.li.grants, *_head(unit)))
        )
    assert [queries(client, url("county", "411623")), queries(client, url("reports"))] == few
    assert max(few) < 22


def _head(unit):
    from yimi.access.tests.factories import make_actor

    return make_actor("station_head", unit).grants


def test_english_is_complete_on_the_pages(world, client):
    report = begun(world)
    report_value(
        report, actor=world.he, expected=1, row="visits", value=Decimal(3), source="ledger"
    )
    client.force_login(world.users.he)
    client.cookies["django_language"] = "en"
    with clock.standing_at(NOW + timedelta(hours=1)):
        page = text_of(client.get(url("report", *address(world.a))))
    assert "Sign and hand in" in page
    assert "Household visits" in page
