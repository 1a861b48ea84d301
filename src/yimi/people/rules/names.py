"""Names of people: any script, any length that a household register holds."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from yimi.core.codes.text import clean_name

LONGEST_NAME = 60


class NameProblem(StrEnum):
    """Why a name was refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    DIGITS = "digits"
    SIGNS = "signs"


def read_name(text: str) -> tuple[str, NameProblem | None]:
    """The name as it is stored, and what is wrong with it.

    >>> read_name(" 阿依古丽 . 艾合买提 ")
    ('阿依古丽·艾合买提', None)
    >>> read_name("李明1")[1], read_name("　")[1]
    (<NameProblem.DIGITS: 'digits'>, <NameProblem.EMPTY: 'empty'>)
    """
    name = clean_name(text)
    if not name:
        return "", NameProblem.EMPTY
    if len(name) > LONGEST_NAME:
        return name, NameProblem.TOO_LONG
    if any(unicodedata.category(char) == "Nd" for char in name):
        return name, NameProblem.DIGITS
    if re.search(r"[<>@#$%^&*_=+|\\/\[\]{}~!?！？；：“”]", name):
        return name, NameProblem.SIGNS
    return name, None
