"""29 February, the 31st, and the ends of months: Python and DuckDB agree on each of them."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from yimi.engine import calendar
from yimi.engine.backends.duckdb import DuckDialect
from yimi.engine.backends.functions import call_sql
from yimi.engine.backends.pieces import literal

DAYS = st.dates(date(1880, 1, 1), date(2120, 12, 31))
EDGES = st.sampled_from(
    [
        date(2024, 2, 29),
        date(2023, 2, 28),
        date(2023, 3, 1),
        date(2023, 1, 31),
        date(2023, 12, 31),
        date(2000, 2, 29),
    ]
)
ANY_DAY = st.one_of(DAYS, EDGES)


@pytest.mark.parametrize(
    "born, day, age",
    [
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(1942, 11, 23), date(2022, 11, 22), 79),
        (date(1942, 11, 23), date(2022, 11, 23), 80),
    ],
)
def test_one_is_a_year_older_on_the_birthday(born, day, age):
    assert calendar.age_on(born, day) == age


def test_a_year_from_29_february_ends_on_28_february():
    assert calendar.add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


@given(ANY_DAY, ANY_DAY)
def test_months_between_is_the_greatest_number_that_does_not_overshoot(start, end):
    months = calendar.months_between(start, end)
    assert calendar.add_months(start, months) <= end < calendar.add_months(start, months + 1)


@settings(max_examples=60, deadline=None)
@given(ANY_DAY, ANY_DAY, st.integers(-600, 600))
def test_duckdb_counts_as_python_does(first, second, step):
    calls = {
        "age_on": (first, second),
        "months_between": (first, second),
        "days_between": (first, second),
        "add_months": (first, step),
        "add_days": (first, step),
    }
    columns = [
        exp.alias_(call_sql(name, [literal(value) for value in values], DuckDialect()), name)
        for name, values in calls.items()
    ]
    found = duckdb.connect().execute(exp.select(*columns).sql("duckdb")).fetchone()
    assert list(found) == [getattr(calendar, name)(*values) for name, values in calls.items()]
