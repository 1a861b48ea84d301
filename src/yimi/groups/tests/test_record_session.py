"""Recording a session by tap list, correcting who came, taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.groups.actions import (
    correct_group_session,
    record_group_session,
    record_group_sessions,
    void_group_session,
)
from yimi.groups.errors import SessionAlreadyHeld, SessionGone
from yimi.groups.models import GroupSession, SocialGroup
from yimi.groups.queries.held import held_sessions, standing_record
from yimi.groups.tests.factories import make_group, make_member
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.actions import correct_record, void_record
from yimi.services.errors import RecordAlreadyReplaced, VoidNeedsReason
from yimi.services.models import ServiceRecord
from yimi.services.queries.restate import restated

pytestmark = pytest.mark.django_db


def test_who_was_tapped_is_served_and_guests_are_counted_without_a_name(world):
    there = [one.pk for one in world.people[:3]]
    session = record_group_session(
        world.held(present=there, guests={"elder": 2}), actor=world.drolma
    )
    record = standing_record(session)
    assert (record.method, record.person_times) == ("group_session", 5)
    assert set(record.participants.values_list("resident", flat=True)) == set(there)
    assert record.item_id == world.group.item_id
    world.group.refresh_from_db()
    assert world.group.status == "running"


def test_a_form_sent_twice_is_one_session(world):
    held = world.held()
    first = record_group_session(held, actor=world.drolma)
    assert record_group_session(held, actor=world.drolma) == first
    assert (GroupSession.objects.count(), ServiceRecord.objects.count()) == (1, 1)
    with pytest.raises(Conflict):
        record_group_session(replace(held, no=2), actor=world.drolma)
    with pytest.raises(Conflict):
        record_group_session(replace(held, minutes=61), actor=world.drolma)


def test_a_number_is_held_once(world):
    record_group_session(world.held(), actor=world.drolma)
    with pytest.raises(SessionAlreadyHeld):
        record_group_session(world.held(), actor=world.drolma)
    assert ServiceRecord.objects.count() == 1


def test_only_members_of_the_day_can_be_tapped(world):
    stranger = make_resident(make_household(world.unit), "过路人")
    with pytest.raises(Invalid) as told:
        record_group_session(world.held(present=[stranger.pk]), actor=world.drolma)
    assert "present" in told.value.fields
    before = clock.today() - timedelta(days=40)
    with pytest.raises(Invalid):
        record_group_session(world.held(served_on=before), actor=world.drolma)


@pytest.mark.parametrize(
    "field, changes",
    [
        ("no", {"no": 0}),
        ("phase", {"phase": "later"}),
        ("minutes", {"minutes": 0}),
        ("present", {"present": ()}),
        ("workers", {"worker_uids": ()}),
        ("guests", {"guests": {"elder": -1}}),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(world, field, changes):
    with pytest.raises(Invalid) as told:
        record_group_session(world.held(**changes), actor=world.drolma)
    assert field in told.value.fields
    assert not GroupSession.objects.exists()
    assert SocialGroup.objects.get(pk=world.group.pk).status == "planned"


def test_strangers_and_readers_record_nothing(world):
    with pytest.raises(NotFound):
        record_group_session(world.held(), actor=world.wang)
    with pytest.raises(Forbidden):
        record_group_session(world.held(), actor=world.supervisor)
    with pytest.raises(Forbidden):
        record_group_session(world.held(), actor=world.li)


def test_recording_many_costs_the_same_queries_as_recording_one(world, queries_of):
    one = queries_of(lambda: record_group_session(world.held(1), actor=world.drolma))
    batch = [world.held(no) for no in range(2, 14)]
    assert queries_of(lambda: record_group_sessions(batch, actor=world.drolma)) == one
    assert len(held_sessions([world.group.pk])[world.group.pk]) == 13


def test_a_correction_is_a_new_version_of_the_same_record(world):
    session = record_group_session(world.held(), actor=world.drolma)
    seen = standing_record(session)
    late = world.held(present=[world.people[0].pk], phase="transition", record_uid=new_uid())
    correct_group_session(session, late, seen=seen.pk, actor=world.drolma)
    (held,) = held_sessions([world.group.pk])[world.group.pk]
    assert (held.record.number, held.record.version) == (seen.number, 2)
    assert held.present == {world.people[0].pk}
    assert held.session.phase == "transition"
    again = world.held(record_uid=new_uid())
    with pytest.raises(RecordAlreadyReplaced):
        correct_group_session(session, again, seen=seen.pk, actor=world.drolma)


def test_a_correction_keeps_what_the_session_page_does_not_show(world):
    session = record_group_session(world.held(), actor=world.drolma)
    record = standing_record(session)
    noted = replace(
        restated(record, world.drolma), note="下次带毛线", effects=("comfort",),
        co_organisers=("老年协会",), further_items=("EL2",),
    )  # fmt: skip
    richer = correct_record(record.pk, noted, actor=world.drolma)
    correct_group_session(
        session, world.held(minutes=75, record_uid=new_uid()), seen=richer.pk, actor=world.drolma
    )
    kept = restated(standing_record(session), world.drolma)
    assert kept.minutes == 75
    assert (kept.note, kept.effects, kept.further_items) == ("下次带毛线", ("comfort",), ("EL2",))
    assert kept.co_organisers == ("老年协会",)


def test_a_session_taken_back_leaves_every_count_and_frees_its_number(world):
    session = record_group_session(world.held(), actor=world.drolma)
    with pytest.raises(VoidNeedsReason):
        void_group_session(session, actor=world.drolma, reason=" ")
    void_group_session(session, actor=world.drolma, reason="下雨改期")
    assert held_sessions([world.group.pk])[world.group.pk] == []
    assert SocialGroup.objects.get(pk=world.group.pk).status == "planned"
    record_group_session(world.held(), actor=world.drolma)
    with pytest.raises(SessionGone):
        void_group_session(session, actor=world.drolma, reason="又一次")


def test_a_record_voided_elsewhere_frees_the_number_too(world):
    session = record_group_session(world.held(), actor=world.drolma)
    void_record(standing_record(session).pk, actor=world.drolma, reason="记错了")
    with pytest.raises(SessionGone):
        correct_group_session(session, world.held(), seen=new_uid(), actor=world.drolma)
    fresh = record_group_session(world.held(), actor=world.drolma)
    assert [one.session for one in held_sessions([world.group.pk])[world.group.pk]] == [fresh]


def test_sessions_of_two_groups_are_recorded_together_or_not_at_all(world):
    other = make_group(world.unit)
    make_member(other, world.people[0])
    good = world.held(group_uid=other.pk, present=[world.people[0].pk])
    with pytest.raises(Invalid):
        record_group_sessions([good, world.held(no=0)], actor=world.drolma)
    assert not ServiceRecord.objects.exists()
    record_group_sessions([good, world.held()], actor=world.drolma)
    assert ServiceRecord.objects.count() == 2
