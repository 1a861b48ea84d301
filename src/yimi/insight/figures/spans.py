"""Periods as people name them in an address: a month, a quarter, a year, or a range of months. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from yimi.engine.calendar import add_months
from yimi.engine.indicators import Periods

#: Nothing was recorded before stations existed.
FIRST_YEAR, LAST_YEAR = 2000, 2099
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEAR = re.compile(r"\d{4}")
#: Months in one period of each kind of row.
STEPS = {"month": 1, "quarter": 3, "year": 12}
MAX_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Span:
    """``months`` whole months from the first of ``year``-``month``.

    >>> [str(Span.parse(text)) for text in ("2026-10", "2026-Q3", "2026", "2026-01..2026-10", "2026-07..2026-09")]
    ['2026-10', '2026-Q3', '2026', '2026-01..2026-10', '2026-Q3']
    """

    year: int
    month: int
    months: int = 1

    @classmethod
    def parse(cls, text: str) -> Span:
        """The span that ``text`` names; raises ValueError."""
        if found := _QUARTER.fullmatch(text):
            return cls(_year(found[1]), int(found[2]) * 3 - 2, 3)
        if _YEAR.fullmatch(text):
            return cls(_year(text), 1, 12)
        first, _dots, last = text.partition("..")
        begun, ended = _MONTH.fullmatch(first), _MONTH.fullmatch(last or first)
        if begun is None or ended is None:
            raise ValueError(text)
        start, end = (_year(one[1]) * 12 + int(one[2]) - 1 for one in (begun, ended))
        if not 0 <= end - start < MAX_MONTHS:
            raise ValueError(text)
        return cls(start // 12, start % 12 + 1, end - start + 1)

    @classmethod
    def month_of(cls, day: date) -> Span:
        """The calendar month of ``day``."""
        return cls(day.year, day.month)

    @classmethod
    def year_of(cls, day: date) -> Span:
        """The calendar year of ``day``."""
        return cls(day.year, 1, 12)

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after."""
        return add_months(self.start, self.months)

    @property
    def last_day(self) -> date:
        """The last day; a stock is counted at it."""
        return self.end - timedelta(days=1)

    @property
    def kind(self) -> str:
        """month | quarter | year | range.

        >>> Span(2026, 2, 3).kind, Span(2026, 4, 3).kind
        ('range', 'quarter')
        """
        for name, step in STEPS.items():
            if self.months == step and (self.month - 1) % step == 0:
                return name
        return "range"

    def __str__(self) -> str:
        kind = self.kind
        if kind == "year":
            return f"{self.year}"
        if kind == "quarter":
            return f"{self.year}-Q{(self.month + 2) // 3}"
        if kind == "month":
            return f"{self.year}-{self.month:02}"
        last = self.last_day
        return f"{self.year}-{self.month:02}..{last.year}-{last.month:02}"

    def shifted(self, months: int) -> Span:
        """As long, so many months later (earlier when negative).

        >>> str(Span(2026, 1).shifted(-1)), str(Span(2026, 1, 12).shifted(-12))
        ('2025-12', '2025')
        """
        start = add_months(self.start, months)
        return Span(start.year, start.month, self.months)

    def last_year(self) -> Span:
        """The same months a year before."""
        return self.shifted(-12)

    def may_be_cut_by(self, kind: str) -> bool:
        """Whether it consists of whole periods of ``kind``.

        >>> Span(2026, 1, 10).may_be_cut_by("month"), Span(2026, 1, 10).may_be_cut_by("quarter")
        (True, False)
        """
        step = STEPS[kind]
        return self.months % step == 0 and (self.month - 1) % step == 0

    def parts(self, kind: str) -> list[Span]:
        """Its periods of ``kind``, in order."""
        step = STEPS[kind]
        return [
            Span(self.year, self.month, step).shifted(step * number)
            for number in range(self.months // step)
        ]

    def periods(self, kind: str = "") -> Periods:
        """For the engine: one bucket for all of it, or one for each period of ``kind``."""
        step = STEPS[kind] if kind else self.months
        return Periods(self.year, self.month, count=self.months // step, months=step)


def _year(text: str) -> int:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(text)
    return int(text)
