"""Pure rules of the stations room: credit codes, code prefixes, dated stretches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from stdnum.cn import uscc as stdnum_uscc

from yimi.regions.rules import ancestor_codes, prefix_of


class UsccFault(StrEnum):
    """What is wrong with a 统一社会信用代码."""

    LENGTH = "length"
    LETTERS = "letters"
    DIVISION = "division"
    CHECK = "check"


class UsccError(ValueError):
    """The code cannot be right; ``fault`` says why, ``found`` holds what to show (a length, a character)."""

    def __init__(self, fault: UsccFault, found: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.found = found


_LETTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_SEPARATORS = re.compile(r"[\s\-‐-―_.·]+")


def tidy_uscc(text: str) -> str:
    """The code as it would be printed: half-width, upper case, without separators.

    >>> tidy_uscc(" ９１３５０１００-m000100y43 ")
    '91350100M000100Y43'
    """
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_uscc(text: str) -> str:
    """Normalise and check a 统一社会信用代码 (GB 32100-2015); raises :class:`UsccError`.

    python-stdnum's ``validate`` wants digits in the first two places and so refuses lawful codes of rural collectives
    (N…) and of the authorities numbered with letters; only its check character is used.

    >>> check_uscc("91350100m000100y43")
    '91350100M000100Y43'
    """
    code = tidy_uscc(text)
    if len(code) != 18:
        raise UsccError(UsccFault.LENGTH, str(len(code)))
    strange = next((sign for sign in code if sign not in _LETTERS), "")
    if strange:
        raise UsccError(UsccFault.LETTERS, strange)
    if not code[2:8].isdigit():
        raise UsccError(UsccFault.DIVISION, code[2:8])
    if stdnum_uscc.calc_check_digit(code[:17]) != code[17]:
        raise UsccError(UsccFault.CHECK, code[17])
    return code


def prefixes_of(code: str) -> list[str]:
    """The prefixes of the divisions that contain ``code``, itself included, widest first.

    >>> prefixes_of("411623001000"), prefixes_of("441900003000")  # 东莞 has no counties
    (['41', '4116', '411623', '411623001'], ['44', '4419', '441900003'])
    """
    return [prefix_of(each) for each in (*ancestor_codes(code), code)]


class Stretch(Protocol):
    """Anything with a first and a last day (both included; no last day: open)."""

    @property
    def starts_on(self) -> date:
        """First day."""

    @property
    def ends_on(self) -> date | None:
        """Last day."""


def overlaps(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a day."""
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of one weekday (1 = Monday … 7 = Sunday)."""

    weekday: int
    opens_at: time
    closes_at: time
    note: str = ""


class OpeningFault(StrEnum):
    """What is wrong with a week of opening hours."""

    WEEKDAY = "weekday"
    BACKWARDS = "backwards"
    OVERLAP = "overlap"


def opening_faults(week: Iterable[Opening]) -> Iterator[tuple[Opening, OpeningFault]]:
    """The stretches that cannot stand: no such weekday, closing before opening, two at the same time."""
    sound = []
    for opening in week:
        if not 1 <= opening.weekday <= 7:
            yield opening, OpeningFault.WEEKDAY
        elif opening.closes_at <= opening.opens_at:
            yield opening, OpeningFault.BACKWARDS
        else:
            sound.append(opening)
    sound.sort(key=lambda item: (item.weekday, item.opens_at))
    for one, other in pairwise(sound):
        if one.weekday == other.weekday and other.opens_at < one.closes_at:
            yield other, OpeningFault.OVERLAP
