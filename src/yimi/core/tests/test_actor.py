"""Permissions stay paired with their place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.errors import Forbidden
from yimi.core.ids import new_uid

STATION_A, STATION_B = new_uid(), new_uid()


def drolma() -> Actor:
    """Head of station A, and officer (figures only) of county 411623."""
    return Actor(
        uid=new_uid(),
        name="卓玛",
        grants=(
            Grant(
                "station_head",
                frozenset({"x.edit", "x.view"}),
                Scope(ScopeKind.UNIT, str(STATION_A)),
            ),
            Grant("county_officer", frozenset({"x.figures"}), Scope(ScopeKind.REGION, "411623")),
        ),
    )


def test_a_permission_holds_at_its_own_place_only():
    actor = drolma()
    assert actor.may_at("x.edit", unit_uid=STATION_A)
    assert not actor.may_at("x.edit", unit_uid=STATION_B, region_code="411623001000")
    assert actor.may_at("x.figures", unit_uid=STATION_B, region_code="411623001000")
    assert not actor.may_at("x.figures", region_code="411624001000")


def test_an_unknown_permission_is_refused_loudly():
    with pytest.raises(Forbidden) as refusal:
        drolma().require("x.delete")
    assert "x.delete" in str(refusal.value)


def test_nobody_without_grants_may_do_anything():
    stranger = Actor(uid=new_uid(), name="路人")
    assert not stranger.may("x.view")
    assert not stranger.may_at("x.view", unit_uid=STATION_A, region_code="411623001000")


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(2, 12))
def test_a_division_covers_itself_and_what_is_below(code, length):
    scope = Scope(ScopeKind.REGION, code[:length])
    assert scope.covers_region(code)
    other = str(9 - int(code[0])) + code[1:]
    assert not scope.covers_region(other)


@given(st.dates(), st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.dates()))
def test_a_scope_holds_on_both_its_ends(on, starts, ends):
    scope = Scope(ScopeKind.EVERYWHERE, starts_on=starts, ends_on=ends)
    assert scope.is_in_force(on) == ((starts or date.min) <= on <= (ends or date.max))
