"""The rooms' tables, read through Django's own connection into DuckDB, as they lie: no names, no sealed columns.

A second SQLite library must never open the live file (it lost committed rows), so rows travel as lines of text: the
database writes them (COPY on PostgreSQL), DuckDB reads them with all its threads.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

import duckdb
from django.db import connection, models, transaction

from yimi.core.sql import marks, uid_parameters
from yimi.insight.facts.store import folder

#: Values in one ``IN`` on SQLite.
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Source:
    """A room's table under a short name, with the columns that facts need. ``only``: a condition in plain SQL."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]
    only: str = ""

    def field(self, column: str) -> models.Field[Any, Any]:
        """The Django field of a column."""
        by_name = {field.attname: field for field in self.model._meta.concrete_fields}
        return by_name[column]


@dataclass(frozen=True, slots=True)
class Given:
    """A small table that no room's table holds, such as shipped definitions: columns with DuckDB's types, and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[], Iterable[tuple[Any, ...]]]


def put(work: duckdb.DuckDBPyConnection, given: Given) -> None:
    """Make the table in ``work``."""
    listed = ", ".join(f'"{name}" {kind}' for name, kind in given.columns)
    work.execute(f'CREATE OR REPLACE TABLE "{given.name}" ({listed})')
    rows = [list(row) for row in given.rows()]
    if rows:
        places = ", ".join("?" * len(given.columns))
        work.executemany(f'INSERT INTO "{given.name}" VALUES ({places})', rows)


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it is at one moment; writers are not held up.

    Inside a transaction that is open already (a test), its own view is all there is.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django's own transactions here take the write lock at once, which a reader must not.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute("SELECT count(*) FROM sqlite_master")
                yield
            finally:
                cursor.execute("ROLLBACK")


def stage(
    work: duckdb.DuckDBPyConnection,
    source: Source,
    where: str = "",
    keys: Sequence[Any] | None = None,
) -> None:
    """Read the source into a table of its name in ``work``; only rows whose ``where`` is among ``keys`` when given."""
    columns = {name: _stored_as(source.field(name)) for name in source.columns}
    # Rows are personal data even without names: the lines lie in a folder of our own, for as long as it takes.
    with NamedTemporaryFile(prefix="rows-", suffix=".csv", dir=_scratch()) as lines:
        _write_lines(source, where, keys, lines)
        lines.flush()
        listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        work.execute(
            f"CREATE OR REPLACE TABLE \"{source.name}\" AS SELECT * FROM read_csv(?, header = false, delim = ',', "
            f"quote = '\"', escape = '\"', nullstr = '', auto_detect = false, columns = {{{listed}}})",
            [lines.name],
        )


def values_of(source: Source, give: str, where: str, keys: Sequence[Any]) -> set[str]:
    """The distinct values of ``give`` in rows whose ``where`` is among ``keys``, uids as text with hyphens."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for sql, parameters in _queries(source, [give], where, keys, as_text=False):
            cursor.execute(sql, parameters)
            found.update(_as_text(value) for (value,) in cursor.fetchall() if value is not None)
    return found


def _write_lines(source: Source, where: str, keys: Sequence[Any] | None, lines: Any) -> None:
    with connection.cursor() as cursor:
        for sql, parameters in _queries(source, source.columns, where, keys, as_text=True):
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", parameters) as copy:
                    for block in copy:
                        lines.write(block)
                continue
            cursor.execute(sql, parameters)
            text = open(lines.fileno(), "w", encoding="utf-8", newline="", closefd=False)  # noqa: SIM115 - the caller closes
            csv.writer(text).writerows(cursor.cursor)
            text.flush()


def _queries(
    source: Source, columns: Sequence[str], where: str, keys: Sequence[Any] | None, *, as_text: bool
) -> Iterator[tuple[str, list[Any]]]:
    """One SELECT, or several when SQLite cannot take all keys at once."""
    quote = connection.ops.quote_name
    listed = ", ".join(
        _select(source.field(name)) if as_text else quote(str(source.field(name).column))
        for name in columns
    )
    base = f"SELECT {listed} FROM {quote(source.model._meta.db_table)}"
    only = f"({source.only})" if source.only else ""
    if keys is None:
        yield base + (f" WHERE {only}" if only else ""), []
        return
    column = source.field(where)
    stored = list(keys) if not _is_uid(column) else uid_parameters(_uids(keys))
    name, more = quote(str(column.column)), f" AND {only}" if only else ""
    if connection.vendor == "postgresql":
        yield f"{base} WHERE {name} = ANY(%s){more}", [stored]
        return
    for start in range(0, len(stored), CHUNK):
        chunk = stored[start : start + CHUNK]
        yield f"{base} WHERE {name} IN ({marks(chunk)}){more}", chunk


def _select(field: models.Field[Any, Any]) -> str:
    name = connection.ops.quote_name(str(field.column))
    target = _target(field)
    if connection.vendor == "postgresql":
        if isinstance(target, models.DateTimeField):
            return f"{name} AT TIME ZONE 'UTC'"
        return name
    if isinstance(target, models.DateField):
        # an expression has no declared type, so the driver leaves the text alone
        return f"{name} || ''"
    if isinstance(target, models.BooleanField):
        return f"{name} + 0"
    return name


def _stored_as(field: models.Field[Any, Any]) -> str:
    target = _target(field)
    for kind, stored in _KINDS:
        if isinstance(target, kind):
            return stored
    return "VARCHAR"


_KINDS: tuple[tuple[type[models.Field], str], ...] = (
    (models.UUIDField, "UUID"),
    (models.DateTimeField, "TIMESTAMP"),
    (models.DateField, "DATE"),
    (models.BooleanField, "BOOLEAN"),
    (models.DecimalField, "DECIMAL(24, 4)"),
    (models.IntegerField, "BIGINT"),
    (models.AutoField, "BIGINT"),
)


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _is_uid(field: models.Field[Any, Any]) -> bool:
    return isinstance(_target(field), models.UUIDField)


def _uids(keys: Sequence[Any]) -> list[Any]:
    return [key if isinstance(key, UUID) else UUID(str(key)) for key in keys]


def _as_text(value: Any) -> str:
    text = str(value)
    if len(text) == 32 and "-" not in text:
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return text


def _scratch() -> Path:
    path = folder() / "scratch"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
