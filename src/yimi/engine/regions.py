"""Division codes as prefixes: a place and all below it is one range of 12-digit codes."""

from __future__ import annotations

import re
from itertools import pairwise

#: Digits of a code at each level: province, city, county, township, village.
LENGTHS = (2, 4, 6, 9, 12)


def prefix_of(code: str) -> str:
    """The significant digits of a division code of any length; "" for "" (the whole country) and for "national".

    >>> prefix_of("421000000000"), prefix_of("421000"), prefix_of("411623001000"), prefix_of("4210")
    ('4210', '4210', '411623001', '4210')
    """
    if code in {"", "national"}:
        return ""
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}", code):
        raise ValueError(code)
    for shorter, longer in reversed(list(pairwise(LENGTHS))):
        if len(code) == longer and set(code[shorter:]) == {"0"}:
            code = code[:shorter]
    return code


def bounds(prefix: str) -> tuple[str, str]:
    """Lowest and highest 12-digit code under ``prefix``."""
    return prefix.ljust(12, "0"), prefix.ljust(12, "9")


def ancestors(code: str) -> list[str]:
    """The prefixes that cover ``code``, nearest first, ending with "" (the whole country).

    >>> ancestors("421002001000")
    ['421002001', '421002', '4210', '42', '']
    """
    prefix = prefix_of(code)
    return [prefix[:length] for length in reversed(LENGTHS) if length <= len(prefix)] + [""]


def same_region(code: str, other: str, digits: int) -> bool:
    """Whether two 12-digit codes lie under the same place of that many digits.

    >>> same_region("421002001001", "421003002001", 4), same_region("421002001001", "421003002001", 6)
    (True, False)
    """
    return code[:digits] == other[:digits]
