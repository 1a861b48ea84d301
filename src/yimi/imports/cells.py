"""Reading one cell: what people write, turned into a value or into the reason why not. Pure functions of text.

An empty cell never reaches a parser. A column is read with a memory of what it has seen: ten villages in a hundred
thousand rows are parsed ten times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from yimi.core.codes.citizen_id import CitizenId, IdProblem, IdRefused, parse_citizen_id
from yimi.core.codes.phones import PhoneProblem, PhoneRefused, parse_phone
from yimi.core.codes.text import clean_line, clean_name, half_width
from yimi.imports.faults import CellRefused, Problem

#: What offices write into a cell that has nothing to say.
EMPTY_WORDS = frozenset(
    [
        "无",
        "没有",
        "暂无",
        "空",
        "不详",
        "未知",
        "未提供",
        "/",
        "//",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "–",
        "_",
        ".",
        "、",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "#n/a",
        "#value!",
        "#ref!",
        "#name?",
    ]
)
_FULL_WIDTH = re.compile("[！-～]")
_SPLIT = re.compile(r"[、,，;；/\s+＋|]+")
_HOURS = re.compile(
    r"(?:(\d+(?:\.\d+)?)个?(?:小时|h|时))?(?:(\d+)(?:分钟|分|min)?)?", re.IGNORECASE
)

Parser = Callable[[str], Any]


def plain(text: str) -> str:
    """The cell without what Excel and the keyboard added; a word for "nothing" becomes nothing.

    >>> plain(" '４11623 "), plain("无"), plain("　/　")
    ('411623', '', '')
    """
    line = clean_line(text)
    if line[:1] in ("'", "’", "‘") and len(line) > 1:
        line = line[1:].strip()
    if not line:
        return ""
    halved = half_width(line).strip() if _FULL_WIDTH.search(line) else line
    return "" if len(halved) < 8 and halved.lower() in EMPTY_WORDS else halved


def read_column(cells: Iterable[str], parse: Parser, memory: dict[str, Any]) -> list[Any]:
    """Each cell's value, None for an empty one, or the :class:`CellRefused` that says why not."""
    values = []
    for cell in cells:
        if cell not in memory:
            memory[cell] = _read(cell, parse)
        values.append(memory[cell])
    return values


def _read(cell: str, parse: Parser) -> Any:
    text = plain(cell)
    if not text:
        return None
    try:
        return parse(text)
    except CellRefused as refusal:
        return refusal


ID_PROBLEMS = {
    IdProblem.EXCEL_FLOAT: Problem.ID_FLOAT,
    IdProblem.EXCEL_ROUNDED: Problem.ID_ROUNDED,
    IdProblem.LENGTH: Problem.ID_LENGTH,
    IdProblem.CHARACTERS: Problem.ID_CHARACTERS,
    IdProblem.DATE: Problem.ID_DATE,
    IdProblem.FUTURE: Problem.ID_FUTURE,
    IdProblem.CHECKSUM: Problem.ID_CHECKSUM,
    IdProblem.CARD_KIND: Problem.ID_CHECKSUM,
}
PHONE_PROBLEMS = {
    PhoneProblem.EXCEL_FLOAT: Problem.PHONE_FLOAT,
    PhoneProblem.NO_AREA_CODE: Problem.PHONE_NO_AREA_CODE,
    PhoneProblem.CHARACTERS: Problem.PHONE_UNKNOWN,
    PhoneProblem.UNKNOWN: Problem.PHONE_UNKNOWN,
}


def id_parser(today: date) -> Callable[[str], CitizenId]:
    """Reads ID numbers as of ``today``."""

    def parse(text: str) -> CitizenId:
        try:
            return parse_citizen_id(text, today=today)
        except IdRefused as refusal:
            raise CellRefused(ID_PROBLEMS[refusal.problem]) from None

    return parse


def parse_phone_cell(text: str) -> tuple[str, ...]:
    """One or several numbers: a cell often holds the client's and a daughter's.

    >>> parse_phone_cell("10012345678/0394-5441234")
    ('10012345678', '03945441234')
    """
    parts = [part for part in re.split(r"[、,，;；/\s]+", text) if part]
    try:
        return tuple(dict.fromkeys(parse_phone(part) for part in parts))
    except PhoneRefused as refusal:
        raise CellRefused(PHONE_PROBLEMS[refusal.problem]) from None


def parse_minutes(text: str) -> int:
    """Minutes from "45", "45分钟", "1小时30分", "1.5小时", "半小时", "1:30".

    >>> [parse_minutes(text) for text in ("45", "45分钟", "1小时30分", "1.5小时", "半小时", "1:30", "一个半小时")]
    [45, 45, 90, 90, 30, 90, 90]
    """
    words = text.replace(" ", "").translate(str.maketrans("一二两三四", "12234"))
    words = (
        words.replace("个半小时", ".5小时")
        .replace("半小时", "0.5小时")
        .replace("半个小时", "0.5小时")
    )
    if match := re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", words):
        return int(match[1]) * 60 + int(match[2])
    match = _HOURS.fullmatch(words.removesuffix(".0"))
    if not match or not any(match.groups()):
        raise CellRefused(Problem.NOT_A_NUMBER)
    return round(float(match[1] or 0) * 60) + int(match[2] or 0)


def parse_count(text: str) -> int:
    """A number of people: "12", "12人", "12.0".

    >>> parse_count("12 人次"), parse_count("3.0")
    (12, 3)
    """
    match = re.fullmatch(
        r"(\d{1,7})(?:\.0+)?(?:人次|人|个|名|位)?", text.replace(" ", "").replace(",", "")
    )
    if not match:
        raise CellRefused(Problem.NOT_A_NUMBER)
    return int(match[1])


def parse_person_name(text: str) -> str:
    """A name as it is stored."""
    return limited(100)(clean_name(text))


def parse_list(text: str) -> tuple[str, ...]:
    """Words separated by any of the signs people use.

    >>> parse_list("低保、残疾；独居")
    ('低保', '残疾', '独居')
    """
    return tuple(part for part in _SPLIT.split(text) if part)


def parse_names(text: str) -> tuple[str, ...]:
    """Several names; a space inside a two-character name is no separator.

    >>> parse_names("李 明、王强"), parse_names("阿依古丽·艾合买提")
    (('李明', '王强'), ('阿依古丽·艾合买提',))
    """
    parts = re.split(r"[、,，;；/\n]+|\s{2,}", text)
    return tuple(dict.fromkeys(name for part in parts if (name := clean_name(part))))


def limited(length: int) -> Callable[[str], str]:
    """Text of at most ``length`` characters."""

    def parse(text: str) -> str:
        if len(text) > length:
            raise CellRefused(Problem.TOO_LONG, str(length))
        return text

    return parse
