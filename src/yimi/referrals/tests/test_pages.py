"""The pages: the whole way through HTTP, clashes with both versions, the receiver's side, budgets."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.people.models import Phone
from yimi.people.tests.factories import make_household, make_resident
from yimi.referrals.models import Referral, ResourceLink
from yimi.referrals.printing import printed_referral, printed_resource
from yimi.referrals.queries.figures import referral_figures
from yimi.referrals.queries.lists import (
    referrals_of,
    referrals_of_case,
    resources_of,
    resources_of_case,
)
from yimi.referrals.tests.factories import make_referral, make_resource

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def typed(world, **changes):
    fields = {
        "uid": new_uid(), "resident": world.elder.pk, "reason": "medical", "text": "夜里咳嗽",
        "name": "商水县人民医院", "shared": ["basic", "situation"], "worker": world.worker.pk,
    }  # fmt: skip
    return fields | changes


def today():
    return clock.today().isoformat()


def new_address(world, name="new_referral"):
    return f"{url(name)}?household={world.household.pk}"


def test_a_worker_takes_a_referral_from_first_word_to_closing(client, world):
    client.force_login(world.users.drolma)
    assert client.get(new_address(world)).status_code == 200
    made = client.post(new_address(world), typed(world))
    row = Referral.objects.get()
    assert made.url == url("referral", row.pk)
    way = [
        ("own_step", "contact", {"on": today(), "note": "找了李医生"}),
        ("own_step", "consent", {"ground": "consent", "manner": "oral", "given_on": today()}),
        ("own_step", "send", {"on": today(), "minutes": "20", "item": "SA8"}),
        ("answer_step", "answer", {"on": today(), "accepted": "yes"}),
        ("answer_step", "settle", {"on": today(), "outcome": "served"}),
        ("own_step", "plan", {"due_on": today()}),
        ("own_step", "complete", {"on": today(), "note": "咳嗽好了"}),
    ]
    for version, (door, step, data) in enumerate(way, start=1):
        page = client.get(url("referral", row.pk)).content.decode()
        assert url(door, row.pk, step) in page, step
        assert client.get(url(door, row.pk, step)).status_code == 200, step
        sent = client.post(url(door, row.pk, step), data | {"row_version": version})
        assert sent.status_code == 302, (step, sent.content.decode()[-3000:])
    row.refresh_from_db()
    assert row.state == "done"
    assert "咳嗽好了" in client.get(url("referral", row.pk)).content.decode()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, world):
    client.force_login(world.users.drolma)
    for wrong in ({"name": ""}, {"shared": []}, {"text": "长" * 5001}, {"reason": "x"}):
        page = client.post(new_address(world), typed(world, **wrong))
        assert page.status_code == 422
        if "name" not in wrong:
            assert "商水县人民医院" in page.content.decode()
    assert not Referral.objects.exists()
    stranger = make_resident(make_household(world.c), "外人")
    assert client.post(new_address(world), typed(world, resident=stranger.pk)).status_code == 422
    for nonsense in (f"{url('new_referral')}?household=x", f"{new_address(world)}&case=x"):
        assert client.post(nonsense, typed(world)).status_code == 404


def test_sent_twice_is_opened_once(client, world):
    client.force_login(world.users.drolma)
    data = typed(world)
    first, again = client.post(new_address(world), data), client.post(new_address(world), data)
    assert first.url == again.url
    assert Referral.objects.count() == 1
    assert client.post(new_address(world), data | {"text": "别的"}).status_code == 409


def test_sending_twice_counts_once(client, world):
    client.force_login(world.users.drolma)
    row = make_referral(world.a, resident=world.elder)
    for step, data in (
        ("contact", {"on": today()}),
        ("consent", {"ground": "emergency", "given_on": today(), "note": "昏迷"}),
    ):
        row.refresh_from_db()
        sent = data | {"row_version": row.row_version}
        assert client.post(url("own_step", row.pk, step), sent).status_code == 302
    data = {"on": today(), "minutes": "20", "item": "SA8", "row_version": 3}
    assert client.post(url("own_step", row.pk, "send"), data).status_code == 302
    assert client.post(url("own_step", row.pk, "send"), data).status_code == 409
    row.refresh_from_db()
    assert (row.state, row.row_version) == ("sent", 4)


def test_without_consent_the_page_says_what_to_do(client, world):
    client.force_login(world.users.drolma)
    row = make_referral(world.a, state="contacted")
    data = {"on": today(), "minutes": "20", "item": "SA8", "row_version": 1}
    page = client.post(url("own_step", row.pk, "send"), data)
    assert page.status_code == 422
    assert "请先登记同意" in page.content.decode()


def test_a_clash_shows_both_and_saving_again_is_a_decision(client, world):
    client.force_login(world.users.drolma)
    row = make_referral(world.a)
    Referral.objects.filter(pk=row.pk).update(row_version=2, reason="legal")
    data = typed(world, text="我写的", row_version=1)
    page = client.post(url("change", row.pk), data)
    assert page.status_code == 409
    text = page.content.decode()
    assert "我写的" in text
    assert "法律援助" in text
    assert 'name="row_version" value="2"' in text
    assert client.post(url("change", row.pk), data | {"row_version": 2}).status_code == 302
    step = {"on": today(), "note": "问过了", "row_version": 1}
    page = client.post(url("own_step", row.pk, "contact"), step)
    assert page.status_code == 409
    assert "问过了" in page.content.decode()
    assert (
        client.post(url("own_step", row.pk, "contact"), step | {"row_version": 3}).status_code
        == 302
    )


def test_the_receiving_station_sees_what_was_agreed_and_answers(client, world):
    row = make_referral(
        world.a, resident=world.elder, to=world.b, state="sent", shared="basic phone"
    )
    sealed = world.elder.key.seal("10000001234", field="phone", row=world.elder.pk)
    Phone.objects.create(
        resident=world.elder, number_sealed=sealed, starts_on=clock.today(), recorded_by=SYSTEM_UID
    )
    client.force_login(world.users.tashi)
    assert "赵桂英" in client.get(url("referrals"), {"view": "incoming"}).content.decode()
    page = client.get(url("referral", row.pk)).content.decode()
    assert "夜里咳嗽" not in page
    assert "10000001234" not in page
    shown = client.post(url("reveal", row.pk, "phone"))
    assert "10000001234" in shown.content.decode()
    assert client.post(url("reveal", row.pk, "address")).status_code == 404
    assert AuditEvent.objects.filter(action="referrals.reveal_shared").count() == 1
    no = {"on": today(), "accepted": "no", "row_version": 1}
    assert client.post(url("answer_step", row.pk, "answer"), no).status_code == 422
    no["note"] = "我们也没有床位"
    assert client.post(url("answer_step", row.pk, "answer"), no).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("failed", "refused")
    assert client.get(url("own_step", row.pk, "plan")).status_code == 403
    nameless = make_referral(
        world.a, resident=world.elder, to=world.b, state="sent", shared="health"
    )
    assert "赵桂英" not in client.get(url("referral", nameless.pk)).content.decode()
    client.force_login(world.users.drolma)
    assert client.post(url("reveal", row.pk, "phone")).status_code == 404


def test_the_township_sees_names_and_no_notes(client, world):
    row = make_referral(world.a, resident=world.elder, state="sent")
    client.force_login(world.users.town)
    page = client.get(url("referral", row.pk)).content.decode()
    assert "赵桂英" in page
    assert "夜里咳嗽" not in page
    assert url("answer_step", row.pk, "settle") not in page


@pytest.mark.parametrize("name", ["referrals", "resources"])
def test_a_list_costs_the_same_for_3_and_30(client, world, name):
    client.force_login(world.users.drolma)
    make = make_referral if name == "referrals" else make_resource
    client.get(url(name))
    costs = []
    for more in (3, 27):
        for _ in range(more):
            make(world.a, household=world.household)
        with CaptureQueriesContext(connection) as spent:
            assert client.get(url(name)).status_code == 200
        costs.append(len(spent))
    assert costs[0] == costs[1] <= 9  # session, user, actor; page, heads, three counts


def test_the_tabs_hold_what_they_say(client, world):
    client.force_login(world.users.drolma)
    late = make_referral(world.a, state="sent", due_on=clock.today().replace(year=2020))
    done = make_referral(world.a, state="done")

    def shown(view):
        return {
            row.referral.pk for row in client.get(url("referrals"), {"view": view}).context["rows"]
        }

    assert shown("open") == shown("nonsense") == {late.pk}
    assert shown("overdue") == {late.pk}
    assert shown("closed") == {done.pk}
    assert shown("incoming") == set()


def test_a_resource_from_need_to_delivery(client, world):
    client.force_login(world.users.drolma)
    address = new_address(world, "new_resource")
    assert client.get(address).status_code == 200
    data = {
        "uid": new_uid(), "resident": "", "need": "aids", "kind": "goods", "requested_on": today(),
        "text": "要一辆轮椅", "worker": world.worker.pk,
    }  # fmt: skip
    assert client.post(address, data | {"need": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    row = ResourceLink.objects.get()
    match = {
        "provider": "县残联",
        "quantity": "轮椅 1 辆",
        "value": "680.50",
        "on": today(),
        "row_version": 1,
    }
    assert client.get(url("resource_step", row.pk, "match")).status_code == 200
    assert client.post(url("resource_step", row.pk, "match"), match).status_code == 302
    clash = client.post(url("resource_step", row.pk, "match"), match | {"provider": "某公司"})
    assert clash.status_code == 409
    assert "县残联" in clash.content.decode()
    deliver = {
        "on": today(),
        "result": "met",
        "receipt_seen": "on",
        "minutes": "30",
        "item": "SA8",
        "row_version": 2,
    }
    assert client.post(url("resource_step", row.pk, "deliver"), deliver).status_code == 302
    assert client.post(url("resource_step", row.pk, "deliver"), deliver).status_code == 409
    row.refresh_from_db()
    assert row.value_fen == 68_050
    assert "680.50" in client.get(url("resource", row.pk)).content.decode()
    assert client.get(url("resources"), {"view": "delivered"}).context["rows"]
    assert client.get(url("resource_step", row.pk, "nonsense")).status_code == 404


def test_a_county_sets_its_days(client, world):
    client.force_login(world.users.li)
    assert client.get(url("days")).status_code == 200
    wrong = {"days": "0", "starts_on": today(), "source": "县办〔2026〕3 号"}
    assert client.post(url("days"), wrong).status_code == 422
    assert client.post(url("days"), wrong | {"days": "10"}).status_code == 302
    assert "10 天" in client.get(url("days")).content.decode()


def test_household_and_case_pages_find_theirs(world):
    case = new_uid()
    row = make_referral(world.a, resident=world.elder, case_uid=case)
    link = make_resource(world.a, household=world.household, case_uid=case)
    assert referrals_of(world.drolma, world.household) == [row]
    assert resources_of(world.drolma, world.household) == [link]
    assert referrals_of_case(world.drolma, case) == [row]
    assert resources_of_case(world.drolma, case) == [link]
    assert referrals_of_case(world.wang, case) == []


def test_figures_count_each_step_on_its_own_day(world):
    make_referral(world.a, state="done")
    row = make_referral(world.a)
    row.steps.create(
        step="send", state="sent", happened_on=clock.today(), recorded_by=SYSTEM_UID, by_name="x"
    )
    day = {"first": clock.today(), "last": clock.today()}
    assert referral_figures(world.li, **day).sent == 1
    assert referral_figures(world.li, place="411623002", **day).sent == 0
    assert referral_figures(world.drolma, unit_uid=world.a.pk, **day).sent == 1
    assert referral_figures(world.wang, **day).sent == 0


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_both_forms_print_and_the_file_stands_in_the_trail(client, world, kind):
    client.force_login(world.users.drolma)
    row, link = make_referral(world.a, state="done"), make_resource(world.a, value_fen=68_000)
    for name, uid in (("print_referral", row.pk), ("print_resource", link.pk)):
        answer = client.get(url(name, uid, kind))
        assert answer.status_code == 200
        assert answer.content[:2] in {b"PK", b"%P"}
        assert client.get(url(name, uid, "exe")).status_code == 404
    assert AuditEvent.objects.filter(action="referrals.printed").count() == 2
    client.force_login(world.users.town)
    assert client.get(url("print_referral", row.pk, kind)).status_code == 403


def test_the_printed_form_says_what_is_on_file(world):
    row = make_referral(world.a, resident=world.elder, state="done")
    form = printed_referral(row)
    known = {field.key for section in form.definition.sections for field in section.fields}
    assert set(form.answers) <= known
    assert form.head["client"] == "赵桂英"
    assert form.answers["receiver"] == "商水县人民医院"
    assert form.answers["outcome"] == "helped"
    link = printed_resource(make_resource(world.a, resident=world.elder, value_fen=100))
    assert set(link.answers) <= {
        field.key for section in link.definition.sections for field in section.fields
    }
