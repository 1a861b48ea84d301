"""Periods as buckets of months. A report month is data: the calendar month, or one that begins on the 26th."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from yimi.engine.backends.build import case, number, paren
from yimi.engine.calendar import add_months


@dataclass(frozen=True)
class Period:
    """A half-open range of days: ``end`` is the first day after."""

    label: str
    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The day a stock is counted at."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True)
class Periods:
    """``count`` periods of ``months`` months each, the first beginning in the month called ``year``-``month``.

    With ``first_day`` 26 the month called 2024-03 runs from 26 February to 25 March. ``through_day`` leaves out the later
    days of each calendar month, so that a month under way is compared with as many days of another; flows only.
    """

    year: int
    month: int
    count: int = 1
    months: int = 1
    first_day: int = 1
    through_day: int = 31

    def list(self) -> list[Period]:
        """The periods in order.

        >>> [(p.label, str(p.start), str(p.end)) for p in Periods(2024, 3, first_day=26).list()]
        [('2024-03', '2024-02-26', '2024-03-26')]
        >>> [p.label for p in Periods(2023, 1, count=2, months=12).list()], Periods(2023, 4, months=3).list()[0].label
        (['2023', '2024'], '2023-Q2')
        """
        return [self._period(index) for index in range(self.count)]

    @property
    def start(self) -> date:
        """The first day of all."""
        return self._first(0)

    @property
    def end(self) -> date:
        """The first day after all."""
        return self._first(self.count)

    @property
    def last_day(self) -> date:
        """The last day of all."""
        return self.end - timedelta(days=1)

    def bucket(self, day: exp.Expr) -> exp.Expr:
        """SQL: the number, from 0, of the period that ``day`` lies in (only for days within)."""
        years = exp.Anonymous(this="YEAR", expressions=[day.copy()])
        months = exp.Anonymous(this="MONTH", expressions=[day.copy()])
        index: exp.Expr = exp.Add(
            this=exp.Mul(this=years, expression=number(12)), expression=months
        )
        if self.first_day > 1:
            later = exp.GTE(
                this=exp.Anonymous(this="DAY", expressions=[day.copy()]),
                expression=number(self.first_day),
            )
            index = exp.Add(this=index, expression=case((later, number(1)), otherwise=number(0)))
        passed = paren(exp.Sub(this=index, expression=number(self.year * 12 + self.month)))
        if self.months == 1:
            return passed
        whole = exp.Div(this=passed, expression=exp.Literal.number(f"{self.months}.0"))
        floor = exp.Anonymous(this="FLOOR", expressions=[whole])
        return exp.Cast(this=floor, to=exp.DataType.build("INT"))

    def _first(self, index: int) -> date:
        month = add_months(date(self.year, self.month, 1), index * self.months)
        if self.first_day == 1:
            return month
        return add_months(month, -1).replace(day=self.first_day)

    def _period(self, index: int) -> Period:
        named = add_months(date(self.year, self.month, 1), index * self.months)
        label = f"{named:%Y-%m}"
        if self.months == 12:
            label = f"{named.year}"
        elif self.months == 3:
            label = f"{named.year}-Q{(named.month + 2) // 3}"
        return Period(label, self._first(index), self._first(index + 1))
