"""Putting what came since in its place: month by month where a fact has a day, and again into the serving file."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from yimi.engine.catalogue import Fact, load_catalogue
from yimi.insight.facts.changing import read_versions
from yimi.insight.facts.files import list_of, quoted, readable, shape_of, write_part
from yimi.insight.facts.keeping import bring_up, keep, keep_weeks
from yimi.insight.facts.published import Published
from yimi.insight.facts.shapes import order_of
from yimi.insight.facts.store import Part, Table, folder, place_file

#: Changes wait until they are so many, or a twentieth of the table: each row is then moved about twenty times at most.
WAITING_ROWS = 20_000
SHARE = 20
#: So many small files are made into one.
SMALL_FILES = 12
#: A table below this is read from Parquet as quickly.
SERVED_FROM = 20_000


def is_due(table: Table) -> bool:
    """Whether enough waits to be compacted."""
    rows = sum(part.rows for part in table.open)
    return table.waiting > max(WAITING_ROWS, rows // SHARE)


def tidy(
    work: duckdb.DuckDBPyConnection, published: Published, table: Table, before: Table, number: int
) -> Table:
    """After a step (``before``: as it was): compact when it is due, else bring the sums up and make one of many small files."""
    if is_due(table):
        return compact(work, published, table, number)
    table = bring_up(work, load_catalogue().fact(published.fact), table, before, number)
    if len(table.added) + len(table.closed) > SMALL_FILES:
        return fold(work, published, table, number)
    return table


def fold(work: duckdb.DuckDBPyConnection, published: Published, table: Table, number: int) -> Table:
    """The same rows and closings in one file each; a row that came and went becomes a row of the past at once."""
    fact = load_catalogue().fact(published.fact)
    read_versions(work, fact, table.added, table.closed, "folded")
    rows = write_part(work, fact, published.on, "folded", f"{number:08d}-added-all")
    folded = replace(table, added=(rows,))
    if not table.closed:
        return folded
    work.execute(
        f"CREATE OR REPLACE TABLE closings AS SELECT c.* FROM read_parquet({list_of(table.closed)}) c "
        f'ANTI JOIN folded f ON f."{fact.key}" = c.key AND f.known_from = c.known_from'
    )
    part = write_part(work, fact, "", "closings", f"{number:08d}-closed-all", plain=True)
    return replace(folded, closed=(part,) if part.rows else ())


def compact(
    work: duckdb.DuckDBPyConnection, published: Published, table: Table, number: int
) -> Table:
    """Rewrite the months that changed; other months' files stay as they are."""
    fact = load_catalogue().fact(published.fact)
    read_versions(work, fact, table.added, (), "recent")
    dirty = _dirty(work, fact, published, table)
    old = [part for part in table.open if part.month in dirty]
    read_versions(work, fact, (*old, *table.added), table.closed, "versions")
    kept = tuple(part for part in table.open if part.month not in dirty)
    fresh = write_open(work, published, "versions", number)
    past = (*table.past, *_write_past(work, published, "versions", number))
    whole = Table(open=tuple(sorted((*kept, *fresh), key=lambda part: part.month)), past=past)
    return replace(whole, serving=write_serving(work, published, whole, number))


def begin(work: duckdb.DuckDBPyConnection, published: Published, source: str, number: int) -> Table:
    """A fact's first files, from all rows of ``source``."""
    opened = write_open(work, published, source, number)
    table = Table(tuple(opened), _write_past(work, published, source, number))
    return replace(table, serving=write_serving(work, published, table, number))


def write_open(
    work: duckdb.DuckDBPyConnection, published: Published, source: str, number: int
) -> list[Part]:
    """Rows of ``source`` that are held to be true now, one file a month (one in all where the fact has no day)."""
    fact, month = load_catalogue().fact(published.fact), _month(published)
    months = work.execute(
        f"SELECT DISTINCT {month} FROM {source} WHERE known_to IS NULL ORDER BY 1"
    ).fetchall()
    return [
        write_part(
            work, fact, published.on, source, f"{number:08d}-open{'-' if found else ''}{found}",
            where=f"known_to IS NULL AND {_within(published, found)}", month=found,
        )
        for (found,) in months
    ]  # fmt: skip


def write_serving(
    work: duckdb.DuckDBPyConnection, published: Published, table: Table, number: int
) -> str:
    """The compacted rows once more in DuckDB's own form; returns its path, or "" for a table too small to gain by it."""
    fact = load_catalogue().fact(published.fact)
    if sum(part.rows for part in (*table.open, *table.past)) < SERVED_FROM:
        return ""
    path = f"data/{fact.name}/{number:08d}-{shape_of(fact)}.duckdb"
    with place_file(folder() / path) as draft:
        draft.unlink(missing_ok=True)
        work.execute(f"ATTACH {quoted(str(draft))} AS serving")
        try:
            for name, parts in (("open", table.open), ("past", table.past)):
                rows = readable(work, fact, parts)
                month = f"date_trunc('month', \"{published.on}\"), " if published.on else ""
                order = month + order_of(fact, published.on)
                work.execute(
                    f'CREATE TABLE serving."{name}" AS SELECT * FROM {rows} ORDER BY {order}'
                )
            if fact.kept:
                keep(work, fact, 'serving."open"', 'serving."kept"')
                keep_weeks(work, 'serving."open"', 'serving."weeks"')
            work.execute("CHECKPOINT serving")
        finally:
            work.execute("DETACH serving")
    return path


def _write_past(
    work: duckdb.DuckDBPyConnection, published: Published, source: str, number: int
) -> tuple[Part, ...]:
    """The rows of ``source`` that are no longer held to be true, as one file, if there are any."""
    there = work.execute(f"SELECT 1 FROM {source} WHERE known_to IS NOT NULL LIMIT 1").fetchone()
    if there is None:
        return ()
    fact = load_catalogue().fact(published.fact)
    name = f"{number:08d}-past"
    return (write_part(work, fact, published.on, source, name, where="known_to IS NOT NULL"),)


def _dirty(
    work: duckdb.DuckDBPyConnection, fact: Fact, published: Published, table: Table
) -> set[str]:
    """The months of rows that came, and of compacted rows that were closed."""
    month = _month(published)
    found = {str(row[0]) for row in work.execute(f"SELECT DISTINCT {month} FROM recent").fetchall()}
    if not table.closed:
        return found
    for part in table.open:
        if part.month in found:
            continue
        row = work.execute(
            f"SELECT count(*) FROM {readable(work, fact, [part])} o "
            f'SEMI JOIN read_parquet({list_of(table.closed)}) c ON o."{fact.key}" = c.key'
        ).fetchone()
        if row and row[0]:
            found.add(part.month)
    return found


def _within(published: Published, month: str) -> str:
    """SQL: whether a row's day lies in the month; a comparison of days costs a tenth of one of texts."""
    if not published.on:
        return "true"
    if not month:
        return f'"{published.on}" IS NULL'
    first = f"DATE '{month}-01'"
    return f'"{published.on}" >= {first} AND "{published.on}" < {first} + INTERVAL 1 MONTH'


def _month(published: Published) -> str:
    return f"coalesce(strftime(\"{published.on}\", '%Y-%m'), '')" if published.on else "''"
