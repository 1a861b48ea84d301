"""Reading what finance sends back: one row per payment, paid or failed. What does not fit is named, row by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Headings that the columns may have; the first is what our own file says.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": ("申请编号", "编号", "业务编号"),
    "amount": ("金额（元）", "金额", "发放金额", "金额(元)"),
    "result": ("结果", "发放结果", "状态"),
    "paid_on": ("发放日期", "日期", "支付日期"),
    "reason": ("失败原因", "原因", "备注"),
}
NEEDED = ("number", "amount", "result")
PAID_WORDS = frozenset({"成功", "已发放", "已支付", "发放成功", "支付成功", "paid"})
FAILED_WORDS = frozenset({"失败", "退票", "退回", "未发放", "发放失败", "支付失败", "failed"})
LONGEST_REASON = 200
#: The header stands within so many rows of the top.
HEAD_ROWS = 20
_MONEY = re.compile(r"\d{1,9}(?:\.\d{1,2})?")
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")


class Fault(StrEnum):
    """What can be wrong with a row; the room's errors hold the words."""

    UNKNOWN_NUMBER = "unknown_number"
    TWICE = "twice"
    BAD_AMOUNT = "bad_amount"
    OTHER_AMOUNT = "other_amount"
    BAD_RESULT = "bad_result"
    BAD_DAY = "bad_day"
    TOO_EARLY = "too_early"
    SETTLED_OTHERWISE = "settled_otherwise"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file as read. ``line`` counts from 1, the header included."""

    line: int
    number: str
    amount_fen: int | None
    is_paid: bool | None
    paid_on: date | None
    has_bad_day: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An item of the list: its amount, and how it was settled already (None: not yet)."""

    amount_fen: int
    was_paid: bool | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row and what is wrong with it; nothing wrong, it counts. ``is_repeat``: it says what we know already."""

    row: Row
    faults: tuple[Fault, ...] = ()
    is_repeat: bool = False


def money_fen(text: str) -> int | None:
    """An amount in yuan as fen; None when it is none, or has parts of a fen.

    >>> money_fen("1,000.00"), money_fen("500元"), money_fen("0.5"), money_fen("1.234"), money_fen("五百")
    (100000, 50000, 50, None, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("¥￥").removesuffix("元")
    plain = plain.replace(",", "").strip()
    if not _MONEY.fullmatch(plain):
        return None
    yuan, _, cents = plain.partition(".")
    return int(yuan) * 100 + int(cents.ljust(2, "0") or 0)


def day_of(text: str) -> date | None:
    """A day as offices write it; None when it is none.

    >>> day_of("2022-12-05"), day_of("2022年12月5日"), day_of("20221205"), day_of("昨天")
    (datetime.date(2022, 12, 5), datetime.date(2022, 12, 5), datetime.date(2022, 12, 5), None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain)
    found = compact or _DAY.match(plain)
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def header_of(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """The place of the header row and of each column in it; None when the needed columns are not there."""
    for at, cells in enumerate(rows[:HEAD_ROWS]):
        tidy = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]
        columns: dict[str, int] = {}
        for name, headings in HEADINGS.items():
            for heading in headings:
                plain = unicodedata.normalize("NFKC", heading)
                if plain in tidy:
                    columns[name] = tidy.index(plain)
                    break
        if all(name in columns for name in NEEDED):
            return at, columns
    return None


def read_rows(rows: Sequence[Sequence[str]], at: int, columns: Mapping[str, int]) -> list[Row]:
    """The rows below the header; empty ones, and sums without a number, are left out."""
    found = []
    for line, cells in enumerate(rows[at + 1 :], at + 2):

        def cell(name: str, cells: Sequence[str] = cells) -> str:
            place = columns.get(name, len(cells))
            return cells[place].strip() if place < len(cells) else ""

        if not cell("number") or "合计" in cell("number"):
            continue
        word = "".join(unicodedata.normalize("NFKC", cell("result")).split()).lower()
        found.append(
            Row(
                line=line,
                number=cell("number").upper(),
                amount_fen=money_fen(cell("amount")),
                is_paid=True if word in PAID_WORDS else False if word in FAILED_WORDS else None,
                paid_on=day_of(cell("paid_on")),
                has_bad_day=bool(cell("paid_on")) and day_of(cell("paid_on")) is None,
                reason=cell("reason")[:LONGEST_REASON],
            )
        )
    return found


def match(
    rows: Sequence[Row], items: Mapping[str, Expected], *, sent_on: date, today: date
) -> list[Outcome]:
    """Each row beside the list's item of the same number; ``sent_on``: no payment can be older than the list."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.number] = counts.get(row.number, 0) + 1
    return [_match_one(row, items.get(row.number), counts, sent_on, today) for row in rows]


def _match_one(
    row: Row, item: Expected | None, counts: Mapping[str, int], sent_on: date, today: date
) -> Outcome:
    faults = []
    if item is None:
        faults.append(Fault.UNKNOWN_NUMBER)
    if counts[row.number] > 1:
        faults.append(Fault.TWICE)
    if row.amount_fen is None:
        faults.append(Fault.BAD_AMOUNT)
    elif item is not None and row.amount_fen != item.amount_fen:
        faults.append(Fault.OTHER_AMOUNT)
    if row.is_paid is None:
        faults.append(Fault.BAD_RESULT)
    if row.has_bad_day or (row.is_paid and row.paid_on is None):
        faults.append(Fault.BAD_DAY)
    elif row.is_paid and row.paid_on and not sent_on <= row.paid_on <= today:
        faults.append(Fault.TOO_EARLY)
    known = item.was_paid if item is not None else None
    if known is not None and row.is_paid is not None and known != row.is_paid:
        faults.append(Fault.SETTLED_OTHERWISE)
    return Outcome(row, tuple(faults), is_repeat=not faults and known is not None)
