"""Inserting many new rows at once, several times faster than ``bulk_create``: one prepared statement, or COPY.

For rows whose every column is set in Python (uids, not database defaults). Nothing is read back: an automatic number
stays unset on the instances.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, islice, repeat
from operator import attrgetter, is_, itemgetter
from typing import Any, TypeVar

from django.db import connection, models

from yimi.core.sql import hot_cursor

ModelT = TypeVar("ModelT", bound=models.Model)

#: Rows handed to the driver at a time.
BATCH = 2_000
#: The same for rows of plain values; Django keeps a copy of what it passes on.
PLAIN_BATCH = 10_000
#: From this many rows on COPY is faster than prepared inserts; below, its extra round trip costs more.
COPY_FROM = 20
Adapt = Callable[[Any], Any]


def insert_all(model: type[ModelT], rows: Iterable[ModelT]) -> None:
    """Insert unsaved instances; raises IntegrityError as ``bulk_create`` does. Call it inside a transaction."""
    names = _attributes(model)
    values_of = itemgetter(*names)
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        _insert(model, names, [values_of(row.__dict__) for row in batch])
        for row in batch:
            row._state.adding, row._state.db = False, connection.alias


def insert_tuples(
    model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows given as the values of ``names`` (attributes, foreign keys as ``…_id``), without instances.

    For rows by the thousand, of which nobody needs the instance. Columns not named stay NULL.
    """
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        _insert(model, names, batch)


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values (text, int, bool, None) into a table of ours, one without a model included.

    Streams: memory does not grow with the rows. Values go to the driver as they are.
    """
    names, stream = ", ".join(columns), iter(rows)
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        while batch := list(islice(stream, PLAIN_BATCH)):
            if connection.vendor == "postgresql" and len(batch) >= COPY_FROM:
                _copy(cursor, f"COPY {table} ({names}) FROM STDIN", chain(batch, stream))
                return
            cursor.executemany(sql, batch)


def plain_instant(at: datetime) -> Any:
    """An instant as :func:`insert_rows` hands it to the driver."""
    return connection.ops.adapt_datetimefield_value(at)


def instance_of(model: type[ModelT], names: Sequence[str], row: Sequence[Any]) -> ModelT:
    """The saved instance that a row of plain values is; columns not named have their defaults."""
    fields = _fields(model)
    values = {name: fields[name].to_python(value) for name, value in zip(names, row, strict=True)}
    instance = model(**values)
    instance._state.adding, instance._state.db = False, connection.alias
    return instance


def _insert(model: type[models.Model], names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    adapters, insert, copy = _plan(model, names, connection.vendor)
    values = _adapted(rows, adapters)
    with hot_cursor() as cursor:
        if copy and len(values) >= COPY_FROM and not _in_pipeline():
            _copy(cursor, copy, values)
        elif len(values) == 1:
            cursor.execute(insert, values[0])
        else:
            cursor.executemany(insert, values)


def _in_pipeline() -> bool:
    """Whether statements are being sent without waiting (``core.sql.pipelined``), where COPY is not possible."""
    return bool(connection.connection.pgconn.pipeline_status)


def _adapted(
    rows: list[tuple[Any, ...]], adapters: tuple[Adapt | None, ...]
) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them; worked on column by column, which costs half of row by row."""
    columns = [
        _adapted_column(column, adapt) if adapt else column
        for column, adapt in zip(zip(*rows, strict=True), adapters, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _adapted_column(column: tuple[Any, ...], adapt: Adapt) -> list[Any]:
    first = column[0]
    if column[-1] is first and all(map(is_, column, repeat(first))):
        # the unit, who recorded it, when: often one value for the whole batch
        return [None if first is None else adapt(first)] * len(column)
    return [None if value is None else adapt(value) for value in column]


@lru_cache(maxsize=100)
def _attributes(model: type[models.Model]) -> tuple[str, ...]:
    """Every column that Python fills."""
    return tuple(
        field.attname
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField)
    )


@lru_cache(maxsize=100)
def _fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    return {field.attname: field for field in model._meta.local_concrete_fields}


@lru_cache(maxsize=100)
def _plan(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[tuple[Adapt | None, ...], str, str]:
    """How each value is handed over, the INSERT, and the COPY where there is one."""
    fields = [_fields(model)[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    marks = ", ".join("%s" for _field in fields)
    insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
    copy = f"COPY {table} ({columns}) FROM STDIN" if vendor == "postgresql" else ""
    return tuple(map(_adapter, fields)), insert, copy


def _adapter(field: models.Field[Any, Any]) -> Adapt | None:
    """How a value of this field goes to the driver; None: as it is."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    plain = (models.CharField, models.IntegerField, models.BooleanField, models.TextField)
    if isinstance(target, plain):
        return None
    if connection.vendor == "sqlite" and (plain_form := _sqlite_forms.get(type(target))):
        return plain_form
    return lambda value: target.get_db_prep_save(value, connection)


def _instant(value: datetime) -> str:
    """As Django writes an instant to SQLite: in UTC, without its offset."""
    return str(value.astimezone(UTC).replace(tzinfo=None))


#: What ``get_db_prep_save`` gives on SQLite, without asking it for every value.
_sqlite_forms: dict[type[models.Field[Any, Any]], Adapt] = {
    models.UUIDField: attrgetter("hex"),
    models.DateField: date.isoformat,
    models.DateTimeField: _instant,
    models.BinaryField: bytes,
}


def _copy(cursor: Any, sql: str, values: Iterable[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, cursor.copy(sql) as copy:
        for row in values:
            copy.write_row(row)
