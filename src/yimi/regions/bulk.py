"""Many rows at once: COPY on PostgreSQL, prepared batches on SQLite. Streams; memory does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

#: Rows per ``executemany``: Django keeps a copy of what it passes on.
BATCH = 10_000


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values (text, int, bool, None) into a table of ours."""
    if connection.vendor == "postgresql":
        _copy(table, columns, rows)
    else:
        _execute_many(table, columns, rows)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        stream = iter(rows)
        while batch := list(islice(stream, 1_000)):
            copy.write("".join("\t".join(map(_copy_text, row)) + "\n" for row in batch))


def _copy_text(value: Any) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return text


def _execute_many(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
    stream = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(stream, BATCH)):
            cursor.executemany(sql, batch)
