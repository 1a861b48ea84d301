"""个, 节, 人次, 人 agree with a hand count over random groups, with corrections and voids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.groups.actions import (
    correct_group_session,
    record_group_session,
    void_group_session,
)
from yimi.groups.models import GroupSession, SocialGroup
from yimi.groups.queries.counts import group_counts
from yimi.groups.queries.held import standing_record
from yimi.groups.tests.factories import make_group, make_member, make_session
from yimi.services.actions import void_record
from yimi.services.tests.factories import make_record

pytestmark = pytest.mark.django_db

PERIOD = 10


@dataclass
class Counted:
    """One session as somebody with a pencil would keep it: group, day, who, guests; crossed out when voided."""

    group: int
    days_ago: int
    present: frozenset[int]
    guests: int
    is_crossed_out: bool = False


def by_hand(sessions: list[Counted]) -> dict[str, int]:
    """Count with a pencil."""
    held = [one for one in sessions if not one.is_crossed_out]
    within = [one for one in held if one.days_ago <= PERIOD]
    groups = {one.group for one in within}
    earlier = {one.group for one in held if one.days_ago > PERIOD}
    return {
        "groups": len(groups),
        "started": len(groups - earlier),
        "sessions": len(within),
        "person_times": sum(len(one.present) + one.guests for one in within),
        "persons": len(frozenset().union(*(one.present for one in within))),
    }


present = st.frozensets(st.integers(0, 3), min_size=1)
sessions = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 20), present, st.integers(0, 3),
        st.sampled_from(["keep", "keep", "correct", "void", "void elsewhere"]), present,
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=sessions)
def test_the_counts_agree_with_a_hand_count(world, plan):
    groups = [make_group(world.unit, starts_on=clock.today() - timedelta(60)) for _ in range(3)]
    for group in groups:
        for person in world.people:
            make_member(group, person)
    kept = [_one(world, groups, no, row) for no, row in enumerate(plan, 1)]
    counted = group_counts(
        world.li,
        first=clock.today() - timedelta(days=PERIOD),
        last=clock.today(),
        unit_uids=[world.unit.pk],
    )
    found = {name: getattr(counted, name) for name in by_hand(kept)}
    for session in GroupSession.objects.filter(group__in=groups, voided_at=None):
        if record := standing_record(session):
            void_record(record.pk, actor=world.drolma, reason="下一个例子")
    assert found == by_hand(kept)


def _one(world, groups, no, row):
    """Record a session through the actions, do to it what ``row`` says, and keep the pencil's account."""
    at, days_ago, who, guests, fate, later = row
    day = clock.today() - timedelta(days=days_ago)
    held = world.held(
        no, group_uid=groups[at].pk, served_on=day, present=[world.people[n].pk for n in who],
        guests={"unknown": guests} if guests else {},
    )  # fmt: skip
    session = record_group_session(held, actor=world.drolma)
    session.group = SocialGroup.objects.select_related("unit").get(pk=session.group_id)
    kept = Counted(at, days_ago, who, guests, fate.startswith("void"))
    if fate == "correct":
        fixed = world.held(
            no, group_uid=groups[at].pk, served_on=day, record_uid=new_uid(),
            present=[world.people[n].pk for n in later], guests={"elder": 1},
        )  # fmt: skip
        correct_group_session(session, fixed, seen=standing_record(session).pk, actor=world.drolma)
        kept.present, kept.guests = later, 1
    elif fate == "void":
        void_group_session(session, actor=world.drolma, reason="没有办")
    elif fate == "void elsewhere":
        void_record(standing_record(session).pk, actor=world.drolma, reason="记重了")
    return kept


def test_a_record_of_a_group_session_without_a_group_is_no_group(world):
    make_record(world.unit, method="group_session", household=None, person_times=8)
    counted = group_counts(world.li, first=date(2020, 1, 1), last=clock.today())
    assert (counted.groups, counted.sessions, counted.person_times) == (0, 0, 0)


def test_counting_thirty_sessions_costs_what_three_cost(world, queries_of):
    def count():
        return group_counts(world.li, first=date(2020, 1, 1), last=clock.today())

    for no in range(1, 4):
        make_session(world.group, no, present=world.people)
    few = queries_of(count)
    for no in range(4, 31):
        make_session(world.group, no, present=world.people)
    assert queries_of(count) == few <= 6
    found = count()
    assert (found.groups, found.sessions, found.persons) == (1, 30, len(world.people))


def test_another_county_counts_nothing_of_ours(world):
    make_session(world.group, present=world.people)
    assert group_counts(world.wang, first=date(2020, 1, 1), last=clock.today()).groups == 0
