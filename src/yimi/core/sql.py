"""Plain SQL for the hot path, where compiling a query costs more than running it. Everything else uses the ORM.

Table and column names are ours, never data; values always travel as parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A SELECT and what is made of its rows; without ``sql`` there is nothing to ask, and no rows."""

    sql: str
    parameters: Sequence[Any]
    read: Callable[[list[tuple[Any, ...]]], T]


def ask(*questions: Question[Any]) -> list[Any]:
    """Answer independent questions, on PostgreSQL in one round trip; the answers in their order."""
    asked = [question for question in questions if question.sql]
    answers = iter(rows_of_each([(question.sql, question.parameters) for question in asked]))
    return [question.read(next(answers) if question.sql else []) for question in questions]


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
