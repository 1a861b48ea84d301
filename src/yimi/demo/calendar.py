"""The station's year: which days are worked, and what each season brings. Pure functions.

Sources: 春节, 中秋 and 重阳 follow the lunar calendar; wheat is cut in early June and maize in late September and
October, when nobody is at home in the daytime; the long school holiday runs from July to August.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from lunardate import LunarDate

from yimi.core.clock import month_of

SATURDAY = 5


class Season(StrEnum):
    """What a stretch of the year is about."""

    ORDINARY = "ordinary"
    NEW_YEAR = "new_year"  # the three weeks before 春节: every household is visited
    WHEAT = "wheat"
    SUMMER = "summer"
    MID_AUTUMN = "mid_autumn"
    MAIZE = "maize"
    DOUBLE_NINTH = "double_ninth"
    COLD = "cold"


#: How much work there is in a season, beside an ordinary week's: home visits, groups and activities.
VISITS = {
    Season.ORDINARY: 1.0, Season.NEW_YEAR: 1.35, Season.WHEAT: 0.6, Season.SUMMER: 0.95,
    Season.MID_AUTUMN: 1.15, Season.MAIZE: 0.7, Season.DOUBLE_NINTH: 1.1, Season.COLD: 1.1,
}  # fmt: skip
GATHERINGS = {
    Season.ORDINARY: 1.0, Season.NEW_YEAR: 1.3, Season.WHEAT: 0.3, Season.SUMMER: 1.7,
    Season.MID_AUTUMN: 1.4, Season.MAIZE: 0.5, Season.DOUBLE_NINTH: 2.2, Season.COLD: 0.8,
}  # fmt: skip


@lru_cache(maxsize=64)
def lunar_day(year: int, month: int, day: int) -> date:
    """The date of a day of the lunar year that begins in ``year``.

    >>> lunar_day(2026, 1, 1), lunar_day(2026, 9, 9)
    (datetime.date(2026, 2, 17), datetime.date(2026, 10, 18))
    """
    return LunarDate(year, month, day).to_solar_date()  # type: ignore[no-any-return]


@lru_cache(maxsize=2048)
def season_of(day: date) -> Season:
    """The season ``day`` lies in.

    >>> season_of(date(2026, 2, 10)), season_of(date(2026, 6, 8)), season_of(date(2026, 7, 20))
    (<Season.NEW_YEAR: 'new_year'>, <Season.WHEAT: 'wheat'>, <Season.SUMMER: 'summer'>)
    """
    spring, ninth = lunar_day(day.year, 1, 1), lunar_day(day.year, 9, 9)
    moon, month_day = lunar_day(day.year, 8, 15), (day.month, day.day)
    stretches = (
        (Season.NEW_YEAR, spring - timedelta(days=21) <= day < spring),
        (Season.DOUBLE_NINTH, abs((day - ninth).days) <= 5),
        (Season.MID_AUTUMN, moon - timedelta(days=8) <= day <= moon),
        (Season.WHEAT, (6, 1) <= month_day <= (6, 14)),
        (Season.MAIZE, (9, 28) <= month_day <= (10, 20)),
        (Season.SUMMER, (7, 5) <= month_day <= (8, 28)),
        (Season.COLD, day.month in (12, 1)),
    )
    return next((season for season, holds in stretches if holds), Season.ORDINARY)


@lru_cache(maxsize=2048)
def is_closed(day: date) -> bool:
    """Whether the door stays shut: Sundays and the days off around 元旦, 春节, 清明, 劳动节, 端午, 中秋, 国庆.

    Saturdays are for activities only; see :func:`working_days`.
    """
    spring = lunar_day(day.year, 1, 1)
    if -1 <= (day - spring).days <= 6:
        return True
    if day in (lunar_day(day.year, 5, 5), lunar_day(day.year, 8, 15)):
        return True
    fixed = {(1, 1), (4, 5), (5, 1), (5, 2), (5, 3), *((10, number) for number in range(1, 6))}
    return (day.month, day.day) in fixed or day.weekday() > SATURDAY


def working_days(first: date, last: date) -> list[date]:
    """The weekdays from ``first`` to ``last`` on which the station is open."""
    return [day for day in days(first, last) if day.weekday() < SATURDAY and not is_closed(day)]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The weeks as a station enters them: Saturday to Friday, cut at both ends.

    >>> [(a.day, b.day) for a, b in weeks(date(2026, 9, 1), date(2026, 9, 14))]
    [(1, 4), (5, 11), (12, 14)]
    """
    start = first
    while start <= last:
        friday = start + timedelta(days=(4 - start.weekday()) % 7)
        yield start, min(friday, last)
        start = friday + timedelta(days=1)


def quarters(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The quarters of the calendar, cut at both ends.

    >>> [(a.isoformat(), b.isoformat()) for a, b in quarters(date(2026, 8, 30), date(2026, 10, 14))]
    [('2026-08-30', '2026-09-30'), ('2026-10-01', '2026-10-14')]
    """
    start = first
    while start <= last:
        following = month_of(start.replace(day=1, month=(start.month - 1) // 3 * 3 + 3))[1]
        yield start, min(following - timedelta(days=1), last)
        start = following
