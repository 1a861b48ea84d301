"""Human-readable numbers, issued by the server on receipt. They may have gaps (a rolled-back save), never doubles."""

from __future__ import annotations

from collections.abc import Mapping

from yimi.core.sql import rows_of


def take_numbers(key: str, count: int = 1) -> range:
    """Reserve ``count`` consecutive numbers of the series ``key``; one statement, safe under concurrent writers.

    On PostgreSQL the series' row stays locked until the transaction ends, so keep series narrow (one unit, one year).
    """
    return take_many({key: count})[key]


def take_many(counts: Mapping[str, int]) -> dict[str, range]:
    """Reserve numbers of several series, key → how many, in one statement.

    The rows are locked in the order of their keys, so that two callers never wait for each other in a circle.
    """
    keys = sorted(counts)
    rows = rows_of(
        f"INSERT INTO core_numberseries (key, last) VALUES {', '.join(['(%s, %s)'] * len(keys))}"  # noqa: S608 - placeholders
        " ON CONFLICT (key) DO UPDATE SET last = core_numberseries.last + excluded.last"
        " RETURNING key, last",
        [value for key in keys for value in (key, counts[key])],
    )
    return {key: range(last - counts[key] + 1, last + 1) for key, last in rows}


def year_mark(year: int) -> str:
    """A year as it stands in a number: two digits in this century, else four, so that 1926 never takes 2026's numbers.

    >>> year_mark(2026), year_mark(1998), year_mark(2126)
    ('26', '1998', '2126')
    """
    return f"{year % 100:02d}" if 2000 <= year < 2100 else f"{year:04d}"
