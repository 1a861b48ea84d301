"""From the rooms' rows to rows of a fact, in a DuckDB of our own: whole, or for some keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import duckdb

from yimi.engine.catalogue import load_catalogue
from yimi.insight.facts.published import Published
from yimi.insight.facts.published.made import KEYS, Need, sql_file
from yimi.insight.facts.registering import published_facts, source_of, table_of
from yimi.insight.facts.shapes import empty_table
from yimi.insight.facts.sources import Given, put, stage, values_of

#: From so many keys on a fact is published whole: reading everything is then the shorter way.
TOO_MANY = 50_000
#: Which file stands for a merged one; merged files may be merged again.
KEPT = """
CREATE OR REPLACE TABLE kept AS
WITH RECURSIVE chain AS (
    SELECT duplicate_id, kept_id FROM merge
    UNION
    SELECT c.duplicate_id, m.kept_id FROM chain c JOIN merge m ON m.duplicate_id = c.kept_id
)
SELECT duplicate_id, kept_id FROM chain ANTI JOIN merge ON merge.duplicate_id = chain.kept_id
"""


class Maker:
    """Makes ``new_<fact>`` tables in ``work``. Use inside one moment of the database, so that facts agree."""

    def __init__(self, work: duckdb.DuckDBPyConnection) -> None:
        self.work = work
        work.execute(sql_file("_shared"))
        self._whole: set[str] = set()

    def make(
        self, published: Published, keys: Collection[str] | None, *, with_past: bool = False
    ) -> str:
        """Publish the fact for ``keys``, or whole; the name of the table with its rows.

        ``with_past`` (whole only): every version of every row, as far as the rooms still tell of it.
        """
        if keys is not None:
            self.work.execute(
                "CREATE OR REPLACE TABLE keys AS SELECT unnest(?::VARCHAR[]) AS key", [list(keys)]
            )
        past = with_past and bool(published.history)
        for need in (*published.needs, *(published.past_needs if past else ())):
            self._read(need, whole=keys is None)
            if need.source == "merge":
                self.work.execute(KEPT)
        name = f"new_{published.fact}"
        fact = load_catalogue().fact(published.fact)
        self.work.execute(f'DROP TABLE IF EXISTS "{name}"')
        self.work.execute(empty_table(fact, name))
        statement = published.versions if past else published.statement
        self.work.execute(f'INSERT INTO "{name}" BY NAME ({statement})')
        return name

    def _read(self, need: Need, *, whole: bool) -> None:
        if need.source in self._whole:
            return
        source = table_of(need.source)
        if isinstance(source, Given):
            put(self.work, source)
            self._whole.add(need.source)
            return
        if whole or not need.by:
            stage(self.work, source)
            self._whole.add(need.source)
            return
        query = "SELECT key FROM keys" if need.among == KEYS else need.among
        keys = [str(value) for (value,) in self.work.execute(query).fetchall() if value is not None]
        stage(self.work, source, need.by, sorted(set(keys)))


def reach(published: Published, uids: Collection[str]) -> set[str] | None:
    """The keys of the fact that things of these uids may have changed; None for all."""
    if published.is_small or len(uids) > TOO_MANY:
        return None
    found: set[str] = set()
    for hops in published.reached:
        at: Collection[str] = uids
        for hop in hops:
            at = values_of(source_of(hop.source), hop.give, hop.where, sorted(at)) if at else ()
        found.update(at)
        if len(found) > TOO_MANY:
            return None
    return found


def with_doubles(uids: Iterable[str]) -> set[str]:
    """The uids, and those of all files merged, step by step, into the residents among them."""
    found = set(uids)
    fresh: set[str] = found
    while fresh:
        fresh = values_of(source_of("merge"), "duplicate_id", "kept_id", sorted(fresh)) - found
        found = found | fresh
    return found


def all_facts() -> list[Published]:
    """Every fact that is published, in the order in which they are made."""
    return list(published_facts().values())
