"""Plain SQL for the hot path, where compiling a query costs more than running it. Everything else uses the ORM.

Table and column names are ours, never data; values always travel as parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one SELECT and fetch all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def rows_of_each(queries: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
    """Run several independent SELECTs; on PostgreSQL in one round trip. Results in the order of the queries."""
    cursors = [connection.cursor() for _query in queries]
    with pipelined():
        for cursor, (sql, parameters) in zip(cursors, queries, strict=True):
            cursor.execute(sql, parameters)
    found = [list(cursor.fetchall()) for cursor in cursors]
    for cursor in cursors:
        cursor.close()
    return found


@contextmanager
def pipelined() -> Iterator[None]:
    """On PostgreSQL statements inside are sent without waiting for one another; errors come at the end of the block.

    Nothing may be fetched inside.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def marks(values: Collection[Any]) -> str:
    """Placeholders for an IN list.

    >>> marks([1, 2, 3])
    '%s, %s, %s'
    """
    return ", ".join(["%s"] * len(values))


def uid_parameter(uid: UUID) -> UUID | str:
    """A uid as this database stores it."""
    return uid if connection.features.has_native_uuid_field else uid.hex


def uid_parameters(uids: Iterable[UUID]) -> list[Any]:
    """Many uids as this database stores them."""
    if connection.features.has_native_uuid_field:
        return list(uids)
    return [uid.hex for uid in uids]


def uid_value(stored: UUID | str | None) -> UUID | None:
    """A uid as this database gives it back."""
    return stored if stored is None or isinstance(stored, UUID) else UUID(stored)
