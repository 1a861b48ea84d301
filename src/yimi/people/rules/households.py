"""Households: exactly one head, and how a file is numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from yimi.core.pinyin import reading

#: GB/T 4761.
HEAD = "02"
_TOWNSHIP_SUFFIX = re.compile(r"(街道办事处|地区办事处|街道|民族乡|民族苏木|镇|乡|苏木)$")
_NUMBER = re.compile(r"([A-Za-z]{1,6})[\s\-－—]*(\d{1,9})")


class HeadProblem(StrEnum):
    """What is wrong with a household's head."""

    NONE = "none"
    SEVERAL = "several"


def check_heads(relations: Sequence[str]) -> HeadProblem | None:
    """A household with members has exactly one head; an empty one has none yet.

    >>> check_heads(["02", "10", "20"]), check_heads(["10"]), check_heads([])
    (None, <HeadProblem.NONE: 'none'>, None)
    """
    heads = list(relations).count(HEAD)
    if heads > 1:
        return HeadProblem.SEVERAL
    return HeadProblem.NONE if relations and not heads else None


def is_village(code: str) -> bool:
    """Whether a 12-digit code reaches down to the village or community.

    >>> is_village("411623001001"), is_village("411623001000"), is_village("东城社区")
    (True, False, False)
    """
    return len(code) == 12 and code.isascii() and code.isdigit() and not code.endswith("000")


def number_prefix(township: str) -> str:
    """Letters before the number: the initials of the township's name without its kind.

    >>> number_prefix("邓城镇"), number_prefix("东城街道"), number_prefix("")
    ('DC', 'DC', 'H')
    """
    name = _TOWNSHIP_SUFFIX.sub("", township) or township
    letters = "".join(reading(char)[:1] for char in name if not char.isdigit())
    return letters[:6].upper() or "H"


def household_number(prefix: str, serial: int) -> str:
    """A file's number.

    >>> household_number("DC", 137)
    'DC-0137'
    """
    return f"{prefix}-{serial:04d}"


def read_household_number(text: str) -> str | None:
    """The number as it is stored, from what someone typed; None when it is not one.

    >>> read_household_number("dc137"), read_household_number("DC－0137"), read_household_number("李明")
    ('DC-0137', 'DC-0137', None)
    """
    match = _NUMBER.fullmatch(text.strip())
    return household_number(match[1].upper(), int(match[2])) if match else None
