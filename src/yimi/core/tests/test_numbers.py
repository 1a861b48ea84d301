"""Numbers never repeat."""

from __future__ import annotations

import pytest

from yimi.core.numbers import take_numbers, year_mark


@pytest.mark.django_db
def test_numbers_follow_one_another_per_series():
    assert list(take_numbers("record/a/2026")) == [1]
    assert list(take_numbers("record/a/2026", 3)) == [2, 3, 4]
    assert list(take_numbers("record/b/2026")) == [1]


def test_years_a_century_apart_never_share_a_number():
    marks = [year_mark(year) for year in range(1900, 2200)]
    assert len(set(marks)) == len(marks)
