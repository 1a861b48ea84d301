"""Who takes part in ``bench rules``: the engine, the same by hand in DuckDB SQL, in numpy, and in OpenFisca-Core.

Each lays the facts ready (``prepare``: Parquet in, one row per resident out as Parquet) and decides (``decide``: that file in,
decisions with every failed and unknown condition out). Only deciding repeats when a rule or a threshold changes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack
from yimi.engine.parameters import Bindings, ParameterValue
from yimi.engine.rules import RuleSet, read_rules
from yimi.engine.rules.comparing import compare
from yimi.engine.rules.definitions import Outcome
from yimi.engine.rules.layout import Layout
from yimi.engine.rules.population import Population
from yimi.engine.rules.preparing import Prepared

DAY = date(2024, 6, 1)
LEFT_OUT = {"dibao_single", "rigid_expense", "temporary"}
MEMORY = "2GB"
HERE = Path(__file__).parent
#: By benefit, its column in the hand-written SQL, its receiving column, its conditions there.
BY_HAND = {
    "orphan": ("r_orphan", [0, 5, 6]),
    "dfuc": ("r_dfuc", [0, 5, 7]),
    "tekun": ("r_tekun", [0, 1, 2, 3, 4]),
    "dibao": ("r_dibao", [0, 1, 2]),
    "near": ("r_near", [0, 2, 8]),
    "living": ("r_living", [0, 9, 10]),
    "nursing": ("r_nursing", [0, 11, 12]),
    "old": ("r_old", [0, 13, 14]),
    "difficulty": ("r_difficulty", [0, 5, 15]),
    "left": ("r_left", [0, 16, 17, 18]),
    "migrant": ("r_migrant", [0, 16, 19]),
    "medical": ("", [0, 20]),
    "rehab": ("", [0, 21, 22]),
}
NAMES = {
    "near": "near_dibao", "living": "living_subsidy", "nursing": "nursing_subsidy", "old": "old_age",
    "difficulty": "child_in_difficulty", "left": "left_behind_child", "migrant": "migrant_child", "rehab": "rehabilitation",
}  # fmt: skip

#: By benefit, how many have which outcome; then how many failed, unknown and related reasons were kept.
Counts = Mapping[str, list[int]]


@dataclass(frozen=True)
class Contender:
    """``available`` says why it cannot take part, or nothing."""

    name: str
    prepare: Callable[[Path, Path], None]
    decide: Callable[[Path], Counts]
    missing: str = ""


def thirteen() -> RuleSet:
    """The policies of the pack kept beside this file, but three."""
    rules = read_rules(load_pack(HERE / "rules_pack"))
    kept = tuple(benefit for benefit in rules.benefits if benefit.id not in LEFT_OUT)
    return replace(rules, benefits=kept)


def _connect(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for setting in (
        f"memory_limit = '{MEMORY}'",
        f"temp_directory = '{folder}'",
        "preserve_insertion_order = false",
        "enable_progress_bar = false",
    ):
        connection.execute(f"SET {setting}")


def _prepared() -> tuple[RuleSet, Prepared]:
    rules = thirteen()
    return rules, Prepared(rules, "resident", load_catalogue(), Bindings(DAY))


def engine_prepare(folder: Path, output: Path) -> None:
    """The shipped path, first half."""
    backend = DuckBackend(memory=MEMORY)
    _connect(backend.connection, output.parent)
    backend.open_parquet(folder)
    statement = backend.sql(_prepared()[1].statement(backend))
    backend.connection.execute(f"COPY ({statement}) TO '{output}' (FORMAT parquet)")


def engine_decide(prepared: Path) -> Counts:
    """The shipped path, second half: pack in, decisions kept as a table."""
    rules, made = _prepared()
    backend = DuckBackend(made.catalogue, memory=MEMORY)
    _connect(backend.connection, prepared.parent)
    backend.connection.execute(
        f"CREATE VIEW {made.fact.name} AS SELECT * FROM read_parquet('{prepared}')"
    )
    population = Population(rules, backend, made.catalogue, Bindings(DAY), {"resident": made})
    backend.keep("decided", population.statement("resident", with_values=False))
    return Counted(rules, backend.connection).found()


class Counted:
    """Counts of the engine's words, asked after the clock has stopped."""

    def __init__(self, rules: RuleSet, connection: duckdb.DuckDBPyConnection) -> None:
        self.layout, self.connection = Layout.of(rules, "resident"), connection

    def found(self) -> Counts:
        """One row of sums, so that the clock of others, who count too, is not unfairly treated."""
        sums = []
        for benefit in self.layout.benefits:
            bit = self.layout.bit(benefit.id)
            sums += [
                f"count(*) FILTER (open & {bit} <> 0)",
                f"count(*) FILTER (likely & {bit} <> 0)",
            ]
            sums += [f"count(*) FILTER (receiving & {bit} <> 0)"]
        first = self.layout.first
        sums += [
            f"sum(bit_count({word} >> {first}))" for word in ("failed_0", "unknown_0", "related_0")
        ]
        row = self.connection.execute(f"SELECT count(*), {', '.join(sums)} FROM decided").fetchone()
        total, *numbers = [int(number) for number in row or ()]
        counts = {}
        for place, benefit in enumerate(self.layout.benefits):
            mine = numbers[3 * place : 3 * place + 3]
            counts[benefit.id] = [total - sum(mine), *mine]
        return {**counts, "reasons": numbers[-3:]}


