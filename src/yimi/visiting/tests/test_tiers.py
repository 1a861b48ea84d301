"""Risk tiers: local data with a source, assigned by people with a reason; the due date follows and is never postponed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.people.tests.factories import make_household
from yimi.services.actions import rebuild_visit_due
from yimi.services.models import DueSetting, VisitDue
from yimi.services.queries.recording import prepare
from yimi.visiting.actions import (
    AssignmentDraft,
    DueDraft,
    TierDraft,
    assign_tier,
    assign_tiers,
    set_due,
    set_tier,
)
from yimi.visiting.models import HouseholdTier, VisitTier
from yimi.visiting.queries import tiers_at
from yimi.visiting.reference import load_reference
from yimi.visiting.tests.conftest import COUNTY, VILLAGE

pytestmark = pytest.mark.django_db


def days(number):
    return clock.today() + timedelta(days=number)


def put(world, code="high", reason="独居，上月摔倒过", **changes):
    draft = AssignmentDraft(changes.get("household", world.household), code, reason)
    return assign_tier(draft, actor=changes.get("actor", world.drolma))


def due_of(world):
    return VisitDue.objects.get(household=world.household)


def test_the_shipped_tiers_are_examples_with_their_source_and_load_twice():
    load_reference()
    shipped = VisitTier.objects.filter(region_code="")
    assert {row.code: row.interval_days for row in shipped} == {
        "high": 7,
        "key": 30,
        "general": 90,
    }
    assert all(row.is_example and "示例" in row.source for row in shipped)


def test_the_nearest_division_says_how_often(world):
    assert tiers_at(VILLAGE)["high"].interval_days == 7
    draft = TierDraft(
        region_code=COUNTY, code="high", name="高风险", interval_days=5, source="商民〔2026〕8 号"
    )
    set_tier(draft, actor=world.li)
    assert tiers_at(VILLAGE)["high"].interval_days == 5
    assert tiers_at("411622104201")["high"].interval_days == 7


def test_only_the_county_sets_tiers_and_names_its_source(world):
    draft = TierDraft(
        region_code=COUNTY, code="high", name="高风险", interval_days=5, source="文件"
    )
    for actor in (world.drolma, world.wang):
        with pytest.raises(Forbidden):
            set_tier(draft, actor=actor)
    with pytest.raises(Invalid):
        set_tier(
            TierDraft(region_code=COUNTY, code="high", name="高风险", interval_days=0, source=""),
            actor=world.li,
        )
    set_tier(draft, actor=world.li)


def test_a_tier_set_anew_moves_its_households_intervals_and_keeps_the_old_row(world):
    put(world)
    for interval in (5, 4):
        draft = TierDraft(
            region_code=COUNTY, code="high", name="高风险", interval_days=interval, source="文件"
        )
        set_tier(draft, actor=world.li)
    assert due_of(world).interval_days == 4
    assert VisitTier.objects.filter(region_code=COUNTY).count() == 2


def test_somebody_never_met_becomes_due_today_and_somebody_met_in_time(world):
    assert put(world).tier_code == "high"
    assert due_of(world).due_on == days(0)
    other = make_household(world.unit, region_code=VILLAGE)
    world.visit(2, household_uid=other.pk, next_due_on=days(60))
    put(world, household=other)
    assert VisitDue.objects.get(household=other).due_on == days(5)
    assert DueSetting.objects.get(household=other).reason == "独居，上月摔倒过"


def test_a_tier_never_postpones_a_visit(world):
    world.visit(3, next_due_on=days(1))
    put(world, "general")
    assert due_of(world).due_on == days(1)


def test_a_change_of_tier_keeps_the_history(world):
    put(world)
    first = HouseholdTier.objects.get()
    HouseholdTier.objects.filter(pk=first.pk).update(starts_on=days(-30))
    put(world, "key", "病情稳定")
    rows = HouseholdTier.objects.current().order_by("starts_on")
    assert [(row.tier_code, row.ends_on) for row in rows] == [("high", days(-1)), ("key", None)]
    assert due_of(world).interval_days == 30
    assert put(world, "", "搬去与儿子同住") is None
    assert due_of(world).interval_days is None


def test_it_needs_a_reason_a_known_tier_and_ones_own_station(world):
    for code, reason in (("high", " "), ("unheard", "x")):
        with pytest.raises(Invalid):
            put(world, code, reason)
    for actor in (world.wang, world.li):
        with pytest.raises(Forbidden):
            put(world, actor=actor)
    assert not HouseholdTier.objects.exists()


def test_the_same_again_changes_nothing(world):
    first = put(world)
    assert put(world, reason="再点一次") == first
    assert AuditEvent.objects.filter(action="visiting.tier_assigned").count() == 1


def test_a_batch_is_one_event(world):
    homes = [make_household(world.unit, region_code=VILLAGE) for _ in range(3)]
    assign_tiers([AssignmentDraft(home, "key", "开站摸底") for home in homes], actor=world.drolma)
    event = AuditEvent.objects.get(action="visiting.tier_assigned")
    assert len(event.details["tiers"]) == 3
    assert set(VisitDue.objects.values_list("interval_days", flat=True)) == {30}


def test_a_visit_without_a_next_date_leaves_a_tiered_household_due(world):
    put(world)
    world.visit()
    assert due_of(world).due_on == days(7)
    rebuild_visit_due([world.household.pk])
    assert due_of(world).due_on == days(7)


def test_a_decision_holds_until_the_next_visit_and_survives_a_rebuild(world):
    world.visit(5, next_due_on=days(20))
    set_due(DueDraft(world.household, days(2), "邻居说两天没开门"), actor=world.drolma)
    assert due_of(world).due_on == days(2)
    rebuild_visit_due([world.household.pk])
    assert due_of(world).due_on == days(2)
    world.visit(0, next_due_on=days(9))
    assert due_of(world).due_on == days(9)


@pytest.mark.parametrize("due_in,reason", [(-1, "早了"), (800, "远了"), (3, "")])
def test_a_decision_needs_a_reason_and_a_day_ahead(world, due_in, reason):
    with pytest.raises(Invalid):
        set_due(DueDraft(world.household, days(due_in), reason), actor=world.drolma)


def suggested(world, method="home_visit"):
    return prepare(
        world.drolma, world.unit, world.household, method=method, on=clock.today()
    ).suggested_due_on


def test_the_suggestion_is_the_tiers_interval(world):
    put(world)
    assert suggested(world) == days(7)


def test_without_a_tier_it_is_as_far_as_last_time_then_as_has_been_the_habit_then_a_month(world):
    assert suggested(world) == days(30)
    for ago in (21, 14, 7):
        world.visit(ago)
    assert suggested(world) == days(7)
    world.visit(0, next_due_on=days(14))
    assert suggested(world) == days(14)


def test_a_call_suggests_nothing_while_a_visit_is_due_and_leaves_it_due(world):
    world.visit(10, next_due_on=days(-3))
    assert suggested(world, "phone") is None
    world.visit(0, method="phone")
    assert due_of(world).due_on == days(-3)
    assert due_of(world).last_met_on == days(0)
