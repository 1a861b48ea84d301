"""A scope becomes a condition that stays right when it is combined."""

from __future__ import annotations

import pytest
from django.db.models import Q

from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.errors import Forbidden
from yimi.core.ids import new_uid
from yimi.core.models import NumberSeries
from yimi.core.scoping import region_range, scope_condition


def actor(*scopes: Scope) -> Actor:
    grants = tuple(Grant("x", frozenset({"x.view"}), scope) for scope in scopes)
    return Actor(uid=new_uid(), name="卓玛", grants=grants)


@pytest.fixture
def rows(db: None) -> None:
    for key in ("411623001000", "411623101000", "411624001000", "419999999999"):
        NumberSeries.objects.create(key=key)


def seen(condition: Q) -> list[str]:
    return sorted(NumberSeries.objects.filter(condition).values_list("key", flat=True))


def test_without_the_permission_it_is_loud(rows):
    with pytest.raises(Forbidden):
        scope_condition(actor(), "x.view", region="key")


def test_a_division_selects_what_lies_below_it(rows):
    condition = scope_condition(actor(Scope(ScopeKind.REGION, "411623")), "x.view", region="key")
    assert seen(condition) == ["411623001000", "411623101000"]
    assert seen(region_range("key", "41")) == [
        "411623001000",
        "411623101000",
        "411624001000",
        "419999999999",
    ]


def test_everywhere_stays_everywhere_when_combined(rows):
    condition = scope_condition(actor(Scope(ScopeKind.EVERYWHERE)), "x.view", region="key")
    assert len(seen(condition)) == 4
    assert len(seen(Q(pk__in=()) | condition)) == 4
    assert len(seen(condition & Q(key="411623001000"))) == 1


def test_a_kind_of_scope_without_its_field_selects_nothing(rows):
    condition = scope_condition(
        actor(Scope(ScopeKind.UNIT, str(new_uid()))), "x.view", region="key"
    )
    assert seen(condition) == []
