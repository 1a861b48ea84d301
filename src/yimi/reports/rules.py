"""Which step leads where, how late a report is, and what a target says of a year. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: step → (states it may begin from, state it ends in).
STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "submitted": (frozenset({"draft", "returned"}), "submitted"),
    "returned": (frozenset({"submitted", "accepted"}), "returned"),
    "accepted": (frozenset({"submitted"}), "accepted"),
    "locked": (frozenset({"accepted"}), "locked"),
}
#: States in which the station still has to do something.
OPEN = frozenset({"none", "draft", "returned"})
#: States in which a report counts as handed in.
IN = frozenset({"submitted", "accepted", "locked"})


def may_step(step: str, state: str) -> bool:
    """Whether ``step`` may be taken in ``state``.

    >>> may_step("accepted", "submitted"), may_step("accepted", "draft"), may_step("returned", "locked")
    (True, False, False)
    """
    return state in STEPS[step][0]


def days_late(state: str, due_on: date, on: date, handed_in: date | None) -> int:
    """Days after the due day: until it was handed in, or until ``on`` while it is not. 0: in time, or not due yet.

    >>> days_late("none", date(2026, 11, 5), date(2026, 11, 8), None)
    3
    >>> days_late("accepted", date(2026, 11, 5), date(2026, 11, 20), date(2026, 11, 6))
    1
    """
    last = handed_in if state in IN and handed_in else on
    return max(0, (last - due_on).days)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many reports were due, and how many of them came in time."""

    due: int
    in_time: int


def punctuality(lateness: Mapping[str, int]) -> Punctuality:
    """From days late by subject, of reports that are due (P29 报表准时率)."""
    return Punctuality(len(lateness), sum(1 for days in lateness.values() if days == 0))
