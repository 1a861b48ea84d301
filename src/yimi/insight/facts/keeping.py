"""Keeping figures added up (:mod:`yimi.engine.indicators.kept`): from all rows, and step by step from what changed.

Sums add up over rows. Persons add up over persons: whatever happens to the rows of one leaves what others count alone. So
the rows of everybody whom a step touched, as they were and as they are, say exactly what the step adds to the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from yimi.engine.catalogue import Fact, load_catalogue
from yimi.engine.indicators.kept import ROWS
from yimi.insight.facts.files import list_of, quoted, readable, shape_of, write_part
from yimi.insight.facts.store import Part, Table, folder
from yimi.insight.facts.sums import add_up, columns_of, keys_of, persons_of, total_of

#: So many small files of sums are made into one.
SMALL_FILES = 12
#: What the serving file is called while it is read.
SERVED = "served"
#: In which weeks a unit met somebody: what a township's last rung of coverage stands on.
WEEKS = (
    "SELECT unit_uid, CAST(date_trunc('week', served_on) AS DATE) AS week, {times} AS times "
    "FROM {rows} WHERE outcome = 'met' AND {test}"
)


def weeks_of(rows: str) -> str:
    """A query: the weeks of served rows, each with how many there were."""
    return WEEKS.format(times="count(*)", rows=rows, test="true") + " GROUP BY ALL"


def keep(work: duckdb.DuckDBPyConnection, fact: Fact, source: str, target: str) -> None:
    """Write the sums over ``source`` as table ``target``, in the order in which they are asked for."""
    add_up(work, fact, source, "sums")
    unit, place, on = (f'"{key}"' for key in keys_of(fact))
    work.execute(f"CREATE TABLE {target} AS SELECT * FROM sums ORDER BY {on}, {place}, {unit}")
    work.execute("DROP TABLE sums")


def keep_weeks(work: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Write the weeks over ``source`` as table ``target``."""
    work.execute(f"CREATE TABLE {target} AS SELECT * FROM ({weeks_of(source)}) ORDER BY ALL")


def kept_columns(work: duckdb.DuckDBPyConnection, served: str, parts: Sequence[Part]) -> list[str]:
    """The sums that the attached serving file ``served`` and all ``parts`` have; none where it keeps none."""
    there = work.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = 'kept' ORDER BY column_index",
        [served],
    ).fetchall()
    found = [str(name) for (name,) in there if name == ROWS or str(name)[:2] in {"s_", "n_", "d_"}]
    for part in parts:
        rows = work.execute(f"DESCRIBE SELECT * FROM read_parquet({list_of([part])})").fetchall()
        has = {str(row[0]) for row in rows}
        found = [name for name in found if name in has]
    return found


def is_current(work: duckdb.DuckDBPyConnection, name: str, table: Table) -> bool:
    """Whether everything that the shipped packs count is kept, where anything is kept at all."""
    fact = load_catalogue().fact(name)
    if not fact.kept or not table.serving:
        return True
    with served(work, table) as there:
        return there and set(columns_of(fact)) <= set(kept_columns(work, SERVED, table.kept))


@contextmanager
def served(work: duckdb.DuckDBPyConnection, table: Table) -> Iterator[bool]:
    """The serving file as database ``served``, for reading; False when there is none."""
    path = folder() / table.serving
    if not table.serving or not path.exists():
        yield False
        return
    work.execute(f"ATTACH {quoted(str(path))} AS {SERVED} (READ_ONLY)")
    try:
        yield True
    finally:
        work.execute(f"DETACH {SERVED}")


