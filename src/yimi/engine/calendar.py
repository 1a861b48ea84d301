"""Dates as the rules mean them. The backends compute exactly these; tests hold them to it on 29 February and the 31st."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def age_on(born_on: date, day: date) -> int:
    """Full years (周岁) completed on ``day``; born on 29 February, one has a birthday on 1 March in common years.

    >>> age_on(date(2000, 2, 29), date(2018, 2, 28)), age_on(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the month's last day where there is no such day.

    Raises OverflowError outside the years 1 to 9999.

    >>> add_months(date(2023, 1, 31), 1), add_months(date(2024, 2, 29), 12)
    (datetime.date(2023, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """``days`` later. Raises OverflowError outside the years 1 to 9999."""
    return day + timedelta(days=days)


def months_between(start: date, end: date) -> int:
    """Full months from ``start`` to ``end``: the greatest n with ``add_months(start, n) <= end``; negative when ``end`` is earlier.

    >>> months_between(date(2023, 1, 31), date(2023, 2, 28)), months_between(date(2023, 1, 31), date(2023, 3, 30))
    (1, 1)
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = monthrange(end.year, end.month)[1]
    return months - (start.day > end.day and end.day < last_day)


def days_between(start: date, end: date) -> int:
    """Days from ``start`` to ``end``; negative when ``end`` is earlier."""
    return (end - start).days
