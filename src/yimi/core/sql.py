"""Plain SQL for the hot path, where compiling a query costs more than running it. Everything else uses the ORM.

Table and column names are ours, never data; values always travel as parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection

T = TypeVar("T")
#: What SQLite may hold in memory, and write before it tidies up, while much is written; 25,000 pages are 100 MB.
CACHE_KIB, CHECKPOINT_PAGES = 40_000, 25_000


@contextmanager
def hot_cursor() -> Iterator[Any]:
    """A cursor for the statements of the hot path.

    On PostgreSQL the driver's own: values are bound by the server, and what comes often is parsed and planned once per
    connection; Django's cursor writes every value into the text. While queries are being counted it is Django's.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, _server_cursor() as cursor:
        yield cursor


def _server_cursor() -> Any:
    from psycopg import Cursor  # noqa: PLC0415 - an office PC with SQLite never loads the driver

    return Cursor(connection.connection)


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one statement and fetch all its rows."""
    with hot_cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def rows_of_each(queries: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
    """Run several independent SELECTs; on PostgreSQL in one round trip. Results in the order of the queries."""
    with ExitStack() as stack:
        cursors = [stack.enter_context(hot_cursor()) for _query in queries]
        with pipelined():
            for cursor, (sql, parameters) in zip(cursors, queries, strict=True):
                cursor.execute(sql, parameters)
        return [list(cursor.fetchall()) for cursor in cursors]


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


@contextmanager
def writing_much() -> Iterator[None]:
    """On SQLite, room for a long write: pages that change again and again are kept, and moved into the file seldom."""
    if connection.vendor != "sqlite":
        yield
        return
    wanted = {"cache_size": -CACHE_KIB, "wal_autocheckpoint": CHECKPOINT_PAGES}
    usual = {name: rows_of(f"PRAGMA {name}", ())[0][0] for name in wanted}
    _set_pragmas(wanted)
    try:
        yield
    finally:
        _set_pragmas(usual)


def _set_pragmas(values: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(f"PRAGMA {name}={value}")


def marks(values: Collection[Any]) -> str:
    """Placeholders for an IN list.

    >>> marks([1, 2, 3])
    '%s, %s, %s'
    """
    return ", ".join(["%s"] * len(values))


def among(column: str, count: int) -> str:
    """``column`` is one of the values that :func:`listed` hands over: on PostgreSQL one text whatever their number.

    A plain IN list is another statement, parsed and planned anew, for every number of values.
    """
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN ({', '.join(['%s'] * count)})"


def listed(values: Iterable[Any]) -> list[Any]:
    """The parameters of :func:`among`, uids included."""
    found = list(values)
    if connection.vendor == "postgresql":
        return [found]
    return [value.hex if isinstance(value, UUID) else value for value in found]


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
