"""The pages: three taps send, looking for somebody sends nothing, and what one may not see does not exist."""

from __future__ import annotations

import pytest
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.protection.actions import add_step
from yimi.protection.models import HarmReport, ProtectionReader
from yimi.protection.rules import NewStep, ReportContent
from yimi.protection.tests.factories import make_reader, make_report

pytestmark = pytest.mark.django_db
FORM = reverse("protection:report")


def now_text():
    return f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M}"


def filled(**changes):
    """What the browser sends when one kind was tapped."""
    fields = {"uid": str(new_uid()), "kinds": ["violence"], "found_at": now_text()}
    return fields | {"who": "", "where": "", "text": "", "told_to": ""} | changes


def signed_in(client, user):
    client.force_login(user)
    return client


def test_one_tap_and_send_leads_to_the_chain_with_110_first(client, people):
    response = signed_in(client, people.users.drolma).post(FORM, filled(), follow=True)
    report = HarmReport.objects.get()
    assert response.redirect_chain == [(reverse("protection:detail", args=[report.pk]), 302)]
    text = response.content.decode()
    assert report.number in text
    assert 'href="tel:110"' in text
    assert "还没有报告给任何机关" in text


def test_the_button_pressed_twice_makes_one_report(client, people):
    data = filled()
    signed_in(client, people.users.drolma)
    first, second = client.post(FORM, data), client.post(FORM, data)
    assert first["Location"] == second["Location"]
    assert HarmReport.objects.count() == 1


def test_nothing_said_keeps_what_was_typed_and_says_how_little_is_needed(client, people):
    data = filled(kinds=[], told_to="police")
    response = signed_in(client, people.users.drolma).post(FORM, data)
    assert response.status_code == 422
    assert "请至少点一项" in response.content.decode()
    assert not HarmReport.objects.exists()


def test_looking_for_somebody_sends_nothing_and_keeps_the_form(client, people):
    people.girl.refresh_from_db()
    from yimi.people.actions.searching import make_tokens, save_tokens

    save_tokens(make_tokens(people.girl))
    data = filled(find="1", q="苏小雨", text="背上有伤", resident="")
    response = signed_in(client, people.users.drolma).post(FORM, data)
    text = response.content.decode()
    assert response.status_code == 200
    assert "背上有伤" in text
    assert str(people.girl.pk) in text
    assert not HarmReport.objects.exists()
    sent = client.post(FORM, data | {"find": ""} | {"resident": str(people.girl.pk)})
    assert sent.status_code == 200, "the button 查找 is still in the form's data: nothing is sent"
    del data["find"]
    client.post(FORM, data | {"resident": str(people.girl.pk), "offered": str(people.girl.pk)})
    assert HarmReport.objects.get().subject_digest


def test_whoever_has_no_people_search_reports_in_words(client, people):
    text = signed_in(client, people.users.child).get(FORM).content.decode()
    assert "在名册里找这个人" not in text
    client.post(FORM, filled(who="村西头的男孩"))
    assert HarmReport.objects.get().unit == people.a


def test_a_person_of_another_station_is_not_offered(client, people):
    response = signed_in(client, people.users.zhao).get(FORM, {"person": str(people.girl.pk)})
    assert "苏小雨" not in response.content.decode()


def test_one_more_tap_writes_down_that_110_was_called(client, people):
    signed_in(client, people.users.drolma).post(FORM, filled())
    report = HarmReport.objects.get()
    data = {
        "uid": new_uid(),
        "kind": "reported",
        "to_whom": "police",
        "way": "phone",
        "at": now_text(),
    }
    client.post(reverse("protection:step", args=[report.pk]), data)
    text = client.get(reverse("protection:detail", args=[report.pk])).content.decode()
    assert "还没有报告给任何机关" not in text
    assert "公安机关（110）" in text


def test_a_faulty_step_stays_on_the_page(client, people):
    signed_in(client, people.users.drolma).post(FORM, filled())
    report = HarmReport.objects.get()
    data = {"uid": new_uid(), "kind": "reported", "at": now_text(), "text": "打了电话"}
    response = client.post(reverse("protection:step", args=[report.pk]), data)
    assert response.status_code == 422
    assert "打了电话" in response.content.decode()
    assert report.steps.count() == 1


