"""Complaints through the doors: anyone's, the station head's, the office's; lists, poster and paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.feedback import actions
from yimi.feedback.errors import (
    NamedByTheOffice,
)
from yimi.feedback.models import Complaint, PublicUse
from yimi.feedback.printing import printed_complaint
from yimi.feedback.receipts import receipt_code
from yimi.feedback.tests.factories import make_complaint
from yimi.feedback.tests.helpers import public, typed, url

pytestmark = pytest.mark.django_db


def test_whom_it_is_about_only_the_office_changes(client, world):
    row = make_complaint(world.a, about="worker", worker=world.worker)
    client.force_login(world.users.head)
    assert url("step", row.pk, "name") not in client.get(url("complaint", row.pk)).content.decode()
    assert client.get(url("step", row.pk, "name")).status_code == 403
    with pytest.raises(NamedByTheOffice):
        actions.name_worker(row, actor=world.head, row_version=1, worker=world.worker)
    client.force_login(world.users.li)
    assert url("step", row.pk, "name") in client.get(url("complaint", row.pk)).content.decode()
    actions.name_worker(row, actor=world.li, row_version=1, worker=world.chen)
    assert row.worker == world.chen


def test_nobody_gets_a_code_by_sending_the_same_words_again(client, world):
    """Whoever handles a complaint knows its uid and its words; the code would let them speak for the complainant."""
    data = typed(text="约好了没有来", seed="of-this-form")
    first = client.post(public(world), data)
    code = receipt_code(data["uid"], "of-this-form")
    assert code in first.content.decode()
    for forged in ({"seed": ""}, {"seed": "another"}, {"seed": str(data["uid"])}):
        page = client.post(public(world), data | forged)
        assert page.status_code == 409
        assert code not in page.content.decode()
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        late = client.post(public(world), data)
    assert late.status_code == 200
    assert code not in late.content.decode()
    assert "十分钟" in late.content.decode()


def test_anyone_complains_and_reads_the_answer_with_the_code(client, world):
    assert client.get(public(world)).status_code == 200
    page = client.post(public(world), typed(name="老张", contact="10000001234", seed="s"))
    row = Complaint.objects.get()
    assert receipt_code(row.pk, "s") in page.content.decode()
    assert not row.is_anonymous
    for secret in ("老张", "约好了"):
        assert secret.encode() not in bytes(row.sealed)
    actions.take_complaint(row, actor=world.head, row_version=1)
    actions.note_inquiry(row, actor=world.head, row_version=2, text="内部情况", on=clock.today())
    actions.answer_complaint(
        row, actor=world.head, row_version=3, finding="upheld", text="已改派社工"
    )
    code = receipt_code(row.pk, "s").lower().replace("-", " ")
    state = client.post(url("status"), {"code": code}).content.decode()
    assert "已改派社工" in state
    assert "内部情况" not in state
    assert "陈站长" not in state
    again = {"code": code, "text": "还是不满意", "row_version": 4}
    assert client.post(url("status"), again | {"text": " "}).status_code == 422
    assert client.post(url("status"), again).status_code == 200
    row.refresh_from_db()
    assert row.state == "handling"
    assert client.post(url("status"), again).status_code == 409
    assert row.steps.get(step="reopen").by_name == "公众"


def test_a_colleague_who_is_signed_in_stays_unnamed_too(client, world):
    client.force_login(world.users.drolma)
    client.post(public(world), typed())
    event = AuditEvent.objects.get(action="feedback.receive_complaint")
    assert (event.actor_uid, event.actor_name) == (SYSTEM_UID, "公众")
    assert str(world.drolma.uid) not in str(Complaint.objects.get().steps.values())


def test_sent_twice_shows_the_same_code_and_other_words_are_refused(client, world):
    data = typed(seed="s")
    first, again = client.post(public(world), data), client.post(public(world), data)
    assert receipt_code(data["uid"], "s") in first.content.decode()
    assert receipt_code(data["uid"], "s") in again.content.decode()
    assert client.post(public(world), data | {"text": "别的"}).status_code == 409
    assert Complaint.objects.count() == 1


def test_oversized_and_empty_texts_are_told_at_their_field(client, world):
    for wrong in (
        {"text": "长" * 2001},
        {"text": ""},
        {"about": ""},
        {"name": "长" * 61},
        {"uid": "x"},
    ):
        assert client.post(public(world), typed(**wrong)).status_code == 422
    assert not Complaint.objects.exists()
    assert client.get(url("complain", "no-such-unit")).status_code == 404


def test_a_flood_stops_at_the_door(client, world):
    answers = [client.post(public(world), typed()).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    page = client.post(public(world), typed(text="这一句不能丢"))
    assert "这一句不能丢" in page.content.decode()
    assert client.post(public(world), typed(), REMOTE_ADDR="10.0.0.9").status_code == 200
    assert not any("127.0.0.1" in use.bucket for use in PublicUse.objects.all())


def test_codes_cannot_be_tried_out(client, world):
    answers = [
        client.post(url("status"), {"code": "AAAA-BBBB-CCCC"}).status_code for _ in range(31)
    ]
    assert answers == [422] * 30 + [429]


def test_a_head_handles_one_from_the_list(client, world):
    row = make_complaint(world.a, name="老张")
    client.force_login(world.users.head)
    assert client.get(url("complaints")).context["rows"][0][0] == row
    page = client.get(url("complaint", row.pk)).content.decode()
    assert "约好了没有来" in page
    assert "老张" not in page
    assert "老张" in client.post(url("reveal", row.pk)).content.decode()
    assert AuditEvent.objects.filter(action="feedback.reveal_complainant").count() == 1
    way = [
        ("take", {}),
        ("note", {"on": clock.today().isoformat(), "text": "问了卓玛"}),
        ("answer", {"finding": "upheld", "text": "对不起"}),
        ("close", {}),
    ]
    for version, (step, data) in enumerate(way, start=1):
        assert client.get(url("step", row.pk, step)).status_code == 200, step
        sent = client.post(url("step", row.pk, step), data | {"row_version": version})
        assert sent.status_code == 302, step
    assert client.get(url("complaints"), {"view": "answered"}).context["rows"][0][0] == row
    assert client.post(url("step", row.pk, "close"), {"row_version": 4}).status_code == 409
    assert client.get(url("step", row.pk, "nonsense")).status_code == 404


def test_a_clash_keeps_what_was_typed(client, world):
    row = make_complaint(world.a, state="handling")
    Complaint.objects.filter(pk=row.pk).update(row_version=2)
    client.force_login(world.users.head)
    note = {"on": clock.today().isoformat(), "text": "我查到的", "row_version": 1}
    page = client.post(url("step", row.pk, "note"), note)
    assert page.status_code == 409
    assert "我查到的" in page.content.decode()
    assert client.post(url("step", row.pk, "note"), note | {"row_version": 2}).status_code == 302


def test_an_officer_names_the_worker(client, world):
    row = make_complaint(world.a, about="worker")
    client.force_login(world.users.li)
    page = client.get(url("step", row.pk, "name"))
    assert "卓玛" in page.content.decode()
    data = {"worker": world.worker.pk, "row_version": 1}
    assert client.post(url("step", row.pk, "name"), data | {"worker": "x"}).status_code == 422
    assert client.post(url("step", row.pk, "name"), data).status_code == 302
    client.force_login(world.users.wang)
    assert client.get(url("complaint", row.pk)).status_code == 404


def test_a_worker_registers_and_passes_the_code_on(client, world):
    client.force_login(world.users.drolma)
    assert client.get(url("new_complaint")).status_code == 200
    data = typed(unit=world.a.pk, channel="phone", received_on=clock.today().isoformat(), seed="s")
    page = client.post(url("new_complaint"), data)
    assert receipt_code(data["uid"], "s") in page.content.decode()
    assert client.post(url("new_complaint"), data | {"unit": world.c.pk}).status_code == 422
    assert client.get(url("complaints")).status_code == 403


def test_the_list_costs_the_same_for_3_and_30(client, world):
    client.force_login(world.users.li)
    client.get(url("complaints"))
    costs = []
    for more in (3, 27):
        for _ in range(more):
            make_complaint(world.a, about="worker", worker=world.worker)
        with CaptureQueriesContext(connection) as spent:
            assert client.get(url("complaints")).status_code == 200
        costs.append(len(spent))
    assert costs[0] == costs[1] <= 7  # session, user, actor; page, two counts


def test_late_ones_stand_apart(client, world):
    late = make_complaint(world.a, due_on=clock.today() - timedelta(days=1))
    make_complaint(world.a)
    client.force_login(world.users.head)
    rows = client.get(url("complaints"), {"view": "overdue"}).context["rows"]
    assert [row for row, _late in rows] == [late]


def test_a_county_sets_days_on_its_page(client, world):
    client.force_login(world.users.li)
    wrong = {"days": "0", "starts_on": clock.today().isoformat(), "source": "县民〔2026〕8 号"}
    assert client.post(url("days"), wrong).status_code == 422
    assert client.post(url("days"), wrong | {"days": "7"}).status_code == 302
    assert "7 天" in client.get(url("days")).content.decode()


def test_the_poster_carries_the_stations_code(client, world):
    client.force_login(world.users.drolma)
    page = client.get(url("poster", world.a.pk)).content.decode()
    assert 'class="qr"' in page
    assert public(world) in page
    assert client.get(url("poster", world.b.pk)).status_code == 403


def test_the_form_prints_without_the_complainants_name(client, world):
    row = make_complaint(world.a, name="老张", state="answered")
    client.force_login(world.users.head)
    assert client.get(url("print_complaint", row.pk, "docx")).content[:2] == b"PK"
    assert AuditEvent.objects.filter(action="feedback.printed").count() == 1
    form = printed_complaint(row)
    assert "老张" not in str(form)
    assert set(form.answers) <= {
        field.key for section in form.definition.sections for field in section.fields
    }
