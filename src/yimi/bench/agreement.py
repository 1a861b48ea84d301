"""``yimi bench agreement``: one by one and all at once give the same decisions, on 100,000 generated people and every pack.

People, families, workers and their papers are made from a seed, a block at a time (``engine/tests/people.py``). Every
shipped rule pack decides on every one of them twice: in plain Python as a worker's screen does, and in one DuckDB
statement as the nightly run does. Outcome, failed and unknown conditions, relations and values must be equal.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import Fact, load_catalogue
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import read_rules
from yimi.engine.rules.decisions import Decision, decide
from yimi.engine.rules.definitions import RuleSet
from yimi.engine.rules.population import Population
from yimi.engine.tests.people import people_for

#: Subjects of each kind in a block: one statement for all of them, one Python decision for each.
BLOCK = 1000
SINCE = date(2024, 6, 1)


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every shipped rule pack, read once in each process."""
    packs = [load_pack(name) for name in shipped_packs()]
    return {pack.id: read_rules(pack, load_catalogue()) for pack in packs if pack.kind == "rules"}


def run_block(seed: int) -> Counter[str]:
    """One block under every pack: decisions by pack, and ``differing``. Raises AssertionError with the first difference."""
    counted: Counter[str] = Counter()
    for name, rules in rule_sets().items():
        day = max(rules.pack.in_force_from or SINCE, SINCE)
        rows = people_for(rules.pack.prefix, day, seed=seed * 97 + len(name), number=BLOCK)
        alone = decided_alone(rules, rows, day)
        together = decided_together(rules, rows, day)
        if alone != together:
            first = next(k for k in {**alone, **together} if alone.get(k) != together.get(k))
            raise AssertionError(f"{name}, seed {seed}: {alone.get(first)} / {together.get(first)}")
        counted[name] += len(alone)
        counted["people"] += sum(len(rows[subject]) for subject in rules.subjects)
        counted["likely"] += sum(1 for one in alone.values() if one.outcome.name == "LIKELY")
    return counted


def decided_alone(
    rules: RuleSet, rows: dict[str, list[dict]], day: date
) -> dict[tuple[str, str], Decision]:
    """By benefit and key, each row decided by itself."""
    world, bindings = World(rows), Bindings(day)
    return {
        (decision.benefit, decision.key): decision
        for subject in rules.subjects
        for row in rows[subject]
        for decision in decide(rules, world, subject, row, bindings)
    }


def decided_together(
    rules: RuleSet, rows: dict[str, list[dict]], day: date
) -> dict[tuple[str, str], Decision]:
    """By benefit and key, all rows in one statement per kind of subject."""
    duck = DuckBackend(threads=1)
    with TemporaryDirectory() as name:
        for fact, listed in rows.items():
            write_csv(Path(name) / f"{fact}.csv", load_catalogue().fact(fact), listed)
        duck.open_csv(Path(name))
        duck.lock()
    population = Population(rules, duck, load_catalogue(), Bindings(day))
    return {(one.benefit, one.key): one for one in population.decisions()}


def write_csv(path: Path, fact: Fact, rows: Sequence[dict]) -> None:
    """One fact as ``yimi rules check`` reads it; an unknown value is an empty field."""
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(fact.columns)
        lines.writerows([_field(row.get(name)) for name in fact.columns] for row in rows)


def _field(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def main(arguments: Sequence[str]) -> None:
    """Run the blocks; an AssertionError names pack, seed and the first difference."""
    parser = argparse.ArgumentParser(prog="yimi bench agreement", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="subjects under each pack")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args(arguments)
    started, counted = time.monotonic(), Counter[str]()
    with ProcessPoolExecutor(options.processes) as pool:
        for found in pool.map(run_block, range(-(-options.people // BLOCK))):
            counted.update(found)
    for name in rule_sets():
        click.echo(f"{name:40} {counted[name]:>12,} decisions alike")
    everyone = sum(counted[name] for name in rule_sets())
    click.echo(
        f"{options.people:,} people under each of {len(rule_sets())} packs ({counted['people']:,} subjects):"
        f" {everyone:,} decisions, {counted['likely']:,} of them likely, all alike"
        f" ({time.monotonic() - started:.0f} s)."
    )
