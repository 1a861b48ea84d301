"""Numbers never repeat."""

from __future__ import annotations

import pytest

from yimi.core.numbers import take_numbers


@pytest.mark.django_db
def test_numbers_follow_one_another_per_series():
    assert list(take_numbers("record/a/2026")) == [1]
    assert list(take_numbers("record/a/2026", 3)) == [2, 3, 4]
    assert list(take_numbers("record/b/2026")) == [1]
