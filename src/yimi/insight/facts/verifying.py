"""Proving the store: every row now held to be true is what the rooms' rows say, and every file is the one written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from yimi.engine.catalogue import load_catalogue
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.changing import read_versions
from yimi.insight.facts.feed import alone, follow, take_step, workbench
from yimi.insight.facts.files import list_of, quoted, shape_of
from yimi.insight.facts.keeping import (
    SERVED,
    kept_columns,
    served,
    weeks_of,
)
from yimi.insight.facts.making import Maker, all_facts
from yimi.insight.facts.published import Published
from yimi.insight.facts.store import Manifest, Table, digest_of, folder, read_manifest
from yimi.insight.facts.sums import add_up, columns_of, total_of

#: The compacted rows of a serving file.
OPEN = f'{SERVED}."open"'
#: Keys named for each kind of difference.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact's rows that are ``missing`` from the store, or in it and no longer so (``surplus``), by key."""

    fact: str
    missing: int
    surplus: int
    examples: tuple[str, ...]


@dataclass(slots=True)
class Proof:
    """What :func:`verify` found."""

    number: int
    rows: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing differs."""
        return not self.differences and not self.faults


def verify() -> Proof:
    """Take in what is new, and compare every table with the rooms' rows of that same moment. Holds nobody up.

    Reads everything. Raises :class:`NoFactsYet`.
    """
    follow()
    with alone(), workbench() as work:
        manifest = read_manifest()
        if manifest is None:
            raise NoFactsYet
        faults = list(_faults(work, manifest))
        if faults:
            return Proof(manifest.number, faults=faults)
        made: dict[str, str] = {}

        def make_all() -> None:
            maker = Maker(work)
            made.update((one.fact, maker.make(one, None)) for one in all_facts())

        manifest = take_step(work, manifest, make_all).manifest or manifest
        proof = Proof(manifest.number)
        for one in all_facts():
            table = manifest.tables.get(one.fact, Table())
            parts = (*table.open, *table.past, *table.added)
            read_versions(work, load_catalogue().fact(one.fact), parts, table.closed, "old")
            _compare(work, one, made[one.fact], proof)
            proof.faults.extend(sums_at_fault(work, one, table))
    return proof


def _compare(work: duckdb.DuckDBPyConnection, one: Published, new: str, proof: Proof) -> None:
    """The rows of ``new`` against those of the table ``old``."""
    fact = load_catalogue().fact(one.fact)
    columns = ", ".join(f'"{name}"' for name in fact.columns)
    held = "WHERE known_to IS NULL"
    sides = [f'SELECT {columns} FROM "{new}" {held}', f"SELECT {columns} FROM old {held}"]
    found: list[list[str]] = []
    for left, right in (sides, sides[::-1]):
        rows = work.execute(
            f'SELECT CAST("{fact.key}" AS VARCHAR) FROM ({left} EXCEPT ALL {right})'
        )
        found.append([str(key) for (key,) in rows.fetchall()])
    count = work.execute(f"SELECT count(*) FROM ({sides[1]})").fetchone()
    proof.rows[one.fact] = int(count[0]) if count else 0
    missing, surplus = found
    if missing or surplus:
        examples = tuple(sorted({*missing[:SHOWN], *surplus[:SHOWN]}))
        proof.differences.append(Difference(one.fact, len(missing), len(surplus), examples))


def sums_at_fault(work: duckdb.DuckDBPyConnection, one: Published, table: Table) -> Iterator[str]:
    """Whether the sums that are kept are those over the rows of ``old``."""
    fact = load_catalogue().fact(one.fact)
    if not fact.kept:
        return
    with served(work, table) as there:
        columns = kept_columns(work, SERVED, table.kept) if there else []
        columns = [name for name in columns if name in set(columns_of(fact))]
        if not columns:
            return
        sources = [f'{SERVED}."kept"', *(f"read_parquet({list_of([part])})" for part in table.kept)]
        weeks = f'SELECT * FROM {SERVED}."weeks"'
        row = work.execute(
            f"SELECT 1 FROM ({weeks} EXCEPT {weeks_of(OPEN)} UNION ALL ({weeks_of(OPEN)} EXCEPT {weeks}))"
        ).fetchone()
        if row:
            yield f"{table.serving}: 服务周与记录不符"
        work.execute(f"CREATE OR REPLACE TABLE kept_sums AS {total_of(fact, sources, columns)}")
    add_up(work, fact, "(SELECT * FROM old WHERE known_to IS NULL)", "all_sums")
    sides = ["SELECT * FROM kept_sums", total_of(fact, ["all_sums"], columns)]
    for left, right in (sides, sides[::-1]):
        row = work.execute(f"SELECT count(*) FROM ({left} EXCEPT {right})").fetchone()
        if row and row[0]:
            yield f"{table.serving}: 有 {row[0]} 行合计与记录不符"
            return


def _faults(work: duckdb.DuckDBPyConnection, manifest: Manifest) -> Iterator[str]:
    """Files that are missing or changed, and serving files that do not hold what the Parquet files hold."""
    for name, table in manifest.tables.items():
        for part in table.parts:
            path = folder() / part.path
            if not path.exists():
                yield f"{part.path}: 文件不在了"
            elif digest_of(path) != part.digest:
                yield f"{part.path}: 文件被改动过"
        if not table.serving.endswith(f"{shape_of(load_catalogue().fact(name))}.duckdb"):
            continue
        if not (folder() / table.serving).exists():
            yield f"{table.serving}: 文件不在了"
            continue
        work.execute(f"ATTACH {quoted(str(folder() / table.serving))} AS served (READ_ONLY)")
        try:
            row = work.execute('SELECT count(*) FROM served."open"').fetchone()
        finally:
            work.execute("DETACH served")
        if row and row[0] != sum(part.rows for part in table.open):
            yield f"{table.serving}: 行数与 Parquet 文件不符"
