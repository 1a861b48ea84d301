"""Dates as offices write them. Pure functions of text."""

from __future__ import annotations

import re
from datetime import date, timedelta

from yimi.imports.faults import CellRefused, Problem

_SERIAL_ZERO = date(1899, 12, 30)
#: Excel's day numbers of 1930 and 2100: smaller ones are years or slips.
_SERIALS = range(10_959, 73_051)
_YEARS = range(1880, 2101)
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:[\sT]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[秒分]?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_TWO_DIGITS = re.compile(r"['’]?\d{2}\s*[-/.年]\s*\d{1,2}(\s*[-/.月]\s*\d{1,2}\s*[日号]?|\s*月)?")


def parse_date(text: str) -> date:
    """A full date in any of the styles of offices.

    >>> [parse_date(text).isoformat() for text in ("2024-3-5", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "45356")]
    ['2024-03-05', '2024-03-05', '2024-03-05', '2024-03-05', '2024-03-05', '2024-03-05']
    """
    day, precision = parse_partial_date(text)
    if precision != "day":
        raise CellRefused(Problem.DATE_INCOMPLETE)
    return day


def parse_partial_date(text: str) -> tuple[date, str]:
    """A date of which the day or the month may be unknown: the first day of what is known, and how exact it is.

    >>> parse_partial_date("1944年5月"), parse_partial_date("1944")
    ((datetime.date(1944, 5, 1), 'month'), (datetime.date(1944, 1, 1), 'year'))
    """
    text = text.rstrip("。.")
    if match := _DATE.fullmatch(text):
        return _day(match[1], match[2], match[3]), "day"
    if text.isdigit() and text.isascii():
        return _digits(text)
    if match := _MONTH.fullmatch(text):
        return _day(match[1], match[2], "1"), "month"
    if match := re.fullmatch(r"(\d{4})\s*年", text):
        return _day(match[1], "1", "1"), "year"
    if re.fullmatch(r"\d{5}\.\d+", text):
        return _digits(text.partition(".")[0])
    if _TWO_DIGITS.fullmatch(text):
        raise CellRefused(Problem.TWO_DIGIT_YEAR)
    raise CellRefused(Problem.DATE_STYLE)


def _digits(text: str) -> tuple[date, str]:
    """20240305, 202403, 2024, or Excel's day number."""
    if len(text) == 8:
        return _day(text[:4], text[4:6], text[6:]), "day"
    if len(text) == 4 and int(text) in _YEARS:
        return date(int(text), 1, 1), "year"
    if len(text) == 5 and int(text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(text)), "day"
    if len(text) == 6:
        if int(text[:4]) in _YEARS:
            return _day(text[:4], text[4:], "1"), "month"
        raise CellRefused(Problem.TWO_DIGIT_YEAR)
    raise CellRefused(Problem.DATE_STYLE)


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellRefused(Problem.NO_SUCH_DATE) from None
    if found.year not in _YEARS:
        raise CellRefused(Problem.NO_SUCH_DATE)
    return found
