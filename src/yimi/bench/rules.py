"""``yimi bench rules``: a whole population against thirteen policies, reasons kept, beside the same by hand in DuckDB.

Each contender runs in a process of its own, from the same Parquet files to a Parquet file of decisions, and the outcome
counts must be equal. Wall and processor seconds are both shown: on a busy machine the second is the honest one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import duckdb

from yimi.bench.rules_world import make_population
from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack
from yimi.engine.parameters import Bindings
from yimi.engine.rules import RuleSet, read_rules
from yimi.engine.rules.population import Population

DAY = date(2024, 6, 1)
LEFT_OUT = {"dibao_single", "rigid_expense", "temporary"}
MEMORY = "2GB"
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


def thirteen() -> RuleSet:
    """The shipped residents' policies but three."""
    rules = read_rules(load_pack("national/resident-policies"))
    kept = tuple(benefit for benefit in rules.benefits if benefit.id not in LEFT_OUT)
    return replace(rules, benefits=kept)


def by_hand() -> str:
    """The hand-written statement, its repeated parts filled in."""
    text = (Path(__file__).with_name("rules_by_hand.sql")).read_text("utf-8")
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


def run_engine(folder: Path, output: Path) -> None:
    """The shipped path: pack in, decisions out."""
    backend = DuckBackend(memory=MEMORY)
    backend.connection.execute(f"SET temp_directory = '{output.parent}'")
    backend.connection.execute("SET preserve_insertion_order = false")
    backend.connection.execute("SET enable_progress_bar = false")
    backend.open_parquet(folder)
    population = Population(thirteen(), backend, load_catalogue(), Bindings(DAY))
    statement = backend.sql(population.statement("resident", with_values=False))
    backend.connection.execute(f"COPY ({statement}) TO '{output}' (FORMAT parquet)")


def run_by_hand(folder: Path, output: Path) -> None:
    """The same rules written straight in SQL."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = '{output.parent}'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    for fact in ("resident", "household", "resident_status", "family_link"):
        connection.execute(
            f"CREATE VIEW {fact} AS SELECT * FROM read_parquet('{folder}/{fact}.parquet')"
        )
    connection.execute(f"COPY ({by_hand()}) TO '{output}' (FORMAT parquet)")


def measure(run: Callable[[Path, Path], None], folder: Path, output: Path, queue: Any) -> None:
    """In a process of its own: seconds on the clock, seconds of processor, largest memory in MB."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    run(folder, output)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    queue.put((wall, used, after.ru_maxrss / 1024))


def outcomes(output: Path) -> dict[str, list[int]]:
    """By benefit, how many have each outcome, and how many reasons were kept."""
    connection = duckdb.connect()
    found = {}
    for benefit in thirteen().benefits:
        rows = connection.execute(
            f"SELECT o_{benefit.id}, count(*) FROM '{output}' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        counts = dict(rows)
        found[benefit.id] = [counts.get(n, 0) for n in range(4)]
    kept = connection.execute(
        f"SELECT sum(bit_count(failed_0)), sum(bit_count(unknown_0)), sum(bit_count(related_0)) FROM '{output}'"
    ).fetchone()
    found["reasons"] = [int(n) for n in kept or ()]
    return found


def main(arguments: Sequence[str]) -> None:
    """Example: ./yimi bench rules --people 1000000"""
    parser = argparse.ArgumentParser(prog="yimi bench rules", description=main.__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(list(arguments))
    context = multiprocessing.get_context("spawn")
    found = []
    for count in options.people:
        folder = make_population(options.folder.resolve(), count)
        results: dict[str, Any] = {"people": count, "benefits": len(thirteen().benefits)}
        counted = {}
        for name, run in (("engine", run_engine), ("by hand", run_by_hand)):
            best: tuple[float, float, float] | None = None
            output = folder / f"{name.replace(' ', '_')}.parquet"
            for _ in range(options.repeat):
                queue = context.Queue()
                process = context.Process(target=measure, args=(run, folder, output, queue))
                process.start()
                process.join()
                if process.exitcode:
                    raise click.ClickException(f"{name}: failed")
                measured = queue.get()
                best = min(best, measured) if best else measured
            counted[name] = outcomes(output)
            results[name] = dict(
                zip(("seconds", "processor", "memory_mb"), best or (), strict=True)
            )
        results["equal"] = counted["engine"] == counted["by hand"]
        results["overhead"] = results["engine"]["seconds"] / results["by hand"]["seconds"]
        results["overhead_processor"] = (
            results["engine"]["processor"] / results["by hand"]["processor"]
        )
        found.append(results)
        if not results["equal"]:
            for key, value in counted["engine"].items():
                if value != counted["by hand"][key]:
                    click.echo(
                        f"  {key}: engine {value}, by hand {counted['by hand'][key]}", err=True
                    )
    if options.json:
        click.echo(json.dumps(found, indent=2))
    else:
        for one in found:
            click.echo(
                f"{one['people']:,} people × {one['benefits']} benefits: engine {one['engine']['seconds']:.2f} s "
                f"({one['engine']['processor']:.1f} s processor, {one['engine']['memory_mb']:.0f} MB), by hand "
                f"{one['by hand']['seconds']:.2f} s ({one['by hand']['processor']:.1f} s, {one['by hand']['memory_mb']:.0f} MB); "
                f"overhead {one['overhead']:.2f}× (processor {one['overhead_processor']:.2f}×); equal: {one['equal']}"
            )
    sys.exit(0 if all(one["equal"] for one in found) else 1)
