"""Today's route and the overdue list: by village, 未遇 apart, and the same number of queries for 3 and for 30."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.people.tests.factories import make_household, make_resident
from yimi.services.models import VisitDue
from yimi.services.tests.factories import make_record
from yimi.visiting.actions import AssignmentDraft, assign_tier, plan_visits, withdraw_visit
from yimi.visiting.errors import VisitAlreadyWithdrawn
from yimi.visiting.queries import DueFilter, household_visits, overdue_visits, route_of, stops
from yimi.visiting.rules import Attempt, advice, due_after_tier, overdue_days
from yimi.visiting.tests.conftest import OTHER_VILLAGE, VILLAGE
from yimi.workforce.tests.factories import make_placement, make_worker

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def home(world, *, late=0, village=VILLAGE, name="苏阳光", met_ago=None, **fields):
    household = make_household(fields.pop("unit", world.unit), region_code=village, **fields)
    make_resident(household, name)
    VisitDue.objects.create(
        household=household,
        due_on=clock.today() - timedelta(days=late),
        last_met_on=None if met_ago is None else clock.today() - timedelta(days=met_ago),
    )
    return household


def names(found):
    return [stop.head_name for stop in found]


def test_by_village_and_the_longest_overdue_first(world):
    home(world, late=1, name="甲")
    home(world, late=9, name="乙")
    home(world, late=3, village=OTHER_VILLAGE, name="丙")
    home(world, late=-2, name="还没到期")
    home(world, late=5, name="别站的", unit=world.elsewhere, village="411622104201")
    route = route_of(world.drolma, clock.today(), today=clock.today())
    assert [(village, names(stops)) for village, stops in route.villages] == [
        ("邓东村", ["乙", "甲"]),
        ("西赵村", ["丙"]),
    ]
    assert (route.total, route.left) == (3, 0)


def test_a_plan_brings_households_that_are_not_due_and_another_day_shows_only_its_plan(world):
    due, later = home(world, late=2, name="到期"), home(world, late=-20, name="顺路")
    tomorrow = clock.today() + timedelta(days=1)
    plan_visits([later], actor=world.drolma, planned_on=tomorrow, worker=world.worker)
    plan_visits([later], actor=world.drolma, planned_on=clock.today(), worker=None)
    route = route_of(world.drolma, clock.today(), today=clock.today())
    assert {stop.household_uid for _v, stops in route.villages for stop in stops} == {
        due.pk,
        later.pk,
    }
    route = route_of(world.drolma, tomorrow, today=clock.today())
    assert [names(stops) for _village, stops in route.villages] == [["顺路"]]


def test_a_long_list_is_read_page_by_page_and_a_plan_never_falls_off(world, monkeypatch):
    monkeypatch.setattr(stops, "SHOWN", 3)
    for late in range(7):
        home(world, late=late + 1, name=f"户{late}")
    planned = home(world, late=-5, name="约好的")
    plan_visits([planned], actor=world.drolma, planned_on=clock.today(), worker=None)
    route = route_of(world.drolma, clock.today(), today=clock.today())
    assert "约好的" in [name for _village, found in route.villages for name in names(found)]
    assert (route.total, route.left) == (3, 5)
    seen, start = [], 0
    while True:
        page = overdue_visits(world.drolma, DueFilter(), today=clock.today(), start=start)
        seen += names(page.stops)
        assert page.total == 7
        if not page.older:
            break
        start = int(page.older)
    assert seen == [f"户{late}" for late in reversed(range(7))]
    assert page.newer == "3"


def test_ones_own_route_leaves_out_what_a_colleague_takes(world):
    mine, theirs = home(world, name="我的"), home(world, name="同事的")
    colleague = make_worker("扎西")
    make_placement(colleague, world.unit, starts_on=date(1990, 1, 1))
    plan_visits([mine], actor=world.drolma, planned_on=clock.today(), worker=world.worker)
    plan_visits([theirs], actor=world.drolma, planned_on=clock.today(), worker=colleague)
    route = route_of(world.drolma, clock.today(), today=clock.today(), worker_uid=world.worker.pk)
    assert [names(stops) for _village, stops in route.villages] == [["我的"]]


def test_planned_twice_is_planned_once_and_taken_out_once(world):
    household = home(world)
    plan_visits([household], actor=world.drolma, planned_on=clock.today(), worker=None)
    (again,) = plan_visits(
        [household], actor=world.drolma, planned_on=clock.today(), worker=world.worker
    )
    assert route_of(world.drolma, clock.today(), today=clock.today()).planned == 1
    with pytest.raises(NotFound):
        withdraw_visit(again, actor=world.wang)
    withdraw_visit(again, actor=world.drolma)
    with pytest.raises((VisitAlreadyWithdrawn, NotFound)):
        withdraw_visit(again, actor=world.drolma)
    assert route_of(world.drolma, clock.today(), today=clock.today()).planned == 0


def test_a_plan_is_for_ones_own_station_a_coming_day_and_a_colleague(world):
    household = home(world)
    stranger = make_worker("外站")
    for changes, error in (
        ({"actor": world.wang}, Forbidden),
        ({"actor": world.li}, Forbidden),
        ({"planned_on": clock.today() - timedelta(days=1)}, Invalid),
        ({"worker": stranger}, Invalid),
    ):
        fields = {"actor": world.drolma, "planned_on": clock.today(), "worker": None} | changes
        with pytest.raises(error):
            plan_visits([household], **fields)


def test_not_met_is_counted_apart_since_somebody_last_was(world):
    world.visit(20, met=False)
    world.visit(12)
    world.visit(6, met=False, starts_at=time(9, 30))
    assert household_visits(world.household).failed == [
        Attempt(clock.today() - timedelta(days=6), time(9, 30))
    ]
    world.visit(3, met=False, starts_at=time(10))
    found = household_visits(world.household)
    assert (len(found.failed), found.advice) == (2, "afternoon")
    world.visit(0)
    assert household_visits(world.household).advice == ""


def test_filters_and_orders_of_the_overdue_list(world):
    a = home(world, late=20, name="甲", met_ago=40)
    home(world, late=3, village=OTHER_VILLAGE, name="乙", met_ago=90)
    home(world, late=1, name="丙")
    assign_tier(AssignmentDraft(a, "high", "独居"), actor=world.drolma)

    def found(**chosen):
        return names(overdue_visits(world.drolma, DueFilter(**chosen), today=clock.today()).stops)

    assert found() == ["甲", "乙", "丙"]
    assert found(village=OTHER_VILLAGE) == ["乙"]
    assert found(tier="high") == ["甲"]
    assert found(tier="none") == ["乙", "丙"]
    assert found(least_days=3) == ["甲", "乙"]
    assert found(sort="last_met") == ["丙", "乙", "甲"]
    assert found(sort="village")[-1] == "乙"
    assert found(sort="tier")[0] == "甲"
    assert found(sort="nonsense") == ["甲", "乙", "丙"]


def test_a_closed_file_is_on_no_list(world):
    home(world, closed_on=clock.today(), closing_reason="moved_away")
    assert overdue_visits(world.drolma, DueFilter(), today=clock.today()).total == 0


def test_the_lists_cost_the_same_with_3_and_with_30(world, django_assert_num_queries):
    def fill(number):
        for place in range(number):
            household = home(world, late=place % 9, name=f"户{place}")
            make_record(world.unit, household=household, outcome="not_met", person_times=0)

    fill(3)
    # 7: plans, due, villages, heads, tiers, failed attempts, assignments
    with django_assert_num_queries(7):
        assert route_of(world.drolma, clock.today(), today=clock.today()).total == 3
    fill(27)
    with django_assert_num_queries(7):
        assert route_of(world.drolma, clock.today(), today=clock.today()).total == 30
    # 6: the same without the plans
    with django_assert_num_queries(6):
        assert overdue_visits(world.drolma, DueFilter(), today=clock.today()).total == 30


TUESDAY, SATURDAY = date(2026, 9, 1), date(2026, 9, 5)


@pytest.mark.parametrize(
    "attempts,told",
    [
        ([], ""),
        ([Attempt(TUESDAY, time(9))], ""),
        ([Attempt(TUESDAY, time(9)), Attempt(SATURDAY, time(11, 59))], "afternoon"),
        ([Attempt(TUESDAY, time(12)), Attempt(SATURDAY, time(17))], "morning"),
        ([Attempt(TUESDAY), Attempt(TUESDAY, time(9))], "weekend"),
        ([Attempt(TUESDAY, time(15)), Attempt(SATURDAY, time(9))], "phone"),
        ([Attempt(SATURDAY), Attempt(TUESDAY)], "phone"),
    ],
)
def test_what_to_try_after_nobody_was_met(attempts, told):
    assert advice(attempts) == told


@pytest.mark.parametrize(
    "due,met,interval,wanted",
    [
        (None, None, 7, 0),
        (None, -3, 7, 4),
        (None, -30, 7, 0),
        (10, -3, 7, 4),
        (2, -3, 7, None),
        (-5, -30, 7, None),
        (90, None, 30, 0),
    ],
)
def test_when_a_tier_makes_a_household_due(due, met, interval, wanted):
    day = TUESDAY

    def at(number):
        return None if number is None else day + timedelta(days=number)

    assert due_after_tier(at(due), at(met), interval, today=day) == at(wanted)


def test_late_is_counted_in_days_from_the_day_after():
    assert [overdue_days(TUESDAY + timedelta(days=n), TUESDAY) for n in (1, 0, -1, -9)] == [
        0, 0, 1, 9,
    ]  # fmt: skip
