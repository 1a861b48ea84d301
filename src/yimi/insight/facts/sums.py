"""Adding up what is kept of a fact (:mod:`yimi.engine.indicators.kept`), over any of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache

import duckdb

from yimi.engine.backends.duckdb import DuckDialect
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Fact, load_catalogue
from yimi.engine.expressions.tree import ColumnOf, Node
from yimi.engine.indicators import Measure, read_indicators
from yimi.engine.indicators.kept import LEVELS, ROWS, SPANS, YEAR, Tally, tallies
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.parameters import Bindings

DIGITS = LEVELS[-1]


@cache
def tallies_of(name: str) -> tuple[Tally, ...]:
    """What is kept of a fact: whatever the shipped packs of indicators count in its rows."""
    fact = load_catalogue().fact(name)
    if fact.kept is None:
        return ()
    packs = [load_pack(pack) for pack in shipped_packs()]
    sets = [read_indicators(pack) for pack in packs if pack.kind == "indicators"]
    found = {one.digest: one for each in sets for one in tallies(each.indicators.values(), fact)}
    return tuple(found[digest] for digest in sorted(found))


def keys_of(fact: Fact) -> list[str]:
    """The columns that tell the table's rows apart; the day is the first of its month, the place its township."""
    if fact.kept is None:
        raise ValueError(fact.name)
    return [fact.kept.unit, fact.place, fact.kept.on]


def columns_of(fact: Fact) -> list[str]:
    """The columns that are added up."""
    return [ROWS, *(name for tally in tallies_of(fact.name) for name in tally.columns)]


def persons_of(fact: Fact) -> list[str]:
    """The columns whose different values are counted."""
    found = [tally.value.name for tally in tallies_of(fact.name) if isinstance(tally.value, ColumnOf) and tally.measure == Measure.COUNT_DISTINCT]  # fmt: skip
    return list(dict.fromkeys(found))


def add_up(work: duckdb.DuckDBPyConnection, fact: Fact, source: str, name: str) -> None:
    """Table ``name``: everything that is kept, over the rows of ``source``."""
    found = tallies_of(fact.name)
    sums = [f'count(*) AS "{ROWS}"', *_sums(fact, found)]
    parts = [f"{name}__part"]
    work.execute(
        f'CREATE OR REPLACE TABLE "{parts[0]}" AS SELECT {_coarse(fact)}, {", ".join(sums)} '
        f'FROM {source} AS "t1" WHERE {_placed(fact)} GROUP BY 1, 2, 3'
    )
    for tally in found:
        if tally.measure == Measure.COUNT_DISTINCT:
            for select in _persons(work, fact, tally, source, name):
                parts.append(f"{name}__part{len(parts)}")
                work.execute(f'CREATE OR REPLACE TABLE "{parts[-1]}" AS {select}')
    work.execute(f'CREATE OR REPLACE TABLE "{name}" AS {_side_by_side(work, fact, parts)}')
    for part in parts:
        work.execute(f'DROP TABLE "{part}"')


def _side_by_side(work: duckdb.DuckDBPyConnection, fact: Fact, parts: Sequence[str]) -> str:
    """A query that puts the person columns of the other ``parts`` to the rows of the first, which has every key."""
    unit, place, on = (f'"{key}"' for key in keys_of(fact))
    having: dict[str, list[str]] = {}
    joins = []
    for part in parts:
        for row in work.execute(f'DESCRIBE "{part}"').fetchall():
            having.setdefault(str(row[0]), []).append(f'coalesce("{part}"."{row[0]}", 0)')
        if part != parts[0]:
            own = [f'"{part}".{key}' for key in (unit, place, on)]
            joins.append(
                f'LEFT JOIN "{part}" ON k.{unit} IS NOT DISTINCT FROM {own[0]} '
                f"AND k.{place} = {own[1]} AND k.{on} = {own[2]}"
            )
    listed = [f"k.{key}" for key in (unit, place, on)]
    for column in columns_of(fact):
        added = " + ".join(having[column]).replace(f'"{parts[0]}".', "k.")
        listed.append(f'CAST({added} AS BIGINT) AS "{column}"')
    return f'SELECT {", ".join(listed)} FROM "{parts[0]}" k {" ".join(joins)}'


def added_up(columns: Collection[str]) -> str:
    """SQL: every column's sum."""
    return ", ".join(
        f'CAST(coalesce(sum("{column}"), 0) AS BIGINT) AS "{column}"' for column in columns
    )


def total_of(fact: Fact, sources: Sequence[str], columns: Collection[str]) -> str:
    """A query over tables of sums: all added up, without rows that say nothing."""
    keys = ", ".join(f'"{key}"' for key in keys_of(fact))
    listed = ", ".join(f'"{column}"' for column in columns)
    every = " UNION ALL ".join(f"SELECT {keys}, {listed} FROM {source}" for source in sources)
    some = " OR ".join(f'"{column}" <> 0' for column in columns)
    added = f"SELECT {keys}, {added_up(columns)} FROM ({every}) GROUP BY {keys}"
    return f"SELECT * FROM ({added}) WHERE {some}"


