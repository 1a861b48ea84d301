"""Members who move, leave, or become head."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.core.errors import Forbidden, Invalid
from yimi.people.actions import change_head, leave_household, move_member
from yimi.people.errors import AlreadyMember, HeadLeaves
from yimi.people.models import Membership
from yimi.people.tests.conftest import VILLAGE
from yimi.people.tests.factories import make_household, make_resident

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)


@pytest.fixture
def son(stage):
    return make_resident(stage.household, "赵建军", relation="20")


@pytest.fixture
def other(stage):
    household = make_household(stage.station_a, region_code=VILLAGE)
    make_resident(household, "孙丽")
    return household


def relations(household) -> dict[str, str]:
    rows = Membership.objects.current().filter(household=household, ends_on=None)
    return {row.resident.name: row.relation for row in rows.select_related("resident")}


def test_a_move_ends_the_day_before(son, other, drolma, stage):
    move_member(son, actor=drolma, to=other, relation="28", on=ON)
    rows = Membership.objects.current().filter(resident=son).order_by("starts_on")
    assert [(row.household_id, row.ends_on) for row in rows] == [
        (stage.household.pk, date(2026, 8, 31)), (other.pk, None)
    ]  # fmt: skip


def test_a_head_does_not_leave_the_others_headless(stage, son, other, drolma):
    with pytest.raises(HeadLeaves):
        move_member(stage.head, actor=drolma, to=other, relation="97", on=ON)
    with pytest.raises(HeadLeaves):
        leave_household(stage.head, actor=drolma, on=ON)
    change_head(stage.household, actor=drolma, head=son, relations={stage.head.pk: "52"}, on=ON)
    assert relations(stage.household) == {"赵桂英": "52", "赵建军": "02"}
    leave_household(stage.head, actor=drolma, on=date(2026, 9, 10))
    assert relations(stage.household) == {"赵建军": "02"}


def test_the_last_one_may_leave(stage, drolma):
    leave_household(stage.head, actor=drolma, on=ON)
    assert relations(stage.household) == {}


@pytest.mark.parametrize("given", [{}, {"head": "02"}, {"head": "01"}])
def test_a_new_head_needs_everybodys_relation(stage, son, drolma, given):
    named = {stage.head.pk: given["head"]} if given else {}
    with pytest.raises(Invalid):
        change_head(stage.household, actor=drolma, head=son, relations=named, on=ON)
    assert relations(stage.household) == {"赵桂英": "02", "赵建军": "20"}


def test_a_head_comes_from_the_household(stage, other, drolma):
    stranger = Membership.objects.get(household=other).resident
    with pytest.raises(Invalid):
        change_head(stage.household, actor=drolma, head=stranger, relations={}, on=ON)


def test_a_household_keeps_one_head(stage, son, other, drolma):
    with pytest.raises(Invalid):
        move_member(son, actor=drolma, to=other, relation="02", on=ON)
    empty = make_household(stage.station_a, region_code=VILLAGE)
    with pytest.raises(Invalid):
        move_member(son, actor=drolma, to=empty, relation="20", on=ON)
    with pytest.raises(AlreadyMember):
        move_member(son, actor=drolma, to=stage.household, relation="20", on=ON)
    move_member(son, actor=drolma, to=empty, relation="02", on=ON)


def test_nobody_moves_someone_elses_people(stage, son, other, wang, township_officer):
    for stranger in (wang, township_officer):
        with pytest.raises(Forbidden):
            move_member(son, actor=stranger, to=other, relation="28", on=ON)