def bring_up(
    work: duckdb.DuckDBPyConnection, fact: Fact, table: Table, before: Table, number: int
) -> Table:
    """The sums after a step: one small file more, or one for many; ``before``: the table as it was."""
    if not fact.kept or not table.serving.endswith(f"{shape_of(fact)}.duckdb"):
        return table
    with served(work, table) as there:
        if not there or not kept_columns(work, SERVED, before.kept):
            return replace(table, kept=())
        fresh = [part for part in table.added if part not in before.added]
        rows = [f'SELECT *, false AS fresh FROM {SERVED}."open"']
        for parts, is_fresh in ((before.added, "false"), (fresh, "true")):
            if parts:
                rows.append(f"SELECT *, {is_fresh} AS fresh FROM {readable(work, fact, parts)}")
        every = f"({' UNION ALL BY NAME '.join(rows)})"
        add_change(work, fact, every, (before.closed, table.closed), "change")
    part = write_part(work, fact, "", "change", f"{number:08d}-kept", plain=True)
    work.execute("DROP TABLE change")
    kept = (*table.kept, part) if part.rows else table.kept
    return replace(table, kept=_folded(work, fact, kept, number))


def _folded(
    work: duckdb.DuckDBPyConnection, fact: Fact, parts: tuple[Part, ...], number: int
) -> tuple[Part, ...]:
    if len(parts) <= SMALL_FILES:
        return parts
    columns = columns_of(fact)
    for part in parts:
        rows = work.execute(f"DESCRIBE SELECT * FROM read_parquet({list_of([part])})").fetchall()
        has = {str(row[0]) for row in rows}
        columns = [name for name in columns if name in has]
    every = [f"read_parquet({list_of([part])})" for part in parts]
    work.execute(f"CREATE OR REPLACE TABLE folded_sums AS {total_of(fact, every, columns)}")
    return (write_part(work, fact, "", "folded_sums", f"{number:08d}-kept-all", plain=True),)


def add_change(
    work: duckdb.DuckDBPyConnection,
    fact: Fact,
    rows: str,
    closed: tuple[Sequence[Part], Sequence[Part]],
    name: str,
) -> None:
    """Table ``name``: what a step adds to the sums.

    ``rows``: the compacted rows and those that came since, with a column ``fresh`` that says which came in this step.
    ``closed``: closings as they were before the step, and as they are.
    """
    key = f'"{fact.key}"'
    people = persons_of(fact)
    listed = ", ".join(f'"{column}"' for column in fact.columns)
    fresh = [part for part in closed[1] if part not in closed[0]]
    news = f" UNION SELECT key FROM read_parquet({list_of(fresh)})" if fresh else ""
    work.execute(
        f"CREATE OR REPLACE TABLE touched AS SELECT {key} AS key FROM {rows} WHERE fresh{news}"
    )
    named = ", ".join(f'"{one}"' for one in people)
    work.execute(
        f"CREATE OR REPLACE TABLE stirred AS SELECT {named} "
        f"FROM {rows} SEMI JOIN touched ON {key} = touched.key"
    )
    tests = [f"{key} IN (SELECT key FROM touched)"]
    tests += [
        f'"{one}" IN (SELECT "{one}" FROM stirred WHERE "{one}" IS NOT NULL)' for one in people
    ]
    work.execute(
        f"CREATE OR REPLACE TABLE about AS SELECT {listed}, known_from, fresh FROM {rows} "
        f"WHERE known_to IS NULL AND ({' OR '.join(tests)})"
    )
    for side, parts, test in (("was", closed[0], "NOT fresh"), ("is", closed[1], "true")):
        gone = ""
        if parts:
            gone = (
                f"ANTI JOIN read_parquet({list_of(parts)}) c "
                f"ON a.{key} = c.key AND a.known_from = c.known_from"
            )
        source = f"(SELECT a.* FROM about a {gone} WHERE {test})"
        add_up(work, fact, source, f"{name}__{side}")
    keys = ", ".join(f'"{each}"' for each in keys_of(fact))
    negative = ", ".join(f'-"{column}" AS "{column}"' for column in columns_of(fact))
    sides = [f'(SELECT {keys}, {negative} FROM "{name}__was")', f'"{name}__is"']
    work.execute(f'CREATE OR REPLACE TABLE "{name}" AS {total_of(fact, sides, columns_of(fact))}')
    for left in ("touched", "stirred", "about", f"{name}__was", f"{name}__is"):
        work.execute(f'DROP TABLE "{left}"')
