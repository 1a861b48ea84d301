"""The due date kept step by step equals the one computed anew, in whatever order records and decisions come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.core import clock
from yimi.services.actions import (
    keep_intervals,
    rebuild_visit_due,
    record_service,
    settle_due,
)
from yimi.services.models import DueSetting, VisitDue

steps = st.lists(
    st.tuples(
        st.sampled_from(["home_visit", "phone", "consultation", "decide"]),
        st.booleans(),  # met
        st.integers(0, 6),  # days ago
        st.one_of(st.none(), st.integers(0, 10)),  # next due, days after the service
    ),
    max_size=6,
)
COLUMNS = ("due_on", "decided_on", "last_contact_on", "last_met_on")


def decide(world, due_after):
    """Somebody decides today when to come next."""
    setting = DueSetting(
        household=world.household,
        due_on=clock.today() + timedelta(days=due_after or 0),
        decided_on=clock.today(),
        reason="邻居说病了",
        recorded_by=world.drolma.uid,
        recorded_by_name="卓玛",
    )
    settle_due([setting])


def save(world, method, met, days_ago, due_after):
    if method == "decide":
        return decide(world, due_after)
    served_on = clock.today() - timedelta(days=days_ago)
    met = met or method != "home_visit"
    changes = {} if met else {"outcome": "not_met", "participants": {}}
    due = None if due_after is None else served_on + timedelta(days=due_after)
    new = world.new(method=method, served_on=served_on, next_due_on=due, **changes)
    return record_service(new, actor=world.drolma).record


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps, st.sampled_from([None, 7]))
def test_kept_equals_rebuilt(world, history, interval):
    from django.db import transaction

    with transaction.atomic():
        if interval:
            keep_intervals({world.household.pk: interval})
        for step in history:
            save(world, *step)
        kept = VisitDue.objects.filter(household=world.household).values_list(*COLUMNS).first()
        rebuild_visit_due([world.household.pk])
        assert (
            VisitDue.objects.filter(household=world.household).values_list(*COLUMNS).first() == kept
        )
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "history,due_in",
    [
        # a visit sets the next date; a phone call in between does not take it away
        ([("home_visit", True, 3, 10), ("phone", True, 1, None)], 7),
        # meeting the household at home without a new date settles the visit
        ([("home_visit", True, 6, 5), ("home_visit", True, 0, None)], None),
        # nobody was met: the visit stays due
        ([("home_visit", True, 6, 3), ("home_visit", False, 0, None)], -3),
        # a call that met somebody is no visit: what was due, even long ago, stays due
        ([("home_visit", True, 6, 3), ("phone", True, 0, None)], -3),
        # a decision holds until the next visit at home
        ([("home_visit", True, 6, 3), ("decide", True, 0, 5)], 5),
        ([("decide", True, 0, 5), ("home_visit", True, 0, 9)], 9),
        # an older record that arrives late decides nothing
        ([("home_visit", True, 0, 7), ("home_visit", True, 5, 1)], 7),
    ],
)
def test_the_newest_decisive_record_sets_the_date(world, history, due_in):
    for step in history:
        save(world, *step)
    expected = None if due_in is None else clock.today() + timedelta(days=due_in)
    assert VisitDue.objects.get().due_on == expected


def test_the_last_contacts_are_remembered(world):
    save(world, "home_visit", True, 5, None)
    save(world, "home_visit", False, 2, None)
    due = VisitDue.objects.get()
    assert (due.last_met_on, due.last_contact_on) == (
        clock.today() - timedelta(days=5),
        clock.today() - timedelta(days=2),
    )
    assert isinstance(due.last_met_on, date)
