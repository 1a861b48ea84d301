"""Writing and reading the Parquet files of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import duckdb

from yimi.engine.catalogue import Fact
from yimi.insight.facts.shapes import KNOWN, order_of, stored_type
from yimi.insight.facts.store import Part, digest_of, folder, place_file

#: Rows in a row group: small enough that one county's month leaves most of a file unread.
ROW_GROUP = 40_960


def write_part(
    work: duckdb.DuckDBPyConnection,
    fact: Fact,
    on: str,
    source: str,
    name: str,
    *,
    where: str = "",
    month: str = "",
    plain: bool = False,
) -> Part:
    """Write the rows of ``source`` as one file, in the order of the fact (``plain``: as they come)."""
    path = f"data/{fact.name}/{name}.parquet"
    test = f"WHERE {where}" if where else ""
    order = "" if plain else f"ORDER BY {order_of(fact, on)}"
    with place_file(folder() / path) as draft:
        row = work.execute(
            f"COPY (SELECT * FROM {source} {test} {order}) TO {quoted(str(draft))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        ).fetchone()
        digest = digest_of(draft)
    return Part(path, int(row[0]) if row else 0, digest, month)


def readable(work: duckdb.DuckDBPyConnection, fact: Fact, parts: Sequence[Part]) -> str:
    """A sub-query over files with all columns of the fact; one that came into the catalogue later is unknown."""
    if not parts:
        listed = [f'CAST(NULL AS {stored_type(c)}) AS "{c.name}"' for c in fact.columns.values()]
        listed += [f"CAST(NULL AS TIMESTAMP) AS {name}" for name in KNOWN]
        return f"(SELECT {', '.join(listed)} WHERE false)"
    read = f"read_parquet({list_of(parts)}, union_by_name = true)"
    there = {str(row[0]) for row in work.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
    listed = [
        f'CAST("{c.name}" AS {stored_type(c)}) AS "{c.name}"'
        if c.name in there
        else f'CAST(NULL AS {stored_type(c)}) AS "{c.name}"'
        for c in fact.columns.values()
    ]
    return f"(SELECT {', '.join([*listed, *KNOWN])} FROM {read})"


def list_of(parts: Sequence[Part]) -> str:
    """The paths of files as a DuckDB list."""
    return "[" + ", ".join(quoted(str(folder() / part.path)) for part in parts) + "]"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def shape_of(fact: Fact) -> str:
    """A short digest of a fact's columns: a serving file of another shape is not used."""
    words = " ".join(f"{column.name}:{stored_type(column)}" for column in fact.columns.values())
    return sha256(words.encode()).hexdigest()[:10]
