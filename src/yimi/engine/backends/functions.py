"""The SQL of our functions, spelled so that DuckDB and Spark give the same day and the same count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sqlglot import exp

from yimi.engine.backends import Dialect
from yimi.engine.backends.build import all_of, case, number, paren


def call_sql(name: str, arguments: list[exp.Expr], dialect: Dialect) -> exp.Expr:
    """The SQL of one of :mod:`yimi.engine.expressions.functions`."""
    first, second = (paren(argument) for argument in arguments[:2])
    if name == "same_region":
        one = number(1)
        left, right = (
            exp.Anonymous(this="SUBSTRING", expressions=[side, one.copy(), arguments[2].copy()])
            for side in (first, second)
        )
        return exp.EQ(this=left, expression=right)
    if name == "coalesce":
        return exp.Coalesce(this=first, expressions=[second])
    makers: Mapping[str, Callable[[exp.Expr, exp.Expr], exp.Expr]] = {
        "add_months": dialect.add_months,
        "add_days": dialect.add_days,
        "days_between": dialect.days_between,
        "age_on": _age_on,
        "months_between": partial(_months_between, dialect=dialect),
    }
    return makers[name](first, second)


def part(name: str, day: exp.Expr) -> exp.Expr:
    """YEAR, MONTH or DAY of a date."""
    return exp.Anonymous(this=name, expressions=[day.copy()])


def _age_on(born: exp.Expr, day: exp.Expr) -> exp.Expr:
    """Years apart, one less before the birthday; month and day are compared as one number."""

    def in_year(which: exp.Expr) -> exp.Expr:
        return exp.Add(
            this=exp.Mul(this=part("MONTH", which), expression=number(100)),
            expression=part("DAY", which),
        )

    years = exp.Sub(this=part("YEAR", day), expression=part("YEAR", born))
    before = exp.LT(this=in_year(day), expression=in_year(born))
    return paren(exp.Sub(this=years, expression=_one_if(before)))


def _months_between(start: exp.Expr, end: exp.Expr, dialect: Dialect) -> exp.Expr:
    """Months apart by the calendar, one less when the day is not reached and the end is not its month's last."""
    years = paren(exp.Sub(this=part("YEAR", end), expression=part("YEAR", start)))
    months = exp.Add(
        this=exp.Mul(this=years, expression=number(12)),
        expression=paren(exp.Sub(this=part("MONTH", end), expression=part("MONTH", start))),
    )
    short = all_of(
        [
            exp.GT(this=part("DAY", start), expression=part("DAY", end)),
            exp.LT(this=end.copy(), expression=dialect.last_day(end.copy())),
        ]
    )
    return paren(exp.Sub(this=months, expression=_one_if(short)))


def _one_if(test: exp.Expr) -> exp.Expr:
    return case((test, number(1)), otherwise=number(0))
