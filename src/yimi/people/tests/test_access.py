"""Who may reach what: strangers find nothing, colleagues without the right are told."""

from __future__ import annotations

import pytest
import time_machine

from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.people.access import (
    get_household_for_edit,
    get_household_for_view,
    get_household_to_open,
    get_resident_for_edit,
    get_resident_for_view,
    visible_households,
    visible_residents,
)
from yimi.people.actions import end_file_opening, open_file
from yimi.people.queries import household_file
from yimi.people.tests.factories import make_household, make_resident

pytestmark = pytest.mark.django_db


def test_a_worker_reaches_their_own_stations_files(stage, drolma):
    make_household(stage.station_b)
    assert list(visible_households(drolma)) == [stage.household]
    assert list(visible_residents(drolma)) == [stage.head]
    assert get_household_for_edit(drolma, stage.household.pk) == stage.household
    assert get_resident_for_edit(drolma, stage.head.pk) == stage.head


def test_a_colleague_who_may_only_look_does_not_change(stage, looker):
    assert get_household_for_view(looker, stage.household.pk)
    with pytest.raises(Forbidden):
        get_household_for_edit(looker, stage.household.pk)
    with pytest.raises(Forbidden):
        get_resident_for_edit(looker, stage.head.pk)


def test_the_township_opens_no_file(stage, township_officer):
    with pytest.raises(NotFound):
        get_household_for_view(township_officer, stage.household.pk)
    with pytest.raises(NotFound):
        get_resident_for_view(township_officer, stage.head.pk)


def test_a_stranger_finds_nothing(stage, wang, drolma):
    for get in (get_household_for_view, get_household_for_edit):
        with pytest.raises(NotFound):
            get(wang, stage.household.pk)
    for get in (get_resident_for_view, get_resident_for_edit):
        with pytest.raises(NotFound):
            get(wang, stage.head.pk)
    with pytest.raises(NotFound):
        get_household_for_view(drolma, new_uid())


def test_a_county_officer_sees_no_names(stage, li):
    with pytest.raises(Forbidden):
        visible_households(li)
    with pytest.raises(NotFound):
        get_household_for_view(li, stage.household.pk)
    with pytest.raises(NotFound):
        get_resident_for_view(li, stage.head.pk)


class TestOpenedWithAReason:
    """A county officer reads one file, for a time, and the station sees it."""

    def test_it_opens_this_file_and_no_other(self, stage, li, drolma):
        other = make_resident(make_household(stage.station_a), "孙丽")
        household = get_household_to_open(li, stage.household.pk)
        open_file(household, actor=li, reason="群众来信反映低保未落实")
        assert get_household_for_view(li, stage.household.pk)
        assert get_resident_for_view(li, stage.head.pk)
        with pytest.raises(NotFound):
            get_resident_for_view(li, other.pk)
        with pytest.raises(Forbidden):
            get_household_for_edit(li, stage.household.pk)
        shown = household_file(drolma, stage.household).openings
        assert [(row.actor_name, row.reason) for row in shown] == [
            ("李敏", "群众来信反映低保未落实")
        ]
        assert AuditEvent.objects.get(action="people.open_file").reason == "群众来信反映低保未落实"

    def test_it_closes_by_itself(self, stage, li):
        with time_machine.travel("2026-09-16 10:00+08:00"):
            open_file(stage.household, actor=li, reason="群众来信反映低保未落实", hours=2)
        with time_machine.travel("2026-09-16 11:59+08:00"):
            assert get_household_for_view(li, stage.household.pk)
        with time_machine.travel("2026-09-16 12:01+08:00"), pytest.raises(NotFound):
            get_household_for_view(li, stage.household.pk)

    def test_it_can_be_given_back(self, stage, li, drolma):
        opening = open_file(stage.household, actor=li, reason="群众来信反映低保未落实")
        with pytest.raises(Forbidden):
            end_file_opening(opening, actor=drolma)
        end_file_opening(opening, actor=li)
        end_file_opening(opening, actor=li)
        with pytest.raises(NotFound):
            get_household_for_view(li, stage.household.pk)
        assert AuditEvent.objects.filter(action="people.end_file_opening").count() == 1

    @pytest.mark.parametrize("reason, hours", [("看看", None), ("群众来信反映低保未落实", 73)])
    def test_it_needs_a_reason_and_an_end(self, stage, li, reason, hours):
        with pytest.raises(Invalid):
            open_file(stage.household, actor=li, reason=reason, hours=hours)

    def test_only_in_the_own_county(self, stage, li, drolma):
        far = make_household(stage.far_station)
        with pytest.raises(NotFound):
            get_household_to_open(li, far.pk)
        with pytest.raises(Forbidden):
            get_household_to_open(drolma, far.pk)
        with pytest.raises(Forbidden):
            open_file(far, actor=li, reason="群众来信反映低保未落实")
