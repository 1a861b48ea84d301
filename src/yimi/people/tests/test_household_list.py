"""The list of households and one file: filters, pages, and a query budget that does not grow."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from yimi.core.errors import Forbidden
from yimi.people.actions import ask_consent, merge_residents
from yimi.people.queries import HouseholdFilter, household_file, list_households, villages_of
from yimi.people.tests.conftest import VILLAGE
from yimi.people.tests.factories import make_household, make_resident, make_status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel("2026-09-16 10:00+08:00", tick=False):
        yield


def numbers(page) -> list[str]:
    return [row.number for row in page.rows]


def test_a_row_says_who_where_and_what(stage, drolma):
    make_resident(stage.household, "赵一诺", birth_on=date(2015, 6, 1))
    make_status(stage.head, "dibao")
    row = list_households(drolma).rows[0]
    assert (row.name, row.village, row.members, row.ages) == ("赵桂英", "东城社区", 2, "56 · 11")
    assert row.tags == ("低保对象",)


def test_filters_narrow(stage, drolma):
    old = make_household(stage.station_a, region_code="411623001002")
    make_resident(old, "孙老", birth_on=date(1946, 9, 16))
    make_status(old.memberships.get().resident, "elder_alone")
    closed = make_household(
        stage.station_a, closed_on=date(2025, 1, 1), closing_reason="moved_away"
    )
    cases = {
        HouseholdFilter(): {stage.household.number, old.number},
        HouseholdFilter(status="elder_alone"): {old.number},
        HouseholdFilter(status="dibao"): set(),
        HouseholdFilter(age_band="old"): {old.number},
        HouseholdFilter(age_band="adult"): {stage.household.number},
        HouseholdFilter(age_band="child"): set(),
        HouseholdFilter(age_band="nonsense"): {stage.household.number, old.number},
        HouseholdFilter(region=VILLAGE): {stage.household.number},
        HouseholdFilter(with_closed=True): {stage.household.number, old.number, closed.number},
    }
    for wanted, expected in cases.items():
        assert set(numbers(list_households(drolma, wanted))) == expected, wanted
    assert villages_of(drolma) == [(VILLAGE, "东城社区", 1), ("411623001002", "411623001002", 1)]


def test_pages_meet_without_gap_or_overlap(stage, drolma):
    for _ in range(6):
        make_household(stage.station_a)
    whole = numbers(list_households(drolma, size=50))
    before, walked = "", []
    while True:
        page = list_households(drolma, before=before, size=3)
        walked += numbers(page)
        before = page.older
        if not before:
            break
    assert walked == whole
    assert len(whole) == 7
    assert numbers(list_households(drolma, after=page.newer, size=3)) == whole[3:6]
    assert numbers(list_households(drolma, before="nonsense")) == whole


def test_nobody_sees_anothers_list(stage, wang, li, township_officer):
    assert list_households(wang).rows == []
    for office in (li, township_officer):
        with pytest.raises(Forbidden):
            list_households(office)


def test_the_list_costs_the_same_for_3_and_30(stage, drolma, django_assert_num_queries):
    for target in (3, 30):
        while stage.station_a.households.count() < target:
            member = make_resident(make_household(stage.station_a, region_code=VILLAGE))
            make_status(member, "dibao")
        # 4: files, members, statuses, names of villages
        with django_assert_num_queries(4):
            assert len(list_households(drolma).rows) == target


class TestTheFile:
    """One household's page."""

    def test_everything_is_masked(self, stage, drolma):
        son = make_resident(stage.household, "赵建军", id_number="99000019720301013X")
        shown = household_file(drolma, stage.household)
        assert shown.name == "赵桂英"
        assert [member.name for member in shown.members] == ["赵桂英", "赵建军"]
        assert shown.members[1].id_masked == "9900************3X"
        assert shown.address is not None
        assert "99000019720301013X" not in repr(shown)
        assert son.key is not None

    def test_statuses_are_three_valued(self, stage, drolma):
        make_status(stage.head, "dibao", level="")
        make_status(stage.head, "disabled", value=False)
        make_status(stage.head, "elder_alone", ends_on=date(2025, 1, 1))
        shown = household_file(drolma, stage.household)
        assert [(status.code, status.value, status.is_open) for status in shown.head.statuses] == [
            ("dibao", True, True), ("disabled", False, True), ("elder_alone", True, False)
        ]  # fmt: skip
        assert [status.code for _member, status in shown.open_statuses] == ["dibao"]

    def test_it_says_who_left_and_who_is_someone_else(self, stage, drolma, drolma_as_head):
        double = make_resident(stage.household, "赵桂瑛")
        merge_residents(double, stage.head, actor=drolma_as_head, reason="同一人")
        shown = household_file(drolma, stage.household)
        assert [member.read_as for member in shown.members] == [None, stage.head.pk]

    def test_registered_here_and_living_elsewhere(self, stage, drolma):
        make_resident(
            stage.household, "赵建军", hukou_region_code=VILLAGE, living_region_code="441900115001"
        )
        shown = household_file(drolma, stage.household)
        assert [member.is_split for member in shown.members] == [False, True]

    def test_a_household_without_members_has_its_number_for_a_name(self, stage, drolma):
        empty = make_household(stage.station_a)
        assert household_file(drolma, empty).name == empty.number

    def test_it_costs_the_same_for_1_and_12(self, stage, drolma, django_assert_num_queries):
        # 10: members, merges, phones, statuses, consents, relatives, guardians, own addresses, address, openings
        with django_assert_num_queries(10):
            household_file(drolma, stage.household)
        for _ in range(11):
            member = make_resident(stage.household)
            make_status(member)
            ask_consent(member, actor=drolma, purpose="photo")
        with django_assert_num_queries(10):
            shown = household_file(drolma, stage.household)
        assert len(shown.pending_consents) == 11

    def test_who_may_only_look_is_offered_nothing_to_change(self, stage, looker):
        shown = household_file(looker, stage.household)
        assert not shown.may_edit
        assert not shown.may_reveal
