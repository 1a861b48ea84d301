"""Report periods: which month, quarter or year, the periods beside it, when it is due and when it locks. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from yimi.engine.calendar import add_months
from yimi.engine.indicators import Periods


class Frequency(StrEnum):
    """How often a report is made."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One report period: ``start`` its first day, ``months`` its length.

    >>> Span.of(Frequency.QUARTER, date(2026, 8, 15)).label, Span(date(2026, 10, 1), 1).end
    ('2026-Q3', datetime.date(2026, 11, 1))
    """

    start: date
    months: int

    @classmethod
    def of(cls, frequency: Frequency, day: date) -> Span:
        """The period that ``day`` lies in."""
        months = MONTHS[frequency]
        first = (day.month - 1) // months * months + 1
        return cls(date(day.year, first, 1), months)

    @classmethod
    def parse(cls, label: str) -> Span:
        """From a label: 2026-10, 2026-Q3, 2026. Raises ValueError.

        >>> [Span.parse(text).label for text in ("2026-10", "2026-Q3", "2026")]
        ['2026-10', '2026-Q3', '2026']
        """
        year, _dash, rest = label.partition("-")
        if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) < LAST_YEAR):
            raise ValueError(label)
        if not rest and label == year:
            return cls(date(int(year), 1, 1), 12)
        if rest in {"Q1", "Q2", "Q3", "Q4"}:
            return cls(date(int(year), int(rest[1]) * 3 - 2, 1), 3)
        if len(rest) != 2 or not (rest.isascii() and rest.isdigit()):
            raise ValueError(label)
        return cls(date(int(year), int(rest), 1), 1)

    @property
    def end(self) -> date:
        """The first day after."""
        return add_months(self.start, self.months)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)

    @property
    def label(self) -> str:
        """As it stands in addresses: 2026-10, 2026-Q3, 2026."""
        if self.months == 12:
            return f"{self.start.year}"
        if self.months == 3:
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        return f"{self.start.year}-{self.start.month:02d}"

    @property
    def words(self) -> str:
        """As it stands on paper.

        >>> Span.parse("2026-10").words, Span.parse("2026-Q3").words, Span.parse("2026").words
        ('2026 年 10 月', '2026 年第三季度', '2026 年')
        """
        if self.months == 12:
            return f"{self.start.year} 年"
        if self.months == 3:
            return f"{self.start.year} 年第{'一二三四'[(self.start.month - 1) // 3]}季度"
        return f"{self.start.year} 年 {self.start.month} 月"

    @property
    def words_en(self) -> str:
        """The same in English."""
        if self.months == 12:
            return f"{self.start.year}"
        if self.months == 3:
            return f"Q{(self.start.month + 2) // 3} {self.start.year}"
        return f"{self.start:%B %Y}"

    def before(self, count: int = 1) -> Span:
        """The period so many before this one; negative: after."""
        return Span(add_months(self.start, -count * self.months), self.months)

    def due_on(self, deadline_day: int) -> date:
        """The last day to hand it in: so many days after the period ended."""
        return self.last_day + timedelta(days=deadline_day)

    @property
    def engine(self) -> Periods:
        """This period, as the engine counts."""
        return Periods(self.start.year, self.start.month, months=self.months)

    @property
    def last_year(self) -> Periods:
        """The same period a year before."""
        return Periods(self.start.year - 1, self.start.month, months=self.months)

    @property
    def to_date(self) -> Periods:
        """From the beginning of the year to the end of this period, counted as one."""
        return Periods(self.start.year, 1, months=self.last_day.month)


def recent(frequency: Frequency, today: date, count: int) -> Iterator[Span]:
    """The last ``count`` periods that are over, the latest first."""
    now = Span.of(frequency, today)
    return (now.before(back) for back in range(1, count + 1))
