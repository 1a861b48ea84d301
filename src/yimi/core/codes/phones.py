"""Phone numbers as people give them: mobiles and land lines of the mainland."""

from __future__ import annotations

import re
from enum import StrEnum

from yimi.core.codes.text import squeeze_number

_MOBILE = re.compile(r"1[3-9]\d{9}")
#: Never assigned: numbers of synthetic people begin with 100 and have eleven digits.
_DEMO = re.compile(r"100\d{8}")
_PLAIN = re.compile(r"1(?:[3-9][0-9]|00)[0-9]{8}")
_LANDLINE = re.compile(r"0(10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_SERVICE = re.compile(r"(400|800)\d{7}|1\d{4}")


class PhoneProblem(StrEnum):
    """Why a phone number was refused."""

    CHARACTERS = "characters"
    EXCEL_FLOAT = "excel_float"
    NO_AREA_CODE = "no_area_code"
    UNKNOWN = "unknown"


class PhoneRefused(ValueError):
    """The number cannot be dialled; ``problem`` says why."""

    def __init__(self, problem: PhoneProblem) -> None:
        self.problem = problem
        super().__init__(problem.value)


def parse_phone(text: str) -> str:
    """The number as it is stored: digits, a land line with its area code, an extension after "-".

    >>> parse_phone("+86 138-0000 0000"), parse_phone("（0394）5441234"), parse_phone("10012345678.0")
    ('13800000000', '03945441234', '10012345678')
    """
    if _PLAIN.fullmatch(text):
        return text  # as most are
    number = re.sub(r"\.0+$", "", squeeze_number(text))
    if re.fullmatch(r"[\d.]+[eE]\+?\d+", number):
        raise PhoneRefused(PhoneProblem.EXCEL_FLOAT)
    number = re.sub(r"^(\+|00)86", "", re.sub(r"[()]", "", number))
    number, _, extension = _split_extension(number)
    if not number.isascii() or not number.isdigit() or not (extension or "0").isdigit():
        raise PhoneRefused(PhoneProblem.CHARACTERS)
    if any(form.fullmatch(number) for form in (_MOBILE, _DEMO, _LANDLINE, _SERVICE)):
        return f"{number}-{extension}" if extension else number
    if len(number) in (7, 8):
        raise PhoneRefused(PhoneProblem.NO_AREA_CODE)
    raise PhoneRefused(PhoneProblem.UNKNOWN)


def _split_extension(number: str) -> tuple[str, str, str]:
    return re.sub(r"(转|[,;#])", "#", number).partition("#")
