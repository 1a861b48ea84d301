"""The room's pages: who is let in, what they show, what they cost; and the page behind the QR code."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from yimi.activities.actions import hold_activity, open_sheet
from yimi.activities.models import Activity, SignIn, SignInSheet
from yimi.activities.queries.held import standing_record
from yimi.activities.queries.sheet import tally
from yimi.activities.tests.factories import make_activity, make_held, make_sheet
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.stations.tests.factories import make_authority

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"activities:{name}", args=args)


@pytest.fixture
def drolma(client, world):
    """Signed in, with a first page behind her: the first one also writes the session."""
    client.force_login(world.users["drolma"])
    client.get(url("activities"))
    return client


def head(world, **changes):
    return {
        "title": "国际禁毒日宣传", "kind": "community", "item_id": "GV4", "planned_on": clock.today().isoformat(),
        "place": "新华广场", "heads": "200", "unit": str(world.unit.pk), "others": "东城街道办事处、县民政局社会服务中心",
    } | changes  # fmt: skip


def counted(world, **changes):
    return {
        "record_uid": str(new_uid()), "served_on": clock.today().isoformat(), "minutes": "90", "elder": "26",
        "adult": "10", "workers": [str(world.worker.pk)], "save": "",
    } | changes  # fmt: skip


def test_an_activity_is_planned_with_authorities_and_other_names(drolma, world):
    police = make_authority("商水县公安局")
    answer = drolma.post(url("new_activity"), head(world, authorities=[str(police.pk)]))
    made = Activity.objects.get(title="国际禁毒日宣传")
    assert answer["Location"] == url("activity", made.pk)
    names = [one.name for one in made.partners.order_by("uid")]
    assert names == ["商水县公安局", "东城街道办事处", "县民政局社会服务中心"]
    assert "商水县公安局、东城街道办事处" in drolma.get(answer["Location"]).content.decode()


def test_a_faulty_plan_keeps_what_was_typed(drolma, world):
    answer = drolma.post(url("new_activity"), head(world, heads="0"))
    assert answer.status_code == 422
    assert "新华广场" in answer.content.decode()


def test_two_editors_of_the_plan_see_both(drolma, world):
    sent = head(world, row_version="1", place="一楼")
    assert drolma.post(url("edit_activity", world.activity.pk), sent).status_code == 302
    answer = drolma.post(url("edit_activity", world.activity.pk), sent | {"place": "三楼"})
    assert answer.status_code == 409
    assert {"一楼", "三楼"} <= set(re.findall("[一三]楼", answer.content.decode()))


def test_the_budget_is_typed_in_yuan_and_kept_in_fen(drolma, world):
    sent = {
        "row_version": "1", "purpose_0": "横幅", "budget_0": "120.50", "actual_0": "", "purpose_1": "",
        "budget_1": "", "actual_1": "",
    }  # fmt: skip
    assert drolma.post(url("budget", world.activity.pk), sent).status_code == 302
    assert [line.budget_fen for line in world.activity.budget.current()] == [12_050]
    assert "计划 120.50 元" in drolma.get(url("activity", world.activity.pk)).content.decode()


def test_sign_ins_are_put_in_and_the_worker_confirms_the_figure(drolma, world):
    sheet = make_sheet(world.activity)
    SignIn.objects.bulk_create(
        SignIn(sheet=sheet, band="elder", is_first=True, device=str(n)) for n in range(20)
    )
    page = drolma.get(url("hold", world.activity.pk)).content.decode()
    assert 'name="elder" value="20"' in page
    answer = drolma.post(url("hold", world.activity.pk), counted(world))
    assert answer["Location"] == url("activity", world.activity.pk)
    world.activity.refresh_from_db()
    assert standing_record(world.activity).person_times == 36
    shown = drolma.get(answer["Location"]).content.decode()
    assert "20 部手机，第一次来的 20 人" in shown


def test_an_emptied_band_means_nobody(drolma, world):
    sheet = make_sheet(world.activity)
    SignIn.objects.create(sheet=sheet, band="child", is_first=True, device="a")
    drolma.post(url("hold", world.activity.pk), counted(world, child=""))
    world.activity.refresh_from_db()
    bands = standing_record(world.activity).head_counts.values_list("band", flat=True)
    assert set(bands) == {"adult", "elder"}


def test_looking_for_a_resident_saves_nothing_yet(drolma, world):
    sent = counted(world, find="", q="没有这个人", elder="31")
    answer = drolma.post(url("hold", world.activity.pk), sent)
    assert answer.status_code == 200
    assert 'value="31"' in answer.content.decode()
    assert Activity.objects.get(pk=world.activity.pk).status == "planned"


def test_named_residents_travel_with_the_form(drolma, world):
    sent = counted(world, residents=[str(world.resident.pk)])
    drolma.post(url("hold", world.activity.pk), sent)
    world.activity.refresh_from_db()
    assert standing_record(world.activity).person_times == 37
    assert "赵桂英" in drolma.get(url("activity", world.activity.pk)).content.decode()


def test_an_event_with_nobody_is_told(drolma, world):
    answer = drolma.post(url("hold", world.activity.pk), counted(world, elder="", adult=""))
    assert answer.status_code == 422
    assert "请选见到了谁" in answer.content.decode()


def test_the_wrong_figure_is_put_right_and_a_late_editor_sees_both(drolma, world):
    activity = hold_activity(world.held(), actor=world.drolma)
    seen = str(standing_record(activity).pk)
    fix = counted(world, seen=seen, elder="9", adult="")
    assert drolma.post(url("correct", activity.pk), fix).status_code == 302
    late = drolma.post(url("correct", activity.pk), counted(world, seen=seen))
    assert late.status_code == 409
    assert "现在存着的" in late.content.decode()
    assert standing_record(activity).person_times == 9


def test_a_voided_event_is_ahead_again(drolma, world):
    activity = hold_activity(world.held(), actor=world.drolma)
    drolma.post(url("void", activity.pk), {"reason": "下雨没办成"})
    assert "待举办" in drolma.get(url("activity", activity.pk)).content.decode()


def test_what_is_called_off_says_why(drolma, world):
    drolma.post(url("cancel", world.activity.pk), {"row_version": "1", "reason": "weather"})
    assert "已取消：天气" in drolma.get(url("activity", world.activity.pk)).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_whole_file_is_printed_with_the_sign_in_sheet(drolma, world, kind):
    sheet = make_sheet(world.activity)
    SignIn.objects.create(sheet=sheet, band="elder", is_first=True, device="a", nickname="王阿姨")
    hold_activity(world.held(), actor=world.drolma)
    answer = drolma.get(url("file", world.activity.pk, kind))
    assert answer.content[:2] in (b"%P", b"PK")
    assert drolma.get(url("file", world.activity.pk, "exe")).status_code == 404


def test_the_summary_is_filled_in_with_what_was_counted(drolma, world):
    hold_activity(world.held(present=[world.resident.pk]), actor=world.drolma)
    page = drolma.get(url("summary_form", world.activity.pk)).content.decode()
    assert "具名 1" in page
    sent = {
        "row_version": "0",
        "a-improvement": "早点发通知",
        "a-actual": "999",
        "a-costs-rows": "0",
    }
    assert drolma.post(url("summary_form", world.activity.pk), sent).status_code == 302
    page = drolma.get(url("summary_form", world.activity.pk)).content.decode()
    assert "早点发通知" in page
    assert 'value="41"' in page


def test_the_sheet_is_opened_shown_and_closed(drolma, world):
    page = drolma.get(url("sheet", world.activity.pk)).content.decode()
    assert '<svg class="qr"' in page
    assert not SignInSheet.objects.get().is_open
    drolma.post(url("open_sheet", world.activity.pk), {"hours": "2"})
    assert "签到开着" in drolma.get(url("sheet_count", world.activity.pk)).content.decode()
    row = SignIn.objects.create(
        sheet=SignInSheet.objects.get(), band="adult", is_first=False, device="a"
    )
    drolma.post(url("strike", world.activity.pk), {"rows": [str(row.pk), "x"]})
    assert tally(world.activity).total == 0
    drolma.post(url("close_sheet", world.activity.pk))
    assert "签到没有开" in drolma.get(url("sheet", world.activity.pk)).content.decode()


def test_a_phone_signs_in_with_three_taps_and_once_only(client, world):
    sheet = open_sheet(world.activity, actor=world.drolma)
    address = url("sign_in", sheet.token)
    page = client.get(address)
    assert page.status_code == 200
    cookie = page.cookies["yimi_sign_in"]
    assert (cookie["httponly"], cookie["path"]) == (True, address)
    sent = {"band": "elder", "visit": "first", "nickname": "王阿姨"}
    assert client.post(address, sent).status_code == 302
    assert "签到成功" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 302
    assert tally(world.activity).by_band == {"elder": 1}


def test_the_public_page_asks_for_what_is_missing_and_says_when_it_is_shut(client, world):
    sheet = make_sheet(world.activity)
    address = url("sign_in", sheet.token)
    client.get(address)
    answer = client.post(address, {"visit": "first"})
    assert answer.status_code == 422
    assert "请点一下您的年龄段" in answer.content.decode()
    shut = make_sheet(make_activity(world.unit), is_open=False)
    closed = client.post(url("sign_in", shut.token), {"band": "elder", "visit": "first"})
    assert "现在不能签到" in closed.content.decode()
    assert client.get(url("sign_in", "never-issued")).status_code == 404
    assert not SignIn.objects.exists()


def test_without_a_cookie_nothing_is_counted_and_the_page_asks_again(client, world):
    sheet = make_sheet(world.activity)
    answer = client.post(url("sign_in", sheet.token), {"band": "elder", "visit": "first"})
    assert "请再点一次" in answer.content.decode()
    assert not SignIn.objects.exists()


def test_the_public_page_shows_nobody_and_is_light(client, world):
    sheet = make_sheet(world.activity)
    SignIn.objects.create(sheet=sheet, band="elder", is_first=True, device="a", nickname="王阿姨")
    page = client.get(url("sign_in", sheet.token))
    assert "王阿姨" not in page.content.decode()
    assert "<script" not in page.content.decode()
    assert len(page.content) < 8_000
    assert "no-store" in page["Cache-Control"]


def test_the_list_costs_the_same_with_three_activities_and_thirty(drolma, world, queries_of):
    make_held(world.unit)
    make_activity(world.unit)
    few = queries_of(lambda: drolma.get(url("activities")))
    for _ in range(14):
        make_held(world.unit)
        make_activity(world.unit)
    assert queries_of(lambda: drolma.get(url("activities"))) == few
    assert "饺子" in drolma.get(url("activities"), {"q": "饺子"}).content.decode()
    nothing = drolma.get(url("activities"), {"status": "cancelled"}).content.decode()
    assert "没有符合条件的活动" in nothing


def test_strangers_get_404_and_readers_403(client, world):
    client.force_login(world.users["wang"])
    for name in ("activity", "hold", "sheet", "plan_form"):
        assert client.get(url(name, world.activity.pk)).status_code == 404
    client.force_login(world.users["supervisor"])
    assert client.get(url("activity", world.activity.pk)).status_code == 200
    for name in ("edit_activity", "hold", "budget", "sheet", "cancel"):
        assert client.get(url(name, world.activity.pk)).status_code == 403
    client.force_login(world.users["li"])
    assert client.get(url("activities")).status_code == 403
