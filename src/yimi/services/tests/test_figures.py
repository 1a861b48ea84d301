"""Figures count what they say, and offices see none of units so small that a number is a person."""

from __future__ import annotations

from datetime import timedelta

from yimi.core import clock
from yimi.services.actions import record_service, void_record
from yimi.services.queries.figures import figure_units, total_figures, unit_figures
from yimi.services.queries.masked import masked_rows
from yimi.stations.tests.factories import make_unit


def month():
    return {"first": clock.today() - timedelta(days=5), "last": clock.today()}


def test_each_unit_of_counting_is_its_own(world):
    both = {world.elder.pk: "served", world.son.pk: "collateral"}
    record_service(world.new(participants=both), actor=world.drolma)
    record_service(world.new(minutes=20), actor=world.drolma)
    record_service(world.new(outcome="not_met", participants={}, minutes=0), actor=world.drolma)
    record_service(
        world.new(method="activity", household_uid=None, participants={}, head_counts={"elder": 7}),
        actor=world.drolma,
    )
    wrong = record_service(world.new(minutes=99), actor=world.drolma).record
    void_record(wrong.pk, actor=world.drolma, reason="记错了")
    found = unit_figures(world.li, **month())[world.unit.pk]
    assert found["person_times"] == 9
    assert found["persons"] == 1
    assert found["visit_times"] == 2
    assert found["visited_households"] == 1
    assert found["missed_visits"] == 1
    assert found["events"] == 1
    assert total_figures(world.li, **month()) == found


def test_an_opened_figure_adds_up_to_itself(world):
    record_service(world.new(), actor=world.drolma)
    record_service(world.new(minutes=20), actor=world.drolma)
    record_service(
        world.new(method="activity", household_uid=None, participants={}, head_counts={"child": 6}),
        actor=world.drolma,
    )
    total = total_figures(world.li, **month())
    for key in ("person_times", "persons", "visit_times", "visited_households", "events"):
        rows = masked_rows(world.li, key, **month(), unit_uids=[world.unit.pk], exact=True)
        assert sum(row.count for row in rows) == total[key], key


def test_a_small_group_is_not_shown_exactly_below_the_township(world):
    record_service(world.new(), actor=world.drolma)
    rows = masked_rows(world.li, "person_times", **month(), unit_uids=[world.unit.pk], exact=False)
    assert [row.count for row in rows] == [None]


def test_offices_see_no_figures_of_a_single_room(world):
    room = make_unit(world.unit.region_code, kind="community_room")
    assert world.unit in figure_units(world.li)
    assert room not in figure_units(world.li)


def test_another_county_sees_nothing(world):
    record_service(world.new(), actor=world.drolma)
    assert unit_figures(world.wang, **month()) == {}
