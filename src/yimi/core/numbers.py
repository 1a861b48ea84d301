"""Human-readable numbers, issued by the server on receipt. They may have gaps (a rolled-back save), never doubles."""

from __future__ import annotations

from django.db import connection


def take_numbers(key: str, count: int = 1) -> range:
    """Reserve ``count`` consecutive numbers of the series ``key``; one statement, safe under concurrent writers.

    On PostgreSQL the series' row stays locked until the transaction ends, so keep series narrow (one unit, one year).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_numberseries (key, last) VALUES (%s, %s)"
            " ON CONFLICT (key) DO UPDATE SET last = core_numberseries.last + excluded.last RETURNING last",
            [key, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
