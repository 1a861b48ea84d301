"""Synthetic numbers are valid in form and impossible in fact."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from yimi.core.codes.citizen_id import parse_citizen_id
from yimi.core.codes.phones import parse_phone
from yimi.demo import identities
from yimi.demo.identities import FEMALE, MALE
from yimi.stations.rules import check_uscc

TODAY = date(2026, 11, 22)


@given(
    seed=st.integers(0, 10**6),
    born=st.dates(date(1920, 1, 1), TODAY),
    sex=st.sampled_from([MALE, FEMALE]),
    series=st.integers(0, 9999),
)
def test_an_id_number_passes_every_check_says_birth_and_sex_and_begins_with_99(
    seed, born, sex, series
):
    number = identities.id_number(Random(seed), born, sex, series=series)
    parsed = parse_citizen_id(number, today=TODAY)
    assert number.startswith(f"99{series:04d}")
    assert (parsed.birth_on, parsed.sex, parsed.is_hmt) == (born, sex, False)


@given(st.integers(0, 10**6))
def test_a_phone_lies_in_the_unassigned_range(seed):
    number = identities.phone_number(Random(seed))
    assert parse_phone(number) == number
    assert number.startswith("100")


@given(st.integers(0, 10**6), st.sampled_from(["51", "52"]))
def test_a_credit_code_passes_both_checks_and_lies_in_no_division(seed, kind):
    code = identities.credit_code(Random(seed), kind=kind)
    assert check_uscc(code) == code
    assert code[2:8] == "990000"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(a) * b for a, b in zip(code[8:16], weights, strict=True)) % 11
    assert code[16] == {10: "X", 11: "0"}.get(rest, str(rest))
