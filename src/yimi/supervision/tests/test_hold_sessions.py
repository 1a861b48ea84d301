"""A supervision is counted once, read by the pair only, and asks what came of the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.supervision import access, queries
from yimi.supervision.actions import (
    AgreedDraft,
    correct_session,
    hold_session,
    hold_sessions,
    void_session,
)
from yimi.supervision.errors import NoSupervisorYourself, NotYourSupervisee
from yimi.supervision.models import AgreedAction, SupervisionSession
from yimi.supervision.tests.factories import (
    DAY,
    make_assignment,
    make_session,
    session_draft,
)

pytestmark = pytest.mark.django_db


def test_a_supervisor_from_another_province_records_a_session(people):
    agreed = AgreedDraft(text="补写两份个案计划", worker_uid=people.staff.drolma.pk, due_on=DAY)
    session = hold_session(
        session_draft(people, cases=("GA-0001", "GA-0001 ", ""), actions=(agreed,), next_on=date(2026, 4, 3)),
        actor=people.guo,
    )  # fmt: skip
    assert session.unit_region_code == people.a.region_code
    assert [case.case_number for case in session.discussed_cases.all()] == ["GA-0001"]
    (found,) = queries.actions_of(session)
    assert (found.text, found.is_overdue(DAY)) == ("补写两份个案计划", False)
    assert "补写".encode() not in bytes(AgreedAction.objects.get().text_sealed)
    assert queries.next_sessions(people.drolma, DAY) == [session]
    event = AuditEvent.objects.get(action="supervision.hold_sessions")
    assert event.unit_uid == people.a.pk
    assert "补写" not in str(event.details)


def test_sent_twice_it_is_saved_once(people):
    new = session_draft(people)
    assert hold_session(new, actor=people.guo) == hold_session(new, actor=people.guo)
    assert SupervisionSession.objects.count() == 1
    with pytest.raises(Conflict):
        hold_session(new, actor=people.drolma)


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"kind": "telepathy"}, "kind"),
        ({"function": "magic"}, "function"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"worker_uids": ()}, "workers"),
        ({"held_on": date(2999, 1, 1)}, "held_on"),
        ({"next_on": DAY}, "next_on"),
        ({"next_on": DAY + timedelta(days=400)}, "next_on"),
        ({"place": "远" * 101}, "place"),
        ({"cases": ("王 老太",)}, "cases"),
        ({"actions": (AgreedDraft(text=" ", worker_uid=new_uid(), due_on=DAY),)}, "actions"),
        ({"actions": (AgreedDraft(text="家访", worker_uid=new_uid(), due_on=DAY),)}, "actions"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(people, changes, field):
    with pytest.raises(Invalid) as refused:
        hold_session(session_draft(people, **changes), actor=people.guo)
    assert list(refused.value.fields) == [field]
    assert not SupervisionSession.objects.exists()


def test_only_people_assigned_on_that_day_are_supervised(people):
    with pytest.raises(NotYourSupervisee) as refused:
        hold_session(
            session_draft(people, worker_uids=(people.staff.nima.pk,), unit=people.b),
            actor=people.guo,
        )
    assert "尼玛" in str(refused.value)
    with pytest.raises(NotYourSupervisee):
        hold_session(session_draft(people, held_on=date(2023, 6, 1)), actor=people.guo)
    make_assignment(people.staff.guo, people.staff.nima)
    assert hold_session(
        session_draft(people, worker_uids=(people.staff.nima.pk,), unit=people.b), actor=people.guo
    )
    with pytest.raises(Invalid):  # nobody of station B was there
        hold_session(session_draft(people, unit=people.b), actor=people.guo)


def test_peers_of_one_station_supervise_each_other_and_nobody_else(people):
    peer = session_draft(people, kind="peer", worker_uids=(people.staff.tashi.pk,))
    assert hold_session(peer, actor=people.drolma)
    with pytest.raises(NotYourSupervisee):
        hold_session(replace(peer, uid=new_uid(), kind="individual"), actor=people.drolma)
    with pytest.raises(NotYourSupervisee):
        hold_session(
            replace(peer, uid=new_uid(), worker_uids=(people.staff.nima.pk,)), actor=people.drolma
        )


def test_who_is_no_worker_holds_nothing(people):
    with pytest.raises(NoSupervisorYourself):
        hold_session(session_draft(people), actor=people.head_b)
    with pytest.raises(Forbidden):
        hold_session(session_draft(people), actor=people.li)


def test_only_the_pair_reads_it(people):
    session = hold_session(
        session_draft(people, worker_uids=(people.staff.drolma.pk,)), actor=people.guo
    )
    for reader in (people.guo, people.drolma):
        assert access.get_session_for_read(reader, session.file_uid) == session
    for stranger in (people.tashi, people.head, people.nima):
        with pytest.raises(NotFound):
            access.get_session_for_read(stranger, session.file_uid)
    with pytest.raises(Forbidden):
        access.get_session_for_read(people.li, session.file_uid)
    with pytest.raises(Forbidden):
        access.get_session_for_edit(people.drolma, session.file_uid)


def test_head_and_county_see_that_it_took_place(people):
    session = make_session(people.a, people.staff.guo, [people.staff.drolma])
    for viewer in (people.head, people.li):
        assert access.get_session_for_view(viewer, session.file_uid) == session
    for stranger in (people.head_b, people.wang):
        with pytest.raises(NotFound):
            access.get_session_for_view(stranger, session.file_uid)
    for colleague in (people.drolma, people.guo, people.town):
        with pytest.raises(Forbidden):
            access.get_session_for_view(colleague, session.file_uid)


def test_a_head_sees_that_her_worker_took_part_elsewhere(people):
    joint = make_session(people.a, people.staff.guo, [people.staff.drolma, people.staff.nima])
    assert access.get_session_for_view(people.head_b, joint.file_uid) == joint
    before = make_session(people.a, people.staff.guo, [people.staff.nima], held_on=date(2022, 1, 5))
    with pytest.raises(NotFound):  # he did not work at B yet
        access.get_session_for_view(people.head_b, before.file_uid)


def test_figures_count_what_stands(people):
    first = hold_session(session_draft(people), actor=people.guo)
    second = hold_session(
        session_draft(people, held_on=date(2026, 3, 20), minutes=60), actor=people.guo
    )
    hold_session(session_draft(people, held_on=date(2026, 4, 1)), actor=people.guo)
    correct_session(
        first, actor=people.guo, changes={"minutes": 30}, cases=(),
        worker_uids=[people.staff.drolma.pk],
    )  # fmt: skip
    march = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    figures = queries.supervision_figures(people.li, **march)
    assert (figures[people.a.pk].sessions, figures[people.a.pk].hours) == (2, 1.5)
    void_session(second, actor=people.guo, reason="没有做成")
    assert queries.total_supervision(people.head, **march).minutes == 30
    assert queries.total_supervision(people.wang, **march).sessions == 0
    with pytest.raises(Forbidden):
        queries.total_supervision(people.drolma, **march)


def test_a_correction_keeps_its_file_and_refuses_a_second_hand(people):
    session = hold_session(session_draft(people, cases=("GA-1",)), actor=people.guo)
    fresh = correct_session(
        session, actor=people.guo, changes={"held_on": date(2026, 3, 4)}, cases=["GA-2"],
        worker_uids=[people.staff.tashi.pk],
    )  # fmt: skip
    assert fresh.file_uid == session.file_uid
    assert list(queries.sessions_about(people.tashi, "GA-2")) == [fresh]
    assert not queries.sessions_about(people.drolma, "GA-2").exists()
    assert not queries.sessions_about(people.guo, "GA-1").exists()
    with pytest.raises(Conflict):
        correct_session(session, actor=people.guo, changes={}, cases=(), worker_uids=[people.staff.tashi.pk])  # fmt: skip
    with pytest.raises(Forbidden):
        void_session(fresh, actor=people.tashi, reason="不想要")


def test_a_batch_equals_one_by_one_and_costs_the_same_for_3_and_30(people):
    def batch(count):
        return [session_draft(people, minutes=30 + n) for n in range(count)]

    costs = []
    for count in (3, 30):
        with CaptureQueriesContext(connection) as spent:
            hold_sessions(batch(count), actor=people.guo)
        # each draft's unit is looked at once; the rest does not grow
        costs.append(len(spent) - count)
    assert costs[0] == costs[1]
    (alone,) = [hold_session(session_draft(people, minutes=31), actor=people.guo)]
    together = SupervisionSession.objects.filter(minutes=31).exclude(pk=alone.pk).first()
    facts = ("unit_id", "supervisor_id", "kind", "held_on", "unit_region_code")
    assert [getattr(alone, name) for name in facts] == [getattr(together, name) for name in facts]
    assert alone.supervisees.count() == together.supervisees.count() == 2