def test_colleagues_heads_and_officers_do_not_find_it(client, people):
    report = make_report(people.a, content=ReportContent(text="只有指定的人能看"))
    pages = [("protection:detail", [report.pk]), ("protection:print", [report.pk])]
    for name in ("tashi", "chen", "town", "mentor", "child", "li", "zhao", "wang"):
        signed_in(client, getattr(people.users, name))
        for page, args in pages:
            assert client.get(reverse(page, args=args)).status_code == 404, (name, page)
        assert report.number not in client.get(reverse("protection:reports")).content.decode()
    make_reader(people.tashi.uid, people.a)
    signed_in(client, people.users.tashi)
    for page, args in pages:
        assert client.get(reverse(page, args=args)).status_code == 200


def test_the_printed_form_holds_the_chain(client, people):
    from yimi.protection.actions import read_report
    from yimi.protection.printing import answers_of

    content = ReportContent(who="小雨", kinds=("violence",), where="村东头", text="手臂淤青")
    report = make_report(people.a, content=content, recorded_by=people.drolma.uid)
    step = NewStep(new_uid(), "reported", clock.now(), "police", "phone", receipt="JJ2026-11")
    add_step(report, step, actor=people.drolma)
    answers = answers_of(read_report(report, actor=people.drolma, purpose="printed"))
    assert (answers["person"], answers["suspicion"]) == ("小雨", ["violence"])
    assert [(row["body"], row["receipt"]) for row in answers["chain"]] == [("police", "JJ2026-11")]


def test_the_printed_answers_fit_the_form(people):
    from yimi.forms.checking import check_answers
    from yimi.forms.definitions import definition
    from yimi.protection.actions import read_report
    from yimi.protection.models.reports import HarmKind, PersonKind, ReportedTo
    from yimi.protection.printing import answers_of

    form = definition("F-23", region_code=people.a.region_code)
    report = make_report(people.a, recorded_by=people.drolma.uid)
    for body in ReportedTo:
        step = NewStep(new_uid(), "reported", clock.now(), body, "phone")
        add_step(report, step, actor=people.drolma)
    answers = answers_of(read_report(report, actor=people.drolma))
    assert check_answers(form, answers)[1] == {}
    values = {field.key: {code.value for code in field.codes} for field in form.fields}
    assert values["suspicion"] == set(HarmKind.values)
    assert values["who"] == set(PersonKind.values) - {"unsure"}


def test_a_head_names_a_colleague_or_an_account_of_the_county(client, people):
    signed_in(client, people.users.chen)
    page = reverse("protection:readers")
    assert "还没有指定任何人" in client.get(page).content.decode()
    base = {"place": str(people.a.pk), "reason": "儿保专员", "colleague": "", "username": ""}
    assert client.post(page, base).status_code == 422
    assert client.post(page, base | {"colleague": str(people.tashi.uid)}).status_code == 302
    near = make_user(name="镇儿童督导员", username="dudao", region_code="411623000000")
    assert client.post(page, base | {"username": "DUDAO"}).status_code == 302
    make_user(name="外县", username="waixian", region_code="411622000000")
    assert client.post(page, base | {"username": "waixian"}).status_code == 422
    named = ProtectionReader.objects.values_list("user_uid", flat=True)
    assert set(named) == {people.tashi.uid, near.uid}
    reader = ProtectionReader.objects.get(user_uid=near.uid)
    ended = client.post(reverse("protection:end_reader", args=[reader.pk]), {"reason": "调离"})
    assert ended.status_code == 302


def test_the_county_sets_its_limit_and_reporters_read_it(client, people):
    signed_in(client, people.users.li)
    page = reverse("protection:limits")
    data = {"region_code": "411623000000", "minutes": "120", "source": "县未保办〔2026〕3 号"}
    assert client.post(page, data).status_code == 302
    assert "120 分钟" in client.get(page).content.decode()
    text = signed_in(client, people.users.drolma).get(FORM).content.decode()
    assert "没有全国统一的时限" in text
    assert "县未保办〔2026〕3 号" in text


@pytest.mark.parametrize("who", ["drolma", "chen", "mentor", "town", "child"])
def test_the_red_button_stands_in_the_shell_of_those_who_must_report(client, people, who):
    text = (
        signed_in(client, getattr(people.users, who)).get(reverse("portal:mine")).content.decode()
    )
    assert f'href="{FORM}"' in text


@pytest.mark.parametrize("who", ["li", "city", "audit"])
def test_it_does_not_stand_in_the_shell_of_others(client, people, who):
    text = (
        signed_in(client, getattr(people.users, who)).get(reverse("portal:mine")).content.decode()
    )
    assert f'href="{FORM}"' not in text
