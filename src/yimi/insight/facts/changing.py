"""What changed of a fact: the rows now published beside those in the store, and the files that say so.

A row is never overwritten. One that changed is closed and comes anew; both times lie after everything that was
published before, so what was known on a past day stays what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import duckdb

from yimi.engine.catalogue import Fact, load_catalogue
from yimi.insight.facts.files import list_of, readable, write_part
from yimi.insight.facts.published import Published
from yimi.insight.facts.shapes import stored_type
from yimi.insight.facts.store import Part, Table

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """Between which instants a change became known: after ``since`` (what was published before), not after ``until``."""

    since: datetime | None
    until: datetime

    def fitted(self, column: str) -> str:
        """SQL: an instant of ``column``, moved into the stretch that nothing was published about yet."""
        latest = f"least({column}, {stamp(self.until)})"
        return f"greatest({latest}, {stamp(self.since + MICROSECOND)})" if self.since else latest


@dataclass(frozen=True, slots=True)
class Changes:
    """How many rows came and went."""

    added: int
    closed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.closed)


def stamp(instant: datetime) -> str:
    """An instant as DuckDB reads it, in UTC as all our files."""
    return f"TIMESTAMP '{instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"


class Comparison:
    """One fact's new rows against its old ones, for ``keys`` or for all."""

    def __init__(
        self,
        work: duckdb.DuckDBPyConnection,
        published: Published,
        table: Table,
        keys: Collection[str] | None,
    ) -> None:
        self.work, self.published, self.table, self.keys = work, published, table, keys
        self.fact: Fact = load_catalogue().fact(published.fact)

    def find(self, new: str, moment: Moment) -> Changes:
        """Fill the tables ``added`` and ``closed``."""
        self._read_old(new)
        key = f'"{self.fact.key}"'
        listed = ", ".join(f'"{name}"' for name in self.fact.columns)
        same = " AND ".join(
            f'n."{name}" IS NOT DISTINCT FROM o."{name}"' for name in self.fact.columns
        )
        until = stamp(moment.until)
        self.work.execute(
            f"CREATE OR REPLACE TABLE closed AS SELECT o.{key} AS key, o.known_from, "
            f"CASE WHEN n.known_to IS NULL THEN {until} ELSE {moment.fitted('n.known_to')} END AS known_to "
            f'FROM old o LEFT JOIN "{new}" n ON n.{key} = o.{key} '
            f"WHERE o.known_to IS NULL AND (n.{key} IS NULL OR n.known_to IS NOT NULL OR NOT ({same}))"
        )
        start = f"CASE WHEN o.{key} IS NULL THEN {moment.fitted('n.known_from')} ELSE {until} END"
        self.work.execute(
            f"CREATE OR REPLACE TABLE added AS SELECT {', '.join('n.' + c for c in listed.split(', '))}, "
            f"{start} AS known_from, CAST(NULL AS TIMESTAMP) AS known_to "
            f'FROM "{new}" n LEFT JOIN (SELECT * FROM old QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY known_from DESC) = 1) o '
            f"ON n.{key} = o.{key} "
            f"WHERE n.known_to IS NULL AND (o.{key} IS NULL OR o.known_to IS NOT NULL OR NOT ({same}))"
        )
        # what came and went since the last time was held to be true for a while all the same
        begun, ended = moment.fitted("n.known_from"), moment.fitted("n.known_to")
        self.work.execute(
            f"INSERT INTO added SELECT {', '.join('n.' + c for c in listed.split(', '))}, {begun}, {ended} "
            f'FROM "{new}" n ANTI JOIN old o ON n.{key} = o.{key} WHERE n.known_to IS NOT NULL AND {begun} < {ended}'
        )
        return Changes(self._count("added"), self._count("closed"))

    def store(self, number: int, changes: Changes) -> Table:
        """Write the changes as files beside those that stand."""
        table = self.table
        if changes.added:
            part = write_part(
                self.work, self.fact, self.published.on, "added", f"{number:08d}-added"
            )
            table = replace(table, added=(*table.added, part))
        if changes.closed:
            part = write_part(
                self.work, self.fact, "", "closed", f"{number:08d}-closed", plain=True
            )
            table = replace(table, closed=(*table.closed, part))
        return table

    def _read_old(self, new: str) -> None:
        """All versions of the rows in question, as table ``old``, closed where they were closed."""
        wanted = ""
        if self.keys is not None:
            keyed_by = f'"{self.published.keyed_by}"'
            kind = stored_type(self.fact.columns[self.published.keyed_by])
            wanted = f"WHERE {keyed_by} IN (SELECT CAST(key AS {kind}) FROM keys)"
        parts = (*self._months(new), *self.table.past, *self.table.added)
        read_versions(self.work, self.fact, parts, self.table.closed, "old", wanted=wanted)

    def _months(self, new: str) -> Sequence[Part]:
        if self.keys is None or not self.published.day_is_fixed:
            return self.table.open
        rows = self.work.execute(
            f"""SELECT DISTINCT strftime("{self.published.on}", '%Y-%m') FROM "{new}" """
        )
        months = {str(month) for (month,) in rows.fetchall()}
        return [part for part in self.table.open if part.month in months]

    def _count(self, table: str) -> int:
        row = self.work.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(row[0]) if row else 0


def read_versions(
    work: duckdb.DuckDBPyConnection,
    fact: Fact,
    parts: Sequence[Part],
    closed: Sequence[Part],
    name: str,
    *,
    wanted: str = "",
) -> None:
    """Rows of files as table ``name``, with the closings of other files put in."""
    columns = ", ".join(f'"{column}"' for column in fact.columns)
    rows = f"(SELECT * FROM {readable(work, fact, parts)} {wanted})"
    if not closed:
        work.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM {rows}')
        return
    work.execute(
        f'CREATE OR REPLACE TABLE "{name}" AS SELECT {columns}, r.known_from, coalesce(r.known_to, c.known_to) AS known_to '
        f"FROM {rows} r LEFT JOIN (SELECT key, known_from, known_to FROM read_parquet({list_of(closed)})) c "
        f'ON r."{fact.key}" = c.key AND r.known_from = c.known_from'
    )
