"""The only place that asks what time it is. Days are Asia/Shanghai everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


#: Set only within :func:`standing_at`.
_STANDING_AT: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """This instant, aware, in UTC: what the database stores."""
    return _STANDING_AT.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in China."""
    return local_date(now())


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Inside the block it is ``instant`` (aware): the demo writes its history so, and tests a certain day.

    Nothing that answers a person may use it.
    """
    token = _STANDING_AT.set(instant)
    try:
        yield
    finally:
        _STANDING_AT.reset(token)


def local_date(instant: datetime) -> date:
    """The date in China on which ``instant`` fell."""
    return instant.astimezone(SHANGHAI).date()


def age_on(born_on: date, on: date) -> int:
    """Full years (周岁) completed on ``on``; someone born on 29 February has a birthday on 1 March in common years.

    >>> age_on(date(2000, 2, 29), date(2018, 2, 28)), age_on(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def month_of(day: date) -> tuple[date, date]:
    """First day of ``day``'s month and first day of the next: a half-open range.

    >>> month_of(date(2026, 12, 5))
    (datetime.date(2026, 12, 1), datetime.date(2027, 1, 1))
    """
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
