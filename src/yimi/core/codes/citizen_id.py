"""Identity numbers: GB 11643-1999, residence permits for 港澳台, disability cards.

The first six digits say where a number was first issued, often under a code long abolished: a hint, never a reason
to refuse. Test vectors: 11010519491231002 → X, 44052418800101001 → 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from yimi.core.codes.text import squeeze_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
OLDEST_BIRTH = date(1880, 1, 1)
#: First digits of 港澳台居民居住证: Hong Kong, Macao, Taiwan.
HMT_PREFIXES = ("81", "82", "83")
_LOOKS_LIKE_X = re.compile(r"[×хХⅩⅹ*]$")
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_FLOAT = re.compile(r"^[\d.]+[eE]\+?\d+$")
_CARD_LENGTHS = range(20, 23)


class IdProblem(StrEnum):
    """Why a number was refused."""

    EXCEL_FLOAT = "excel_float"
    EXCEL_ROUNDED = "excel_rounded"
    LENGTH = "length"
    CHARACTERS = "characters"
    DATE = "date"
    FUTURE = "future"
    CHECKSUM = "checksum"
    CARD_KIND = "card_kind"


class IdRefused(ValueError):
    """The number cannot be one of these; ``problem`` says why."""

    def __init__(self, problem: IdProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A number that passed, and what it says. ``sex`` is GB/T 2261.1: 1 male, 2 female."""

    number: str
    birth_on: date
    sex: str
    place_code: str
    is_hmt: bool
    was_fifteen: bool = False


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character.

    >>> check_digit("11010519491231002"), check_digit("44052418800101001")
    ('X', '4')
    """
    total = sum(map(mul, map(int, first_seventeen), WEIGHTS))
    return CHECK[total % 11]


def tidy_id(text: str) -> str:
    """The number as typed in one form: ASCII, no spaces, capital X; Excel's harmless trailing ``.0`` gone.

    >>> tidy_id(" １１０１０５ 19491231 002ｘ ")
    '11010519491231002X'
    """
    number = re.sub(r"\.0+$", "", squeeze_number(text))
    return _LOOKS_LIKE_X.sub("X", number).upper()


def parse_citizen_id(text: str, *, today: date) -> CitizenId:
    """Read an 18-digit or an old 15-digit number; raises :class:`IdRefused`.

    Numbers of 15 digits (until 2013) are completed by the standard's own rule: century 19, check digit computed.
    Half the numbers Excel has rounded end in 000; they are named as such.
    """
    number = text if _WHOLE.fullmatch(text) else tidy_id(text)
    if _FLOAT.match(number):
        raise IdRefused(IdProblem.EXCEL_FLOAT)
    was_fifteen = len(number) == 15
    if was_fifteen and number.isascii() and number.isdigit():
        number = f"{number[:6]}19{number[6:]}"
        number += check_digit(number)
    if len(number) != 18:
        raise IdRefused(IdProblem.LENGTH)
    if not _WHOLE.fullmatch(number):
        raise IdRefused(IdProblem.CHARACTERS)
    if check_digit(number[:17]) != number[17]:
        is_rounded = number.endswith("000")
        raise IdRefused(IdProblem.EXCEL_ROUNDED if is_rounded else IdProblem.CHECKSUM)
    return CitizenId(
        number=number,
        birth_on=_birth_date(number, today),
        sex="1" if int(number[16]) % 2 else "2",
        place_code=number[:6],
        is_hmt=number.startswith(HMT_PREFIXES),
        was_fifteen=was_fifteen,
    )


def _birth_date(number: str, today: date) -> date:
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdRefused(IdProblem.DATE) from None
    if born_on < OLDEST_BIRTH:
        raise IdRefused(IdProblem.DATE)
    if born_on > today:
        raise IdRefused(IdProblem.FUTURE)
    return born_on


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """残疾人证: the holder's number, kind 1–7 (visual … multiple) and level 1–4, 1 the heaviest."""

    holder: CitizenId
    kind: str
    level: str

    @property
    def is_severe(self) -> bool:
        """Levels 1 and 2 (重残)."""
        return self.level in ("1", "2")


def parse_disability_card(text: str, *, today: date) -> DisabilityCard:
    """Read a card number: the ID number, one digit of kind, one of level; reissued cards carry up to two signs more.

    >>> card = parse_disability_card("11010519491231002X44", today=date(2026, 1, 1))
    >>> card.kind, card.level, card.is_severe
    ('4', '4', False)
    """
    number = tidy_id(text)
    if len(number) not in _CARD_LENGTHS:
        raise IdRefused(IdProblem.LENGTH)
    kind, level = number[18], number[19]
    if kind not in "1234567" or level not in "1234":
        raise IdRefused(IdProblem.CARD_KIND)
    return DisabilityCard(parse_citizen_id(number[:18], today=today), kind, level)
