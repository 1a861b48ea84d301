"""When to come again, and when to come at another time: pure functions, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

#: So many times in a row nobody was met: another time, or a call first.
TIMES_NOT_MET = 2
NOON = time(12)
SATURDAY = 6
#: A due date further away than this is a slip of the finger; the same as for a record's next visit.
FURTHEST = timedelta(days=366 * 2)
HAZARDS = ("fire", "electric", "gas", "fall", "house")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A visit where nobody was met (未遇); the hour only where somebody wrote it down."""

    on: date
    at: time | None = None


def due_after_tier(
    due_on: date | None, last_met_on: date | None, interval_days: int, *, today: date
) -> date | None:
    """The new due date when a household is put into a tier; None when the one that stands is early enough.

    Counted from the last time somebody was met, never before today; nobody ever met: today. A tier never postpones.

    >>> day = date(2026, 9, 1)
    >>> due_after_tier(None, date(2026, 8, 30), 7, today=day)
    datetime.date(2026, 9, 6)
    >>> due_after_tier(date(2026, 9, 3), date(2026, 8, 30), 7, today=day) is None
    True
    """
    wanted = max(last_met_on + timedelta(days=interval_days), today) if last_met_on else today
    return None if due_on is not None and due_on <= wanted else wanted


def advice(attempts: Sequence[Attempt]) -> str:
    """What to try after nobody was met again and again: ``afternoon``, ``morning``, ``weekend``, ``phone``; "" before.

    >>> tuesday, friday = date(2026, 9, 1), date(2026, 9, 4)
    >>> advice([Attempt(tuesday, time(9)), Attempt(friday, time(10))]), advice([Attempt(friday)])
    ('afternoon', '')
    """
    if len(attempts) < TIMES_NOT_MET:
        return ""
    hours = [attempt.at for attempt in attempts]
    if all(hour is not None and hour < NOON for hour in hours):
        return "afternoon"
    if all(hour is not None and hour >= NOON for hour in hours):
        return "morning"
    if all(attempt.on.isoweekday() < SATURDAY for attempt in attempts):
        return "weekend"
    return "phone"


def overdue_days(due_on: date | None, today: date) -> int:
    """How many days a visit is late; 0 on its day, before it, and without a date."""
    return max(0, (today - due_on).days) if due_on else 0
