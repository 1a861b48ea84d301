"""The pages of supervision: a supervisor from elsewhere, her supervisee, a head, a county; what each of them is shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.audit.models import AuditEvent
from yimi.core.ids import new_uid
from yimi.supervision.models import (
    AgreedAction,
    SupervisionPlan,
    SupervisionSession,
)
from yimi.supervision.tests.factories import (
    make_action,
    make_assignment,
    make_pairing,
    make_plan,
    make_session,
)
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"supervision:{name}", args=args)


def text(response):
    return response.content.decode()


def sent(people, **changes):
    return {
        "uid": str(new_uid()), "unit": str(people.a.pk), "workers": [str(people.staff.drolma.pk)], "kind": "online",
        "function": "supportive", "held_on": "2026-03-03", "minutes": "60", "cases": "GA-0001\nGA-0002",
        "agreed_1": "补写两份个案计划", "who_1": str(people.staff.drolma.pk), "due_1": "2026-04-01", "next_on": "2026-04-03",
    } | changes  # fmt: skip


def test_a_supervisor_from_another_province_records_writes_up_and_releases(client, people):
    client.force_login(people.users.guo)
    home = text(client.get(url("mine")))
    assert "卓玛" in home
    assert "甲站" in home
    assert client.get(url("new_session")).status_code == 200
    refused = client.post(url("new_session"), sent(people, due_1=""))
    assert refused.status_code == 422
    assert "什么时候完成" in text(refused)
    made = client.post(url("new_session"), sent(people))
    session = SupervisionSession.objects.get()
    assert made.url == url("session", session.file_uid)
    assert "GA-0002" in text(client.get(made.url))
    note = client.get(url("note", session.file_uid))
    assert "补写两份个案计划" in text(note)  # what the system knows stands in it already
    written = {
        "row_version": "0",
        "a-topics": "案主不愿开门",
        "a-advice": "先送小物件建立关系",
        "is_final": "1",
    }
    assert client.post(url("note", session.file_uid), written).status_code == 302
    clash = client.post(url("note", session.file_uid), written | {"a-advice": "别的"})
    assert clash.status_code == 422
    assert "先送小物件建立关系" in text(clash)
    page = text(client.get(made.url))
    assert "先送小物件建立关系" in page
    paper = client.get(url("print_note", session.file_uid, "docx"))
    assert "no-store" in paper.headers["Cache-Control"]
    assert AuditEvent.objects.filter(action="supervision.printed").count() == 1
    assert client.get(url("print_note", session.file_uid, "exe")).status_code == 404
    client.force_login(people.users.head)
    assert "先送小物件" not in text(client.get(url("held", session.file_uid)))
    assert "GA-0002" not in text(client.get(url("held", session.file_uid)))
    client.force_login(people.users.guo)
    assert client.get(url("release", session.file_uid)).status_code == 200
    assert client.post(url("release", session.file_uid)).status_code == 302
    client.force_login(people.users.head)
    assert "先送小物件" in text(client.get(url("held", session.file_uid)))


def test_the_next_session_asks_for_results(client, people):
    action = make_action(
        make_session(people.a, people.staff.guo, [people.staff.drolma]), people.staff.drolma
    )
    client.force_login(people.users.guo)
    assert "上次约定的事" in text(client.get(url("new_session")))
    answered = {
        f"result_{action.pk.hex}": "done", f"said_{action.pk.hex}": "两份都写好了", f"version_{action.pk.hex}": "1",
    }  # fmt: skip
    made = client.post(
        url("new_session"),
        sent(people, held_on="2026-04-03", due_1="2026-05-01", next_on="", **answered),
    )
    assert made.status_code == 302
    assert AgreedAction.objects.get(pk=action.pk).result == "done"
    fresh = SupervisionSession.objects.get(held_on=date(2026, 4, 3))
    assert "两份都写好了" in text(client.get(url("note", fresh.file_uid)))


def test_a_supervisee_reads_notes_results_and_changes_nothing_else(client, people):
    session = make_session(people.a, people.staff.guo, [people.staff.drolma])
    action = make_action(session, people.staff.drolma)
    client.force_login(people.users.drolma)
    assert "补写两份个案计划" in text(client.get(url("mine")))
    assert client.get(url("session", session.file_uid)).status_code == 200
    for name in ("edit_session", "void_session", "note", "release"):
        assert client.get(url(name, session.file_uid)).status_code == 403
    assert client.get(url("result", action.pk)).status_code == 200
    answer = {"result": "done", "note": "写好了", "row_version": "1"}
    assert client.post(url("result", action.pk), answer).status_code == 302
    assert client.post(url("result", action.pk), answer).status_code == 409
    client.force_login(people.users.tashi)
    assert client.get(url("session", session.file_uid)).status_code == 404
    assert client.get(url("result", action.pk)).status_code == 404


def test_a_supervisor_corrects_and_voids(client, people):
    session = make_session(people.a, people.staff.guo, [people.staff.drolma])
    client.force_login(people.users.guo)
    assert client.get(url("edit_session", session.file_uid)).status_code == 200
    changed = sent(people, minutes="45", workers=[str(people.staff.tashi.pk)])
    assert client.post(url("edit_session", session.file_uid), changed).status_code == 302
    fresh = SupervisionSession.objects.current().get()
    assert (fresh.minutes, fresh.file_uid) == (45, session.file_uid)
    assert (
        client.post(url("void_session", session.file_uid), {"reason": "记重了"}).status_code == 302
    )
    assert client.get(url("session", session.file_uid)).status_code == 404


def test_a_head_sees_dates_and_minutes_and_the_offices_count(client, people):
    make_session(people.a, people.staff.guo, [people.staff.drolma])
    period = {"first": "2026-01-01", "last": "2026-12-31"}
    for who in ("head", "li"):
        client.force_login(getattr(people.users, who))
        page = text(client.get(url("sessions"), period))
        assert "90 分钟" in page
        assert "1.5" in page
    client.force_login(people.users.wang)
    assert "90 分钟" not in text(client.get(url("sessions"), period))
    client.force_login(people.users.town)
    assert client.get(url("sessions")).status_code == 403
    assert "1.5" in text(client.get(url("figures"), period))
    client.force_login(people.users.drolma)
    assert client.get(url("sessions")).status_code == 403
    assert client.get(url("sessions"), {"first": "x", "kind": "y"}).status_code == 403


def test_plans_by_pages_and_a_clash_shows_both(client, people):
    client.force_login(people.users.guo)
    assert client.get(url("new_plan")).status_code == 200
    new = {
        "supervisor": str(people.staff.guo.pk), "unit": str(people.a.pk), "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "sessions_planned": "12", "aims": "提升评估能力", "workers": [str(people.staff.drolma.pk)],
    }  # fmt: skip
    assert client.post(url("new_plan"), new).status_code == 302
    plan = SupervisionPlan.objects.get()
    make_session(people.a, people.staff.guo, [people.staff.drolma])
    assert "计划 12 次，已做 1 次" in text(client.get(url("plan", plan.pk)))
    assert "已做 1 次" in text(client.get(url("plans")))
    edit = {
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "sessions_planned": "10",
        "aims": "提升评估能力",
        "row_version": "1",
    }
    assert client.get(url("edit_plan", plan.pk)).status_code == 200
    assert client.post(url("edit_plan", plan.pk), edit).status_code == 302
    client.force_login(people.users.head)
    clash = client.post(url("edit_plan", plan.pk), edit | {"sessions_planned": "9"})
    assert clash.status_code == 409
    assert "现在的次数" in text(clash)
    assert (
        client.post(url("edit_plan", plan.pk), edit | {"row_version": "2", "aims": " "}).status_code
        == 422
    )
    assert client.get(url("void_plan", plan.pk)).status_code == 200
    assert (
        client.post(url("void_plan", plan.pk), {"reason": "换人", "row_version": "2"}).status_code
        == 302
    )


def test_every_list_goes_on_past_its_first_page(client, people):
    for number in range(60):
        make_session(people.a, people.staff.guo, held_on=date(2026, 1, 1 + number % 28))
        make_plan(people.a, people.staff.guo)
        make_pairing(lead=people.a.region_code, name=f"协议{number}")
    for name, who in (("mine", "guo"), ("sessions", "head"), ("plans", "li"), ("pairings", "li")):
        client.force_login(getattr(people.users, who))
        first = client.get(url(name), {"last": "2026-12-31"}).context
        assert len(first["rows"]) == 50
        rest = client.get(url(name), {"before": first["page"].older, "last": "2026-12-31"}).context
        assert len(rest["rows"]) == 10
        assert not rest["page"].older
        assert not {row.pk for row in first["page"].rows} & {row.pk for row in rest["page"].rows}


@pytest.mark.parametrize(
    "name,who", [("mine", "guo"), ("sessions", "head"), ("figures", "li"), ("plans", "li"), ("assignments", "li"), ("pairings", "li")]
)  # fmt: skip
def test_lists_cost_the_same_for_3_and_30(client, people, name, who):
    client.force_login(getattr(people.users, who))
    client.get(url(name))
    costs = []
    for more in (3, 27):
        for number in range(more):
            worker = make_worker("某某")
            make_placement(worker, people.a)
            session = make_session(
                people.a,
                people.staff.guo,
                [worker],
                next_on=date(2026, 5, 1),
                held_on=date(2026, 3, 1 + number),
            )
            make_action(session, worker)
            make_plan(people.a, people.staff.guo)
            make_assignment(people.staff.guo, worker)
            make_pairing(lead=people.a.region_code, name=f"协议{number}")
        with CaptureQueriesContext(connection) as spent:
            assert client.get(url(name)).status_code == 200
        costs.append(len(spent))
    assert costs[0] == costs[1]
