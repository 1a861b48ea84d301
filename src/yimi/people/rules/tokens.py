"""Search words: what is indexed of a name, and what a typed text asks for.

Single characters and neighbouring pairs, so that any part of a name is found by equality; pinyin initials whole and
in pairs; numbers only as digests, made by the caller. A two-character name is also indexed whole (``=王伟``): its one
pair is part of many longer names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from yimi.core.codes.citizen_id import tidy_id
from yimi.core.codes.text import clean_name, half_width, squeeze_number
from yimi.core.pinyin import name_initials
from yimi.people.rules.households import read_household_number

TOKEN_LENGTH = 40
#: A Tibetan syllable, a run of Latin (or other alphabetic) letters, or one character of anything else.
_UNIT = re.compile(
    r"[\u0f00-\u0f0a\u0f0f-\u0fff]+|[A-Za-z\u00c0-\u024f\u0370-\u06ff]+|[^\s·་༌\u0f0b-\u0f0e,.'\-]"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
SHORT_NAME = 2


def units_of(name: str) -> list[str]:
    """The parts of a name that people search by.

    >>> units_of("阿依·古丽"), units_of("John Smith")
    (['阿', '依', '古', '丽'], ['john', 'smith'])
    """
    return [unit.lower() for unit in _UNIT.findall(name)]


def _initials(units: list[str]) -> tuple[str, ...]:
    return name_initials("".join(unit[0] if _LATIN.match(unit) else unit for unit in units))


@lru_cache(maxsize=20_000)
def name_tokens(name: str) -> frozenset[str]:
    """Everything under which a name is found. Kept for a while: a register's families share their names.

    >>> sorted(name_tokens("李晓明"))
    ['lx', 'lxm', 'xm', '明', '晓', '晓明', '李', '李晓']
    """
    units = units_of(name)
    tokens = set(units) | {first + second for first, second in pairwise(units)}
    if len(units) <= SHORT_NAME:
        tokens.add("=" + "".join(units))
    for letters in _initials(units):
        tokens.add(letters)
        tokens.update(first + second for first, second in pairwise(letters))
    return frozenset(token[:TOKEN_LENGTH] for token in tokens)


class Asked(StrEnum):
    """What a search text is."""

    NOTHING = "nothing"
    NAME = "name"
    INITIALS = "initials"
    LAST_FOUR = "last_four"
    ID = "id"
    PHONE = "phone"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Question:
    """A search text, understood.

    ``exact`` finds the best answers, ``tokens`` (all of them have to be there) the others; ``needle`` is what an
    answer is checked against.
    """

    asked: Asked
    needle: str = ""
    exact: str = ""
    tokens: tuple[str, ...] = ()


def read_question(text: str) -> Question:
    """Decide what was typed.

    >>> read_question("lxm").asked, read_question("４７３Ｘ").asked, read_question("DC-0137").needle
    (<Asked.INITIALS: 'initials'>, <Asked.LAST_FOUR: 'last_four'>, 'DC-0137')
    >>> read_question("晓明").tokens
    ('晓明',)
    """
    text = text[:100].replace("\x00", "")
    number = tidy_id(text)
    if re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number):
        return Question(Asked.ID, number)
    if re.fullmatch(r"[0-9]{3}[0-9X]", number):
        return Question(Asked.LAST_FOUR, number)
    if re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}", number):
        return Question(Asked.PHONE, squeeze_number(text))
    if household := read_household_number(half_width(text)):
        return Question(Asked.HOUSEHOLD, household)
    return _read_words(clean_name(half_width(text)))


def _read_words(text: str) -> Question:
    units = units_of(text)
    if not units or all(unit.isdigit() for unit in units):
        return Question(Asked.NOTHING)
    if len(units) == 1 and re.fullmatch(r"[a-z]+", units[0]):
        letters = units[0][:TOKEN_LENGTH]
        if len(letters) == 1:
            return Question(Asked.NOTHING)
        pairs = [first + second for first, second in pairwise(letters)]
        return Question(Asked.INITIALS, letters, letters, tuple(dict.fromkeys(pairs))[:3])
    if len(units) == 1:
        return Question(Asked.NAME, units[0], tokens=(units[0][:TOKEN_LENGTH],))
    pairs = [(first + second)[:TOKEN_LENGTH] for first, second in pairwise(units)]
    needle = "".join(units)
    exact = f"={needle}"[:TOKEN_LENGTH] if len(units) <= SHORT_NAME else ""
    # The rarest pair is unknown; the last one leaves the surname out, and three are enough to be exact.
    return Question(Asked.NAME, needle, exact, tuple(dict.fromkeys(reversed(pairs)))[:3])


def answers(question: Question, name: str) -> bool:
    """Whether ``name`` really holds what was asked for; tokens in any order are not enough.

    >>> answers(read_question("lxm"), "李晓明"), answers(read_question("明晓"), "李晓明")
    (True, False)
    """
    if question.asked == Asked.INITIALS:
        units = units_of(name)
        found = any(question.needle in letters for letters in _initials(units))
        return found or question.needle in units
    return question.needle in name_key(name)


def name_key(name: str) -> str:
    """A name as it is compared: its units run together.

    >>> name_key("阿依 · 古丽") == name_key("阿依古丽")
    True
    """
    return "".join(units_of(name))
