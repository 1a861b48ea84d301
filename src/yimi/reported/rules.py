"""Pure rules of the reported room: how a figure as written compares with a computed one. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

#: The region code of figures about the whole country.
NATION = "0" * 12


class Verdict(StrEnum):
    """What comes out when a reported figure is laid beside a computed one."""

    EQUAL = "equal"
    CONSISTENT = "consistent"
    DIFFERENT = "different"
    OTHER_UNIT = "other_unit"
    NOT_COMPUTED = "not_computed"


#: How far below (``NEARLY``, ``ABOUT``) or above (``ODD``, ``ABOUT``) a loosely worded figure may lie, as a share of it.
SLACK = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Reported:
    """What the rules need of a reported figure; ``unit`` is the unit it is read in."""

    value: Decimal
    unit: str
    qualifier: str = ""


def compare(reported: Reported, computed: int | Decimal | None, unit: str) -> Verdict:
    """How a reported figure stands to the computed one, which is in ``unit``; different units are never compared.

    余 and 超过 are lower bounds, 近 an upper one, 约 both ways: within a tenth they agree with the computed figure. 至少
    has no upper end.

    >>> compare(Reported(Decimal(14), "sessions"), 3, "pieces").value
    'other_unit'
    >>> compare(Reported(Decimal(500), "pieces", "more_than"), 512, "pieces").value
    'consistent'
    """
    if computed is None:
        return Verdict.NOT_COMPUTED
    if reported.unit != unit:
        return Verdict.OTHER_UNIT
    found = Decimal(computed)
    if found == reported.value:
        return Verdict.EQUAL
    low, high = _bounds(reported)
    return Verdict.CONSISTENT if low <= found <= high else Verdict.DIFFERENT


def _bounds(reported: Reported) -> tuple[Decimal, Decimal]:
    """Between which values a computed figure agrees with the wording."""
    value, slack = reported.value, reported.value * SLACK
    below = slack if reported.qualifier in {"nearly", "about"} else Decimal(0)
    if reported.qualifier == "at_least":
        return value, Decimal("Infinity")
    above = slack if reported.qualifier in {"odd", "more_than", "about"} else Decimal(0)
    return value - below, value + above


def days_between(first: date, last: date) -> int:
    """Days of service, both ends counted.

    >>> days_between(date(2021, 9, 23), date(2021, 12, 5))
    74
    """
    return (last - first).days + 1


class DayReading(StrEnum):
    """How a reported number of days could have been counted."""

    BOTH_ENDS = "both_ends"
    ONE_END = "one_end"
    DAY_AFTER = "day_after"
    UNEXPLAINED = "unexplained"


def reading_of_days(first: date, last: date, reported: int) -> DayReading:
    """Which way of counting gives the reported number of days: with both ends, with one, or up to the day after the last.

    >>> reading_of_days(date(2021, 9, 23), date(2021, 12, 5), 75).value
    'day_after'
    """
    ways = {
        DayReading.BOTH_ENDS: days_between(first, last),
        DayReading.ONE_END: days_between(first, last) - 1,
        DayReading.DAY_AFTER: days_between(first, last + timedelta(days=1)),
    }
    return next((way for way, days in ways.items() if days == reported), DayReading.UNEXPLAINED)


class Why(StrEnum):
    """Why a computed figure is not the reported one, as far as the two tell."""

    NONE = ""
    NO_RECORDS_YET = "no_records_yet"
    FEWER_RECORDS = "fewer_records"
    MORE_RECORDS = "more_records"


def explain(reported: Reported, then: Decimal | None, verdict: Verdict) -> Why:
    """Why they differ. ``then`` is what we compute for the day the source speaks of.

    >>> explain(Reported(Decimal(3527), "pieces"), Decimal(0), Verdict.DIFFERENT).value
    'no_records_yet'
    """
    if verdict != Verdict.DIFFERENT or then is None:
        return Why.NONE
    if not then:
        return Why.NO_RECORDS_YET
    return Why.FEWER_RECORDS if then < reported.value else Why.MORE_RECORDS
