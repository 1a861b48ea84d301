"""The pages, as people use them: HTTP in, HTTP and database out."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid
from yimi.people.models import (
    Consent,
    Household,
    Membership,
    MergeLink,
    Phone,
    Resident,
    ResidentStatus,
)
from yimi.people.tests.conftest import COUNTY, NEXT_VILLAGE, VILLAGE
from yimi.people.tests.factories import make_household, make_resident, make_status
from yimi.people.tests.test_codes import demo_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


@pytest.fixture
def signed_in(client, stage):
    """Drolma, station head of station A."""
    client.force_login(make_user("station_head", stage.station_a, name="卓玛"))
    return client


def url(name: str, *args) -> str:
    return reverse(f"people:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def test_the_list_shows_searches_and_narrows(signed_in, stage):
    make_status(stage.head, "dibao")
    page = text_of(signed_in.get(url("households")))
    assert "赵桂英" in page
    assert "低保对象" in page
    assert "东城社区" in page
    narrowed = text_of(signed_in.get(url("households"), {"status": "orphan", "region": "x"}))
    assert "没有符合条件的住户" in narrowed


def test_for_a_record_each_row_starts_one(signed_in, stage):
    page = text_of(signed_in.get(url("households"), {"for": "record"}))
    assert f"{reverse('services:record')}?household={stage.household.pk}" in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_search_answers_as_a_fragment_and_as_a_page(signed_in, stage, drolma, headers):
    from yimi.people.actions import rebuild_tokens

    rebuild_tokens([stage.head.pk], actor=drolma)
    page = text_of(signed_in.get(url("search"), {"q": "zgy"}, headers=headers))
    assert "赵桂英" in page
    assert ("<html" in page) is not bool(headers)
    assert "没有找到" in text_of(signed_in.get(url("search"), {"q": "孙悟空"}, headers=headers))
    assert "再多打一点" in text_of(signed_in.get(url("search"), {"q": "z"}, headers=headers))


NEW = {"region_code": VILLAGE, "address": "东城路 8 号", "name": "孙丽", "birth_on": "1950"}


def test_a_household_and_its_head_are_one_step(signed_in, stage):
    response = signed_in.post(
        url("new_household"), NEW | {"phone": "10012345567", "id_number": demo_id("19500203")}
    )
    resident = Resident.objects.get(name="孙丽")
    household = resident.memberships.get().household
    assert response["Location"] == reverse("portal:household", args=[household.pk])
    assert (resident.birth_on, resident.sex) == (date(1950, 1, 1), "2")
    assert resident.birth_precision == "year"


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"name": ""}, "必填"),
        ({"birth_on": "昨天"}, "只知道年份写 1944"),
        ({"id_number": "4.11623E+17"}, "科学计数"),
        ({"birth_on": "1960", "id_number": demo_id("19500203")}, "1950-02-03"),
        ({"region_code": "411623001000"}, "村（社区）一级"),
        ({"phone": "5441234"}, "区号"),
    ],
)
def test_errors_stand_at_the_field_and_nothing_is_half_saved(signed_in, stage, fields, words):
    response = signed_in.post(url("new_household"), NEW | fields)
    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert "东城路 8 号" in page
    assert Household.objects.count() == 1


def test_doubles_are_offered_while_typing(signed_in, stage, drolma):
    from yimi.people.actions import rebuild_tokens

    rebuild_tokens([stage.head.pk], actor=drolma)
    page = text_of(signed_in.post(url("duplicates"), {"name": "赵桂英", "birth_on": "1970-05"}))
    assert "姓名相同，出生年份相近" in page
    assert not text_of(signed_in.post(url("duplicates"), {"name": "孙悟空"})).strip()


def test_a_form_sent_twice_is_one_file_and_one_person(signed_in, stage):
    page = text_of(signed_in.get(url("new_household")))
    uid = page.partition('name="uid" value="')[2][:36]
    files, people = Household.objects.count(), Resident.objects.count()
    for _click in range(2):
        assert signed_in.post(url("new_household"), NEW | {"uid": uid}).status_code == 302
    assert (Household.objects.count(), Resident.objects.count()) == (files + 1, people + 1)
    changed = signed_in.post(url("new_household"), NEW | {"uid": uid, "name": "孙大圣"})
    assert changed.status_code == 409
    member = {"uid": str(new_uid()), "name": "赵一诺", "relation": "42", "birth_on": "2015-06-01"}
    for _click in range(2):
        answer = signed_in.post(url("new_member", stage.household.pk), member)
        assert answer.status_code == 302
    assert Resident.objects.filter(name="赵一诺").count() == 1


def test_what_is_typed_of_a_person_stands_in_no_address(signed_in, stage):
    assert signed_in.get(url("duplicates"), {"id_number": demo_id("19440506")}).status_code == 405
    for page in (signed_in.get(url("new_household")), signed_in.get(url("households"))):
        assert 'hx-get="/households/duplicates/' not in text_of(page)
        assert 'hx-get="/households/search/' not in text_of(page)
    assert signed_in.post(url("search"), {"q": "赵桂英"}).status_code == 200


def test_a_look_into_a_persons_file_is_in_the_trail(signed_in, stage):
    signed_in.get(url("member", stage.head.pk))
    event = AuditEvent.objects.get(action="people.resident_viewed")
    assert event.subject_uid == str(stage.head.pk)


def test_members_join_and_the_child_needs_a_guardian(signed_in, stage):
    response = signed_in.post(
        url("new_member", stage.household.pk),
        {"name": "赵一诺", "relation": "42", "birth_on": "2015-06-01"},
    )
    assert response.status_code == 302
    page = text_of(signed_in.get(reverse("portal:household", args=[stage.household.pk])))
    assert "赵一诺" in page
    assert "待监护人同意" in page


def test_a_correction_and_a_clash(signed_in, stage):
    address = url("member", stage.head.pk)
    sent = {"name": "赵桂芳", "sex": "2", "birth_on": "1944-05", "row_version": "1"}
    assert signed_in.get(address).status_code == 200
    assert signed_in.post(address, sent).status_code == 302
    stage.head.refresh_from_db()
    assert (stage.head.name, stage.head.birth_precision) == ("赵桂芳", "month")
    clash = signed_in.post(address, sent | {"name": "赵桂香"})
    assert clash.status_code == 409
    assert "赵桂芳" in text_of(clash)
    assert 'value="赵桂香"' in text_of(clash)
    assert 'name="row_version" value="2"' in text_of(clash)
    assert signed_in.post(address, sent | {"name": "赵桂香", "row_version": "2"}).status_code == 302


def test_the_id_number_has_its_own_form(signed_in, stage):
    address = url("id_number", stage.head.pk)
    sent = {"id_kind": "citizen", "id_number": demo_id("19700506"), "row_version": "1"}
    wrong = signed_in.post(address, sent | {"id_number": demo_id("19700506")[:-1] + "5"})
    assert wrong.status_code == 422
    assert "校验码" in text_of(wrong)
    assert signed_in.post(address, sent).status_code == 302


def test_a_value_is_revealed_alone_and_not_kept(signed_in, stage):
    response = signed_in.post(url("reveal_household", stage.household.pk, "address"))
    assert "东城路 12 号" in text_of(response)
    assert "data-hide-after" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert AuditEvent.objects.get(action="people.reveal_value").details == {"field": "address"}
    assert signed_in.get(url("reveal_household", stage.household.pk, "address")).status_code == 405
    page = text_of(signed_in.get(reverse("portal:household", args=[stage.household.pk])))
    assert "东城路" not in page


def test_a_status_is_recorded_and_ended(signed_in, stage):
    sent = {
        "kind": "disabled", "value": "yes", "detail": "disabled:4/2", "source": "certificate",
        "starts_on": "2020-01-01",
    }  # fmt: skip
    assert signed_in.get(url("new_status", stage.head.pk)).status_code == 200
    assert signed_in.post(url("new_status", stage.head.pk), sent).status_code == 302
    row = ResidentStatus.objects.get()
    assert (row.variety, row.level, row.source) == ("4", "2", "certificate")
    page = text_of(signed_in.get(reverse("portal:household", args=[stage.household.pk])))
    assert "肢体 二级" in page
    assert signed_in.post(url("end_status", row.pk), {"day": "2019-01-01"}).status_code == 422
    assert signed_in.post(url("end_status", row.pk), {"day": "2026-08-31"}).status_code == 302
    assert ResidentStatus.objects.current().get().ends_on == date(2026, 8, 31)


def test_a_detail_of_another_status_is_not_taken(signed_in, stage):
    sent = {"kind": "dibao", "value": "yes", "detail": "disabled:4/2", "source": "visit"}
    assert signed_in.post(url("new_status", stage.head.pk), sent).status_code == 302
    assert ResidentStatus.objects.get().level == ""


def test_consent_phone_and_guardian(signed_in, stage):
    assert signed_in.post(
        url("new_consent", stage.head.pk),
        {"purpose": "photo", "basis": "consent", "given_by": "self", "given_on": "2026-09-16"},
    ).status_code == 302  # fmt: skip
    assert signed_in.post(url("withdraw_consent", Consent.objects.get().pk)).status_code == 302
    assert signed_in.post(
        url("new_phone", stage.head.pk), {"phone": "5441234", "label": "本人"}
    ).status_code == 422  # fmt: skip
    assert signed_in.post(
        url("new_phone", stage.head.pk), {"phone": "10012345567", "label": "本人"}
    ).status_code == 302  # fmt: skip
    phone = Phone.objects.get()
    page = text_of(signed_in.get(reverse("portal:household", args=[stage.household.pk])))
    assert "100****5567" in page
    shown = signed_in.post(url("reveal_resident", stage.head.pk, f"phone:{phone.pk}"))
    assert "tel:10012345567" in text_of(shown)
    assert signed_in.post(url("end_phone", phone.pk)).status_code == 302
    assert signed_in.post(
        url("new_guardian", stage.head.pk), {"kind": "appointed", "name": "赵建国"}
    ).status_code == 302  # fmt: skip


def test_moving_and_leaving(signed_in, stage):
    son = make_resident(stage.household, "赵建军", relation="20")
    other = make_household(stage.station_a, region_code=VILLAGE, number="DC-0009")
    make_resident(other, "孙丽")
    address = url("move_member", son.pk)
    wrong = signed_in.post(address, {"number": "DC-9999", "relation": "28", "on": "2026-09-01"})
    assert "没有找到这个户档号" in text_of(wrong)
    assert signed_in.post(
        address, {"number": "dc9", "relation": "28", "on": "2026-09-01"}
    ).status_code == 302  # fmt: skip
    assert Membership.objects.current().get(resident=son, ends_on=None).household == other
    response = signed_in.post(address, {"on": "2026-09-10"})
    assert response["Location"] == url("member", son.pk)
    refused = signed_in.post(url("move_member", stage.head.pk), {"on": "2026-09-10"})
    assert refused.status_code == 302, "the last one of a household may leave"


def test_a_new_head(signed_in, stage):
    son = make_resident(stage.household, "赵建军", relation="20")
    address = url("new_head", stage.household.pk)
    sent = {"head": str(son.pk), f"relation_{stage.head.pk}": "52", "on": "2026-09-01"}
    assert signed_in.get(address).status_code == 200
    assert signed_in.post(address, sent | {f"relation_{stage.head.pk}": ""}).status_code == 422
    assert signed_in.post(address, sent).status_code == 302
    now = Membership.objects.current().filter(household=stage.household, ends_on=None)
    assert dict(now.values_list("resident__name", "relation")) == {"赵建军": "02", "赵桂英": "52"}


def test_merge_and_unmerge(signed_in, stage):
    double = make_resident(stage.household, "赵桂瑛", relation="97")
    address = url("merge", double.pk)
    assert signed_in.post(address, {"kept": str(stage.head.pk)}).status_code == 422
    sent = {"kept": str(stage.head.pk), "reason": "身份证号相同"}
    assert signed_in.post(address, sent).status_code == 302
    assert "已并入" in text_of(signed_in.get(url("member", double.pk)))
    assert signed_in.post(url("unmerge", double.pk)).status_code == 302
    assert not MergeLink.objects.filter(undone_at=None).exists()
    again = signed_in.post(url("unmerge", double.pk))
    assert again.status_code == 409


def test_an_address_changes_and_a_file_closes(signed_in, stage):
    assert signed_in.post(
        url("edit_household", stage.household.pk), {"address": "新区 3 栋", "since": "2026-09-01"}
    ).status_code == 302  # fmt: skip
    shown = signed_in.post(url("reveal_household", stage.household.pk, "address"))
    assert "新区 3 栋" in text_of(shown)
    sent = {"reason": "moved_away", "closed_on": "2026-09-16", "row_version": "1"}
    address = url("close_household", stage.household.pk)
    assert signed_in.post(address, sent | {"reason": ""}).status_code == 422
    assert signed_in.post(address, sent).status_code == 302
    assert "已经销档" in text_of(signed_in.post(address, sent))


def test_a_household_moves_to_the_station_that_serves_the_place(signed_in, stage):
    address = url("move_household", stage.household.pk)
    sent = {"region_code": NEXT_VILLAGE, "on": "2026-09-10", "row_version": "1"}
    assert signed_in.get(address).status_code == 200
    nowhere = signed_in.post(address, sent | {"region_code": "411699001001"})
    assert "还没有站点" in text_of(nowhere)
    assert signed_in.post(address, sent | {"row_version": "9"}).status_code == 409
    assert signed_in.post(address, sent).status_code == 302
    stage.household.refresh_from_db()
    assert stage.household.unit == stage.station_b
    assert signed_in.get(url("member", stage.head.pk)).status_code == 404


def test_a_county_officer_opens_one_file_with_a_reason(client, stage):
    client.force_login(make_user("county_officer", COUNTY + "000000", name="李敏"))
    sent = {
        "number": stage.household.number, "township": "411623001000",
        "reason": "群众来信反映低保未落实", "hours": "2",
    }  # fmt: skip
    assert client.get(url("households")).status_code == 403
    assert client.get(url("open_file")).status_code == 200
    assert "没有这个户档号" in text_of(client.post(url("open_file"), sent | {"number": "XX-1"}))
    response = client.post(url("open_file"), sent)
    page = text_of(client.get(response["Location"]))
    assert "赵桂英" in page
    assert "登记成员" not in page
    assert AuditEvent.objects.filter(
        action="people.household_viewed", reason="群众来信反映低保未落实"
    ).exists()
    client.post(response["Location"] + "give-back/")
    assert client.get(response["Location"]).status_code == 404


def test_the_pages_are_in_english_too(signed_in, stage):
    make_status(stage.head, "dibao")
    signed_in.cookies["yimi_language"] = "en"
    for address in (url("households"), url("new_household"), url("member", stage.head.pk)):
        page = signed_in.get(address, headers={"accept-language": "en"})
        assert page.status_code == 200


def test_the_list_costs_the_same_for_3_and_30(signed_in, stage, django_assert_max_num_queries):
    for target in (3, 30):
        while stage.station_a.households.count() < target:
            make_resident(make_household(stage.station_a, region_code=VILLAGE))
        # session, user, grants, the place's name, villages (2), statuses on offer (2), the list (4)
        with django_assert_max_num_queries(14):
            signed_in.get(url("households"))
