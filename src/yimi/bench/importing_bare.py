"""The baseline of ``yimi bench import``: the same file read, validated and stored by the shortest program that does it.

Same reading library. Every column is really checked (dates exist, numbers are in range, words and people are known by
dictionary, an ID number's check digit holds), whole columns at a time; good rows go with one ``executemany`` into one
plain table of an SQLite file with ``synchronous=FULL``. No encryption, permission, audit, idempotency, search, nor a
block-by-block resumable run.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from yimi.core.codes.citizen_id import check_digit

Check = Callable[[str], Any]


def bare(content: bytes, checks: Sequence[Check], folder: Path) -> int:
    """Read, check with one function per column (None refuses the cell), store; returns the rows stored."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    columns = [
        list(map(check, column))
        for check, column in zip(checks, zip(*rows[1:], strict=True), strict=True)
    ]
    good = [row for row in zip(*columns, strict=True) if None not in row]
    path = folder / "bare.sqlite3"
    path.unlink(missing_ok=True)
    store = sqlite3.connect(path)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    names = ", ".join(f"c{number}" for number in range(len(checks)))
    store.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {names})")
    marks = ", ".join("?" * len(checks))
    store.executemany(f"INSERT INTO bare ({names}) VALUES ({marks})", good)
    store.commit()
    store.close()
    return len(good)


def ledger_checks(people: Collection[tuple[str, str]]) -> list[Check]:
    """For the columns of a ledger of visits; the people are looked up by ID number."""
    return [
        a_date, one_of(["入户走访"]), one_of(["探访关爱"]), one_of({name for name, _number in people}),
        one_of({number for _name, number in people}), a_number(0, 1440), one_of(["卓玛"]), text_up_to(20_000),
    ]  # fmt: skip


def register_checks(villages: Collection[str]) -> list[Check]:
    """For the columns of a register of residents."""
    return [
        text_up_to(20), text_up_to(100), one_of(["户主", "子", "儿媳", "孙女"]), one_of("男女"), a_date, an_id_number,
        one_of(["汉族"]), one_of(villages), text_up_to(200), a_phone, one_of(["低保", ""]),
    ]  # fmt: skip


def a_date(cell: str) -> str | None:
    """A day that exists, as ISO."""
    digits = "".join(filter(str.isdigit, cell))
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
    except ValueError:
        return None


def an_id_number(cell: str) -> str | None:
    """Eighteen signs with the right check digit."""
    is_right = len(cell) == 18 and cell[:17].isdigit() and check_digit(cell[:17]) == cell[17]
    return cell if is_right else None


def a_phone(cell: str) -> str | None:
    """Eleven digits."""
    return cell if len(cell) == 11 and cell.isdigit() else None


def one_of(known: Collection[str]) -> Check:
    """A word of a list."""
    words = {word: word for word in known}
    return words.get


def a_number(least: int, most: int) -> Check:
    """A whole number in range."""

    def check(cell: str) -> int | None:
        return int(cell) if cell.isdigit() and least <= int(cell) <= most else None

    return check


def text_up_to(length: int) -> Check:
    """Text that is not too long."""

    def check(cell: str) -> str | None:
        return cell if len(cell) <= length else None

    return check
