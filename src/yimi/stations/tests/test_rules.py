"""Credit codes, code prefixes, opening hours."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from yimi.stations.rules import (
    Opening,
    OpeningFault,
    UsccError,
    UsccFault,
    check_uscc,
    opening_faults,
    overlaps,
    prefixes_of,
)

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
GOOD = "91350100M000100Y43"


@pytest.mark.parametrize(
    "typed, fault",
    [
        (GOOD[:-1], UsccFault.LENGTH),
        (GOOD + "1", UsccFault.LENGTH),
        ("", UsccFault.LENGTH),
        ("9135010OM000100Y43", UsccFault.LETTERS),
        ("91350100M000100Y4\0", UsccFault.LETTERS),
        ("9135A100M000100Y43", UsccFault.DIVISION),
        ("91350100M000100Y44", UsccFault.CHECK),
    ],
)
def test_a_wrong_code_is_refused_with_its_reason(typed, fault):
    with pytest.raises(UsccError) as refused:
        check_uscc(typed)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    "typed", [GOOD.lower(), "９１３５０１００Ｍ０００１００Ｙ４３", " 9135 0100-M000100Y43 "]
)
def test_the_way_it_is_typed_does_not_matter(typed):
    assert check_uscc(typed) == GOOD


def test_codes_of_rural_collectives_are_lawful():
    body = "N2411623MF12345678"[:17]
    code = body + uscc.calc_check_digit(body)
    assert check_uscc(code) == code


@given(
    st.text(alphabet=LETTERS, min_size=9, max_size=9), st.integers(0, 16), st.sampled_from(LETTERS)
)
def test_one_wrong_character_is_always_found(tail, at, other):
    body = "52411623" + tail
    code = body + uscc.calc_check_digit(body)
    assert check_uscc(code) == code
    changed = code[:at] + other + code[at + 1 :]
    if changed != code:
        with pytest.raises(UsccError):
            check_uscc(changed)


@given(st.text(max_size=40))
def test_any_text_is_either_refused_or_in_normal_form(text):
    try:
        code = check_uscc(text)
    except UsccError:
        return
    assert check_uscc(code) == code


class Days:
    def __init__(self, first, length):
        self.starts_on = date(2026, 1, 1) + timedelta(days=first)
        self.ends_on = None if length is None else self.starts_on + timedelta(days=length)

    def days(self):
        end = self.ends_on or date(2026, 12, 31)
        return {self.starts_on + timedelta(days=n) for n in range((end - self.starts_on).days + 1)}


DAYS = st.builds(Days, st.integers(0, 60), st.none() | st.integers(0, 30))


@given(DAYS, DAYS)
def test_stretches_overlap_exactly_when_they_share_a_day(one, other):
    assert overlaps(one, other) == bool(one.days() & other.days()) == overlaps(other, one)


def test_a_place_lies_in_every_division_above_it():
    assert prefixes_of("411623001004") == ["41", "4116", "411623", "411623001", "411623001004"]


@pytest.mark.parametrize(
    "week, fault",
    [
        ([Opening(8, time(9), time(12))], OpeningFault.WEEKDAY),
        ([Opening(1, time(12), time(9))], OpeningFault.BACKWARDS),
        ([Opening(1, time(9), time(12)), Opening(1, time(11), time(17))], OpeningFault.OVERLAP),
    ],
)
def test_a_week_that_cannot_stand_says_why(week, fault):
    assert [found for _opening, found in opening_faults(week)] == [fault]


def test_a_lunch_break_is_no_overlap():
    assert not list(opening_faults([Opening(1, time(9), time(12)), Opening(1, time(12), time(17))]))
