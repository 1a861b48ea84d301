"""Pure rules of the workforce room: placements that overlap, registration periods, ID numbers, phones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from yimi.stations.rules import overlaps

#: A registration runs for three years (社会工作者职业水平证书登记办法); the certificate itself does not expire.
REGISTRATION_YEARS = 3


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 1 March in common years.

    >>> add_years(date(2024, 2, 29), 3)
    datetime.date(2027, 3, 1)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def registration_end(registered_on: date) -> date:
    """Last day of a registration.

    >>> registration_end(date(2023, 3, 1))
    datetime.date(2026, 2, 28)
    """
    return add_years(registered_on, REGISTRATION_YEARS) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """What the placement rules need to know of a placement, stored or planned."""

    worker: UUID
    unit: UUID
    starts_on: date
    ends_on: date | None = None
    is_head: bool = False
    full_time: bool = True


class PlacementWarning(StrEnum):
    """What is unusual about a placement, yet possible."""

    FULL_TIME_TWICE = "full_time_twice"
    SECOND_HEAD = "second_head"


def clash(planned: Post, others: Iterable[Post]) -> Post | None:
    """A stretch of the same worker at the same unit that shares a day with ``planned``: the same post twice."""
    return next(
        (
            other
            for other in others
            if (other.worker, other.unit) == (planned.worker, planned.unit)
            and overlaps(other, planned)
        ),
        None,
    )


def placement_warnings(planned: Post, others: Iterable[Post]) -> set[PlacementWarning]:
    """What to ask about ``planned``: full-time in two places at once, or a second head. Part-time twice is usual."""
    found = set()
    for other in others:
        if not overlaps(other, planned):
            continue
        if other.worker == planned.worker and other.unit != planned.unit:
            if other.full_time or planned.full_time:
                found.add(PlacementWarning.FULL_TIME_TWICE)
        elif other.unit == planned.unit and other.is_head and planned.is_head:
            found.add(PlacementWarning.SECOND_HEAD)
    return found


class IdFault(StrEnum):
    """What is wrong with an ID number."""

    LENGTH = "length"
    DIGITS = "digits"
    DATE = "date"
    CHECK = "check"


class IdNumberError(ValueError):
    """The ID number cannot be right; ``fault`` says why. Never carries the number itself."""

    def __init__(self, fault: IdFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BLANKS = re.compile(r"[\s\-]+")


def tidy_number(text: str) -> str:
    """Half-width, upper case, without blanks and hyphens.

    >>> tidy_number(" ９９0101 19900307-001x ")
    '99010119900307001X'
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_id_number(text: str) -> str:
    """Normalise and check an ID number (GB 11643-1999): length, date, check digit; the place is only a hint.

    Raises :class:`IdNumberError`.

    >>> check_id_number("990101199003070015")
    '990101199003070015'
    """
    number = tidy_number(text)
    if len(number) != 18:
        raise IdNumberError(IdFault.LENGTH)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise IdNumberError(IdFault.DIGITS)
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdNumberError(IdFault.DATE) from None
    if check_digit(number[:17]) != number[17]:
        raise IdNumberError(IdFault.CHECK)
    return number


def check_digit(body: str) -> str:
    """The 18th character for 17 digits (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def birth_and_sex(number: str) -> tuple[date, str]:
    """Date of birth and sex (GB/T 2261.1: 1 male, 2 female) that a checked ID number carries."""
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born, "1" if int(number[16]) % 2 else "2"


def is_phone(text: str) -> bool:
    """A mobile or landline number as people write it: 7 to 12 digits, ``+86``, hyphens and blanks allowed.

    >>> [is_phone(text) for text in ("10000001234", "0394-5441234", "+86 138 0000 0000", "电话没有")]
    [True, True, True, False]
    """
    number = re.sub(r"^\+?86(?=\d{11}$)", "", tidy_number(text))
    return bool(re.fullmatch(r"[0-9]{7,12}", number))
