"""Placements that overlap, registration periods, ID numbers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.workforce.rules import (
    IdFault,
    IdNumberError,
    PlacementWarning,
    Post,
    birth_and_sex,
    check_digit,
    check_id_number,
    clash,
    is_phone,
    placement_warnings,
    registration_end,
)

ONE, TWO = UUID(int=1), UUID(int=2)
A, B = UUID(int=11), UUID(int=12)
START = date(2026, 1, 1)


def post(worker=ONE, unit=A, first=0, length=None, **fields):
    start = START + timedelta(days=first)
    end = None if length is None else start + timedelta(days=length)
    return Post(worker, unit, start, end, **fields)


POSTS = st.builds(
    post,
    st.sampled_from([ONE, TWO]),
    st.sampled_from([A, B]),
    st.integers(0, 50),
    st.none() | st.integers(0, 20),
    is_head=st.booleans(),
    full_time=st.booleans(),
)


def days(one):
    end = one.ends_on or START + timedelta(days=90)
    return {one.starts_on + timedelta(days=n) for n in range((end - one.starts_on).days + 1)}


@given(POSTS, st.lists(POSTS, max_size=5))
def test_a_clash_is_the_same_post_on_the_same_day(planned, others):
    same = [
        other
        for other in others
        if (other.worker, other.unit) == (planned.worker, planned.unit) and days(other) & days(planned)
    ]  # fmt: skip
    assert (clash(planned, others) is not None) == bool(same)


@given(POSTS, st.lists(POSTS, max_size=5))
def test_warnings_never_speak_of_days_apart(planned, others):
    near = [other for other in others if days(other) & days(planned)]
    assert placement_warnings(planned, others) == placement_warnings(planned, near)


def test_part_time_at_two_stations_is_usual_and_full_time_is_not():
    half = post(full_time=False)
    assert not placement_warnings(half, [post(unit=B, full_time=False)])
    assert placement_warnings(half, [post(unit=B)]) == {PlacementWarning.FULL_TIME_TWICE}
    assert placement_warnings(post(is_head=True), [post(worker=TWO, is_head=True)]) == {
        PlacementWarning.SECOND_HEAD
    }


@given(st.dates(date(2008, 1, 1), date(2060, 12, 31)))
def test_a_registration_runs_for_three_years(day):
    end = registration_end(day)
    assert 1094 <= (end - day).days <= 1096


def test_a_registration_of_29_february():
    assert registration_end(date(2024, 2, 29)) == date(2027, 2, 28)


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.integers(1, 999), st.integers(0, 16), st.sampled_from("0123456789"))  # fmt: skip
def test_one_wrong_digit_of_an_id_number_is_always_found(born, serial, at, other):
    body = f"990101{born:%Y%m%d}{serial:03d}"
    number = body + check_digit(body)
    assert check_id_number(number.lower()) == number
    assert birth_and_sex(number) == (born, "1" if serial % 2 else "2")
    changed = number[:at] + other + number[at + 1 :]
    if changed != number:
        with pytest.raises(IdNumberError):
            check_id_number(changed)


@pytest.mark.parametrize(
    "typed, fault",
    [
        ("", IdFault.LENGTH),
        ("4.11623E+17", IdFault.LENGTH),
        ("99010119900230001X", IdFault.DATE),
        ("99010119900307001Y", IdFault.DIGITS),
        ("990101199003070010", IdFault.CHECK),
    ],
)
def test_a_wrong_id_number_is_refused_with_its_reason(typed, fault):
    with pytest.raises(IdNumberError) as refused:
        check_id_number(typed)
    assert refused.value.fault == fault
    assert typed == "" or typed not in str(refused.value)


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_not(text):
    assert is_phone(text) in {True, False}
