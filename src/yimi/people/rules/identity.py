"""What an ID number says, against what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yimi.core.codes.citizen_id import CitizenId


class Difference(StrEnum):
    """Where the number and the form disagree."""

    SEX = "sex"
    BIRTH = "birth_on"


def differences(
    number: CitizenId, *, sex: str, birth_on: date | None, birth_precision: str
) -> list[Difference]:
    """Compare only what was typed, and the birth date only as exactly as it was said to be known."""
    found = []
    if sex in ("1", "2") and sex != number.sex:
        found.append(Difference.SEX)
    if birth_on is not None and not _agrees(number.birth_on, birth_on, birth_precision):
        found.append(Difference.BIRTH)
    return found


def _agrees(known: date, typed: date, precision: str) -> bool:
    if precision == "year":
        return known.year == typed.year
    if precision == "month":
        return (known.year, known.month) == (typed.year, typed.month)
    return known == typed


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it is known; ``precision`` is day, month, year or unknown."""

    on: date | None
    precision: str


def read_birth(text: str) -> Birth | None:
    """Read a typed birth date of any exactness; None when it is no date.

    >>> read_birth("1944年5月"), read_birth("1944"), read_birth("19440506").on
    (Birth(on=datetime.date(1944, 5, 1), precision='month'), Birth(on=datetime.date(1944, 1, 1), precision='year'), datetime.date(1944, 5, 6))
    """
    text = text.strip()
    if not text or text in ("不详", "不清楚", "未知"):
        return Birth(None, "unknown")
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    parts = list(compact.groups()) if compact else re.findall(r"\d+", text)
    is_date = re.fullmatch(r"\d{4}\D{0,2}(\d{1,2}\D{0,2}(\d{1,2}\D{0,2})?)?|\d{8}", text)
    if not is_date or not 1 <= len(parts) <= 3:
        return None
    numbers = [int(part) for part in parts]
    try:
        return Birth(
            date(*[*numbers, 1, 1][:3]),
            ("year", "month", "day")[len(numbers) - 1],
        )
    except ValueError:
        return None