def gain_and_lose(folder: Path) -> Counts:
    """The thirteen policies against a version with old age from 70: facts in, who gains and loses by town, age and status out."""
    rules = thirteen()
    lower = ParameterValue("old_age", "national", date(2024, 1, 1), 70, "bench")
    later = replace(rules, table=read_rules(rules.pack, local_values=[lower]).table)
    backend = DuckBackend(memory=MEMORY)
    _connect(backend.connection, folder)
    backend.open_parquet(folder)
    backend.fill()
    changes = compare(rules, later, backend, load_catalogue(), Bindings(DAY))
    return {one.benefit: [one.total.gain, one.total.lose] for one in changes}


def by_hand() -> str:
    """The hand-written statement, its repeated parts filled in."""
    text = (HERE / "rules_by_hand.sql").read_text("utf-8")
    conditions = range(23)
    failed = " + ".join(f"CASE WHEN NOT c{n} THEN {1 << n}::BIGINT ELSE 0 END" for n in conditions)
    unknown = " + ".join(
        f"CASE WHEN c{n} IS NULL THEN {1 << n}::BIGINT ELSE 0 END" for n in conditions
    )
    alone = []
    for name, (receiving, needed) in BY_HAND.items():
        mask = sum(1 << n for n in needed)
        first = f"WHEN {receiving} THEN 3" if receiving else ""
        alone.append(
            f"CASE {first} WHEN failed_0 & {mask} <> 0 THEN 0 WHEN unknown_0 & {mask} <> 0 THEN 1 ELSE 2 END::TINYINT AS a_{name}"
        )
    return text.format(failed=failed, unknown=unknown, alone=", ".join(alone))


def hand_prepare(folder: Path, output: Path) -> None:
    """The facts laid ready in SQL."""
    connection = duckdb.connect()
    _connect(connection, output.parent)
    for fact in ("resident", "household", "resident_status", "family_link"):
        connection.execute(
            f"CREATE VIEW {fact} AS SELECT * FROM read_parquet('{folder}/{fact}.parquet')"
        )
    statement = (HERE / "rules_by_hand_prepare.sql").read_text("utf-8")
    connection.execute(f"COPY ({statement}) TO '{output}' (FORMAT parquet)")


def hand_decide(prepared: Path) -> Counts:
    """The rules in SQL."""
    connection = duckdb.connect()
    _connect(connection, prepared.parent)
    connection.execute(f"CREATE VIEW person AS SELECT * FROM read_parquet('{prepared}')")
    connection.execute(f"CREATE TABLE decided AS {by_hand()}")
    sums = []
    for benefit in BY_HAND:
        column = f"o_{NAMES.get(benefit, benefit)}"
        sums += [f"count(*) FILTER ({column} = {int(outcome)})" for outcome in Outcome]
    sums += [f"sum(bit_count({word}))" for word in ("failed_0", "unknown_0", "related_0")]
    row = connection.execute(f"SELECT {', '.join(sums)} FROM decided").fetchone()
    numbers = [int(number) for number in row or ()]
    counts: dict[str, list[int]] = {
        NAMES.get(benefit, benefit): numbers[4 * place : 4 * place + 4]
        for place, benefit in enumerate(BY_HAND)
    }
    return {**counts, "reasons": numbers[-3:]}


def contenders() -> list[Contender]:
    """The engine first, then what it is measured against; numpy and OpenFisca where their extra is installed."""
    found = [
        Contender("engine", engine_prepare, engine_decide),
        Contender("DuckDB by hand", hand_prepare, hand_decide),
    ]
    needed: Mapping[str, tuple[str, str]] = {
        "numpy": ("numpy", "numpy_decide"),
        "OpenFisca-Core": ("openfisca_core", "openfisca_decide"),
    }
    for name, (module, function) in needed.items():
        decide: Any = _Later(function)
        absent = importlib.util.find_spec(module) is None
        why = "not installed (requirements-openfisca.lock)" if absent else ""
        found.append(Contender(name, hand_prepare, decide, why))
    return found


@dataclass(frozen=True)
class _Later:
    """A contender whose libraries are an extra: imported where it runs, in its own process."""

    function: str

    def __call__(self, prepared: Path) -> Counts:
        module = importlib.import_module(f"yimi.bench.rules_{self.function.partition('_')[0]}")
        counts: Counts = getattr(module, self.function)(prepared)
        return counts
