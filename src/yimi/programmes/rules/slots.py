"""What may be paid only once: the slot of a claim within a benefit.

A person has each slot of a benefit at most once among the claims that are alive. The database holds the same
(``claim_once_per_slot``); here stands which slot a decision is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from yimi.engine.calendar import add_months
from yimi.engine.rules.definitions import Frequency

#: A benefit that says nothing about how often is given once: paying again must be written down to be possible.
ONCE = Frequency("once")


@dataclass(frozen=True, slots=True)
class Slot:
    """``kind``: once, level, title_code (or another column), month, year, turn; ``value`` tells slots of a kind apart."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A live claim of the same person on the same benefit."""

    slot: Slot
    claimed_on: date


class NoSlot(ValueError):
    """The column that tells slots apart is unknown, so nobody can say whether this was paid before."""


def slot_of(
    frequency: Frequency | None,
    row: Mapping[str, Any],
    *,
    day: date,
    earlier: Iterable[Earlier] = (),
) -> Slot:
    """The slot of a claim made on ``day`` for the subject ``row``. Raises :class:`NoSlot`.

    A benefit that comes back every so many months has turns: the first that is free; two clerks who both take the
    second meet in the database.
    """
    often = frequency or ONCE
    if often.kind == "once_per":
        value = row.get(often.per)
        if value in (None, ""):
            raise NoSlot(often.per)
        return Slot(often.per, str(value))
    if often.kind == "monthly":
        return Slot("month", f"{day:%Y-%m}")
    if often.kind == "yearly":
        return Slot("year", f"{day:%Y}")
    if often.kind in {"every_months", "every_days"}:
        taken = {claim.slot.value for claim in earlier if claim.slot.kind == "turn"}
        return Slot("turn", next(str(turn) for turn in count(1) if str(turn) not in taken))
    return Slot("once")


def too_soon(frequency: Frequency | None, day: date, earlier: Iterable[Earlier]) -> date | None:
    """The first day on which a benefit that comes back may be claimed again, when ``day`` is before it.

    >>> too_soon(Frequency("every_months", every=36), date(2024, 1, 1), [Earlier(Slot("turn", "1"), date(2022, 5, 1))])
    datetime.date(2025, 5, 1)
    """
    if frequency is None or frequency.kind not in {"every_months", "every_days"}:
        return None
    # both directions: an older paper claim typed in later must keep its distance too
    for claim in earlier:
        first, second = sorted((claim.claimed_on, day))
        again = _after(frequency, first)
        if second < again:
            return _after(frequency, claim.claimed_on)
    return None


def _after(frequency: Frequency, day: date) -> date:
    if frequency.kind == "every_months":
        return add_months(day, frequency.every)
    return date.fromordinal(day.toordinal() + frequency.every)
