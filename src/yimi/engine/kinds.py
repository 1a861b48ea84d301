"""The kinds of value that facts and expressions have. Which may be compared with which is said here and nowhere else."""

from __future__ import annotations

from enum import StrEnum

#: Whole numbers stay below this, so that every engine computes them alike (64 bits with room to spare).
LARGEST = 10**15


class Kind(StrEnum):
    """A column's kind. ``money_fen`` and ``minutes`` are whole numbers that must not be mixed with others."""

    INT = "int"
    TEXT = "text"
    DATE = "date"
    BOOL = "bool"
    CODE = "code"
    MONEY_FEN = "money_fen"
    MINUTES = "minutes"
    REGION = "region"
    UID = "uid"
    #: only the literal ``null``
    NOTHING = "nothing"


NAMES = {
    Kind.INT: "整数",
    Kind.TEXT: "文字",
    Kind.DATE: "日期",
    Kind.BOOL: "是否",
    Kind.CODE: "代码",
    Kind.MONEY_FEN: "金额（分）",
    Kind.MINUTES: "时长（分钟）",
    Kind.REGION: "区划代码",
    Kind.UID: "编号",
    Kind.NOTHING: "空",
}
NUMBERS = frozenset({Kind.INT, Kind.MONEY_FEN, Kind.MINUTES})
WORDS = frozenset({Kind.TEXT, Kind.CODE, Kind.REGION, Kind.UID})
#: Kinds with an order that every engine shares.
ORDERED = NUMBERS | {Kind.DATE}


def common(left: Kind, right: Kind) -> Kind | None:
    """The kind of a value that may be either, or None when the two do not go together.

    A plain number goes with money or minutes; a plain text goes with a code, region or uid.

    >>> common(Kind.MONEY_FEN, Kind.INT), common(Kind.MONEY_FEN, Kind.MINUTES)
    (<Kind.MONEY_FEN: 'money_fen'>, None)
    """
    if right in (left, Kind.NOTHING):
        return left
    if left == Kind.NOTHING:
        return right
    for plain, family in ((Kind.INT, NUMBERS), (Kind.TEXT, WORDS)):
        if plain in (left, right) and left in family and right in family:
            return right if left == plain else left
    return None
