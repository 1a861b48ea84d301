"""A complaint is handled by those it is not about, answered, and opened again once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.feedback import access, actions
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.errors import (
    NamedByTheOffice,
    NotYoursToHandle,
    SameUidOtherContent,
    StepNotNow,
)
from yimi.feedback.models import Complaint, PublicUse
from yimi.feedback.printing import printed_complaint
from yimi.feedback.receipts import receipt_code
from yimi.feedback.tests.factories import make_complaint

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def draft(world, **changes):
    fields = {"unit": world.a, "about": "service", "text": "约好了没有来", "channel": "phone"}
    return ComplaintDraft(**(fields | changes))


def public(world):
    return url("complain", world.a.number)


def typed(**changes):
    return {
        "uid": new_uid(),
        "about": "service",
        "text": "约好了没有来",
        "name": "",
        "contact": "",
    } | changes


# ---- the rule: never by whoever it is about


def test_nobody_sees_or_handles_a_complaint_about_themselves(world):
    about_head = make_complaint(world.a, about="worker", worker=world.chen)
    about_drolma = make_complaint(world.a, about="worker", worker=world.worker)
    assert access.get_complaint_for_edit(world.head, about_drolma.pk)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.head, about_head.pk)
    with pytest.raises(NotYoursToHandle):
        actions.take_complaint(about_head, actor=world.head, row_version=1)
    assert access.get_complaint_for_edit(world.li, about_head.pk)


@pytest.mark.parametrize("about", ["unit", "worker"])
def test_what_may_be_about_the_head_goes_past_the_station(world, about):
    row = make_complaint(world.a, about=about)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.head, row.pk)
    with pytest.raises(NotYoursToHandle):
        actions.take_complaint(row, actor=world.head, row_version=1)
    assert access.get_complaint_for_edit(world.li, row.pk)
    assert list(access.visible_complaints(world.li)) == [row]
    assert list(access.visible_complaints(world.head)) == []


def test_once_the_office_has_named_a_worker_the_head_may_handle_it(world):
    row = make_complaint(world.a, about="worker")
    stranger = make_complaint(world.b, about="worker")
    with pytest.raises(Invalid):
        actions.name_worker(stranger, actor=world.li, row_version=1, worker=world.worker)
    actions.name_worker(row, actor=world.li, row_version=1, worker=world.worker)
    actions.take_complaint(row, actor=world.head, row_version=2)
    assert row.state == "handling"


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


def test_who_reaches_a_complaint(world):
    row = make_complaint(world.a)
    for who in ("head", "li"):
        assert access.get_complaint_for_edit(getattr(world, who), row.pk)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.wang, row.pk)
    for who in ("drolma", "town"):
        with pytest.raises(Forbidden):
            access.visible_complaints(getattr(world, who))
    for who in ("drolma", "town", "wang"):
        with pytest.raises(Forbidden):
            actions.take_complaint(row, actor=getattr(world, who), row_version=1)


# ---- the way


def test_from_receiving_to_closing_with_one_more_round(world):
    row = actions.register_complaint(draft(world), actor=world.drolma).complaint
    assert row.due_on == clock.today() + timedelta(days=15)
    actions.take_complaint(row, actor=world.head, row_version=1)
    actions.note_inquiry(row, actor=world.head, row_version=2, text="问了卓玛", on=clock.today())
    with pytest.raises(Invalid):
        actions.answer_complaint(row, actor=world.head, row_version=3, finding="", text="对不起")
    actions.answer_complaint(row, actor=world.head, row_version=3, finding="upheld", text="对不起")
    actions.reopen_complaint(row, actor=world.head, row_version=4, text="还是没来")
    assert (row.state, row.finding) == ("handling", "")
    actions.answer_complaint(row, actor=world.head, row_version=5, finding="upheld", text="明天去")
    actions.close_complaint(row, actor=world.head, row_version=6)
    with pytest.raises(StepNotNow):
        actions.reopen_complaint(row, actor=world.head, row_version=7, text="还有")
    assert Complaint.objects.get().state == "closed"


def test_two_people_at_once_never_overwrite(world):
    row = make_complaint(world.a)
    other = Complaint.objects.get(pk=row.pk)
    actions.take_complaint(row, actor=world.head, row_version=1)
    with pytest.raises(Conflict):
        actions.take_complaint(other, actor=world.li, row_version=1)
    assert row.steps.filter(step="take").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"about": "x"}, {"channel": "x"}, {"text": " "}, {"text": "长" * 2001}, {"name": "长" * 61},
        {"received_on": date(2999, 1, 1)},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_refused(world, changes):
    with pytest.raises(Invalid):
        actions.register_complaint(draft(world, **changes), actor=world.drolma)
    with pytest.raises(Forbidden):
        actions.register_complaint(draft(world), actor=world.wang)
    assert not Complaint.objects.exists()


def test_sent_twice_is_one_complaint_with_the_same_code(world):
    form = {"uid": new_uid(), "seed": "of-this-form"}
    first, again = (
        actions.register_complaint(draft(world, **form), actor=world.drolma) for _ in "ab"
    )
    assert first.code == again.code
    assert Complaint.objects.count() == 1
    with pytest.raises(SameUidOtherContent):
        actions.register_complaint(draft(world, **form, text="别的"), actor=world.drolma)


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


def test_a_county_sets_its_own_days(world):
    today = clock.today()
    with pytest.raises(Forbidden):
        actions.set_answer_days(
            "411622", actor=world.li, days=5, starts_on=today, source="县民〔2026〕8 号"
        )
    actions.set_answer_days(
        "411623", actor=world.li, days=5, starts_on=today, source="县民〔2026〕8 号"
    )
    filed = actions.register_complaint(draft(world), actor=world.drolma)
    assert filed.complaint.due_on == today + timedelta(days=5)


# ---- the public doors


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


# ---- the pages of those who handle them


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


def test_a_year_typed_wrongly_blocks_no_later_complaint(world):
    """A complaint dated 1926 once took the number of 2026, and the station's public form failed for ever."""
    early = ComplaintDraft(
        unit=world.a, about="service", text="没来", channel="phone", received_on=date(1926, 5, 1)
    )
    actions.register_complaint(early, actor=world.head)
    filed = actions.receive_public_complaint(
        ComplaintDraft(unit=world.a, about="service", text="没来")
    )
    assert filed.complaint.number


def test_the_trail_keeps_every_worker_who_was_named(world):
    row = make_complaint(world.a, about="worker")
    actions.name_worker(row, actor=world.li, row_version=row.row_version, worker=world.worker)
    actions.name_worker(row, actor=world.li, row_version=row.row_version, worker=world.chen)
    named = AuditEvent.objects.filter(action="feedback.name_complaint").order_by("at")
    assert {event.details["worker"] for event in named} == {
        str(world.worker.pk),
        str(world.chen.pk),
    }
