"""The month that a home shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yimi.core.clock import month_of

#: Nothing was recorded before; and there must be months before a month.
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, as the report month; ``last`` is included."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> Period:
        """The month of ``day``."""
        first, after = month_of(day)
        return cls(first, after - timedelta(days=1))

    @classmethod
    def parse(cls, text: str, *, today: date) -> Period:
        """From ``2026-10`` in the address; nonsense, the future and times before stations are this month."""
        try:
            year, month = (int(part) for part in text.split("-"))
            first = date(year, month, 1)
        except ValueError:
            return cls.of(today)
        return cls.of(first if EARLIEST <= first <= today else today)

    @property
    def key(self) -> str:
        """As it stands in the address."""
        return f"{self.first:%Y-%m}"

    def previous(self) -> Period:
        """The month before."""
        return Period.of(self.first - timedelta(days=1))

    def following(self) -> Period:
        """The month after."""
        return Period.of(self.last + timedelta(days=1))
