"""Which station needs a hand first, and who stands below a rung."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from yimi.core.ids import new_uid
from yimi.portal.homes.attention import StationState, ladder, most_in_need, needs_of, stuck_below
from yimi.portal.homes.periods import Period
from yimi.portal.templatetags.rows import month_name, some_names

TODAY = date(2026, 9, 16)


def state(name: str, **facts: Any) -> StationState:
    """A station that is well, unless told otherwise."""
    well = {"workers": 2, "certified": 1, "weeks_served": 4, "last_served_on": TODAY, "due": 40}
    return StationState(
        uid=new_uid(), name=name, number=name, region_code="411623001000", **(well | facts)
    )


EMPTY = state("大武乡社工站", workers=0, certified=0, days_unstaffed=46)
UNCERTIFIED = state("固墙镇社工站", certified=0)
LATE = state("舒庄乡社工站", overdue=20)
WELL = state("新城街道社工站")


def test_an_empty_post_comes_before_overdue_visits() -> None:
    found = most_in_need([WELL, LATE, EMPTY], TODAY, limit=4)
    assert [one.name for one, _needs in found] == [EMPTY.name, LATE.name]


def test_a_station_that_is_well_needs_nothing() -> None:
    assert needs_of(WELL, TODAY) == []


def test_a_month_without_service_is_told_with_its_days() -> None:
    silent = state("张明乡社工站", last_served_on=TODAY - timedelta(days=30))
    assert [(need.kind, need.amount) for need in needs_of(silent, TODAY)] == [("silent", 30)]


def test_each_rung_names_who_would_fill_it() -> None:
    states = [EMPTY, UNCERTIFIED, WELL]
    assert ladder(states) == {"plated": 3, "staffed": 2, "professional": 1, "regular": 1}
    assert stuck_below(states) == {
        "plated": [],
        "staffed": ["大武乡"],
        "professional": ["固墙镇"],
        "regular": [],
    }


def test_a_long_list_of_names_is_cut_and_says_so() -> None:
    with translation.override("zh-hans"):
        assert some_names(["甲", "乙"]) == "甲、乙"
        assert some_names(list("甲乙丙丁戊")) == "甲、乙、丙、丁等"


def test_a_month_of_another_year_carries_its_year() -> None:
    with translation.override("zh-hans"):
        assert month_name(date(2019, 3, 1)) == "2019 年 3 月"
    with translation.override("en"):
        assert month_name(date(2019, 3, 1)) == "March 2019"


@pytest.mark.parametrize("text", ["0001-01", "1999-12", "2026-10", "9999-12", "2026-13", "x", ""])
def test_a_month_before_stations_or_after_today_is_this_month(text):
    assert Period.parse(text, today=date(2026, 9, 16)).key == "2026-09"
    assert Period.parse("2026-08", today=date(2026, 9, 16)).previous().key == "2026-07"