def _coarse(fact: Fact) -> str:
    """The keys of a row of the table, from a row of the fact."""
    unit, place, on = keys_of(fact)
    return (
        f't1."{unit}" AS "{unit}", rpad(substring(t1."{place}", 1, {DIGITS}), 12, \'0\') AS "{place}", '
        f'CAST(date_trunc(\'month\', t1."{on}") AS DATE) AS "{on}"'
    )


def _placed(fact: Fact) -> str:
    _unit, place, on = keys_of(fact)
    return f't1."{place}" IS NOT NULL AND t1."{on}" IS NOT NULL'


def _sql(fact: Fact, node: Node) -> str:
    """A row's own value; the days of the statement play no part in it."""
    plan = Plan(load_catalogue(), Bindings(date.min), DuckDialect())
    return SelectBuilder(plan, fact).value(node).sql(dialect="duckdb")


def _counted(fact: Fact, tally: Tally) -> str:
    value = "1" if tally.value is None else _sql(fact, tally.value)
    return f"CASE WHEN {_sql(fact, tally.filter)} THEN {value} END" if tally.filter else value


def _sums(fact: Fact, found: Sequence[Tally]) -> Iterator[str]:
    for tally in found:
        if tally.measure == Measure.SUM:
            yield f'sum({_counted(fact, tally)}) AS "{tally.sum}"'
            yield f'count({_counted(fact, tally)}) AS "{tally.values}"'
        elif tally.measure == Measure.COUNT:
            yield f'count({_counted(fact, tally)}) AS "{tally.sum}"'


def _persons(
    work: duckdb.DuckDBPyConnection, fact: Fact, tally: Tally, source: str, name: str
) -> Iterator[str]:
    """Queries that give the person columns: of those who are always met at one unit and township, and of the others."""
    unit, place, on = (f'"{key}"' for key in keys_of(fact))
    who = f"CASE WHEN {_placed(fact)} THEN {_counted(fact, tally)} END"
    seen, spread = f'"{name}__seen"', f'"{name}__spread"'
    work.execute(
        f"CREATE OR REPLACE TABLE {seen} AS SELECT {who} AS who, {_coarse(fact)} "
        f'FROM {source} AS "t1" WHERE who IS NOT NULL GROUP BY ALL'
    )
    work.execute(
        f"CREATE OR REPLACE TABLE {spread} AS SELECT who FROM {seen} GROUP BY who "
        f"HAVING min({place}) <> max({place}) OR min({unit}) IS DISTINCT FROM max({unit}) "
        f"OR count({unit}) NOT IN (0, count(*))"
    )
    settled = (
        f"SELECT {unit}, {place}, {on}, lag({on}) OVER (PARTITION BY who ORDER BY {on}) AS before "
        f"FROM {seen} ANTI JOIN {spread} USING (who)"
    )
    at_one = ", ".join(f"count(CASE WHEN {_is_new(on, 'before', span)} THEN 1 END) AS n{span}" for span in SPANS)  # fmt: skip
    same = ", ".join(
        f'n{span} AS "{tally.persons(by_unit, digits, span)}"'
        for by_unit in (False, True)
        for digits in LEVELS
        for span in SPANS
    )
    yield (
        f"SELECT {unit}, {place}, {on}, {same} FROM "
        f"(SELECT {unit}, {place}, {on}, {at_one} FROM ({settled}) GROUP BY ALL)"
    )
    befores, news = [], []
    for by_unit in (False, True):
        for digits in LEVELS:
            level = f"{'u' if by_unit else 'p'}{digits}"
            apart = f", substring({place}, 1, {digits})" if digits else ""
            apart += f", {unit}" if by_unit else ""
            befores.append(
                f"lag({on}) OVER (PARTITION BY who{apart} ORDER BY {on}, {place}, {unit}) AS {level}"
            )
            news += [
                f'count(CASE WHEN {_is_new(on, level, span)} THEN 1 END) AS "{tally.persons(by_unit, digits, span)}"'
                for span in SPANS
            ]
    yield (
        f"SELECT {unit}, {place}, {on}, {', '.join(news)} FROM (SELECT {unit}, {place}, {on}, {', '.join(befores)} "
        f"FROM {seen} SEMI JOIN {spread} USING (who)) GROUP BY ALL"
    )
    work.execute(f"DROP TABLE {seen}")
    work.execute(f"DROP TABLE {spread}")


def _is_new(month: str, before: str, span: int) -> str:
    """SQL: whether the month ``before`` lies before the stretch of ``span`` months that ``month`` is in."""
    year = f"date_trunc('year', {month})"
    start = {
        1: month,
        3: f"date_trunc('quarter', {month})",
        6: f"{year} + CASE WHEN month({month}) > 6 THEN INTERVAL 6 MONTH ELSE INTERVAL 0 MONTH END",
        YEAR: year,
    }
    begins = start.get(span, f"{year} - INTERVAL {span - YEAR} MONTH")
    return f"({before} IS NULL OR {before} < {begins})"
