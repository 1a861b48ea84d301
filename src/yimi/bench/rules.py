"""``yimi bench rules``: a whole population against thirteen policies, every failed and unknown condition kept, beside others.

The others are the same rules by hand in DuckDB SQL, in numpy and in OpenFisca-Core (``requirements-openfisca.lock``; left out
with a line when it is not installed). Each runs in a process of its own, from the same Parquet files, and must come to the same
counts of outcomes and reasons. Wall and processor seconds are both shown: on a busy machine the second is the honest one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from yimi.bench.rules_contenders import Contender, contenders, gain_and_lose, thirteen
from yimi.bench.rules_world import make_population

#: What one run measures: seconds on the clock, seconds of processor, largest memory in MB, and what came of it.
Measured = tuple[float, float, float, Any]
STEP = ("seconds", "processor", "memory_mb")


def measure(run: Callable[..., Any], arguments: Sequence[Path], queue: Any) -> None:
    """In a process of its own."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = time.perf_counter()
    result = run(*arguments)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    queue.put((wall, used, after.ru_maxrss / 1024, result))


def best_of(run: Callable[..., Any], arguments: Sequence[Path], repeat: int) -> Measured:
    """The run with the least processor time."""
    context = multiprocessing.get_context("spawn")
    found: list[Measured] = []
    for _ in range(repeat):
        queue = context.Queue()
        process = context.Process(target=measure, args=(run, arguments, queue))
        process.start()
        while process.is_alive() and queue.empty():
            time.sleep(0.02)
        if queue.empty() and process.exitcode:
            raise click.ClickException(f"{run}: failed")
        found.append(queue.get())
        process.join()
    return min(found, key=lambda measured: measured[1])


def compare(
    count: int, folder: Path, repeat: int, taking_part: Sequence[Contender]
) -> dict[str, Any]:
    """Every contender over ``count`` people."""
    facts = make_population(folder.resolve(), count)
    found: dict[str, Any] = {
        "people": count,
        "benefits": len(thirteen().benefits),
        "contenders": {},
    }
    counts: dict[str, Any] = {}
    prepared: dict[Any, tuple[Path, Measured]] = {}
    for contender in taking_part:
        if contender.prepare not in prepared:
            output = facts / f"prepared_{len(prepared)}.parquet"
            made = best_of(contender.prepare, [facts, output], max(1, repeat - 1))
            prepared[contender.prepare] = output, made
        ready, made = prepared[contender.prepare]
        decided = best_of(contender.decide, [ready], repeat)
        counts[contender.name] = decided[3]
        found["contenders"][contender.name] = {
            "prepare": dict(zip(STEP, made, strict=False)),
            "prepared_mb": ready.stat().st_size / 1e6,
            "decide": dict(zip(STEP, decided, strict=False)),
        }
    changed = best_of(gain_and_lose, [facts], max(1, repeat - 1))
    found["gain_and_lose"] = dict(zip(STEP, changed, strict=False))
    engine = counts["engine"]
    found["differences"] = [
        f"{name} {key}: engine {engine[key]}, there {value}"
        for name, theirs in counts.items()
        for key, value in theirs.items()
        if value != engine[key]
    ]
    return found


def lines(found: dict[str, Any]) -> list[str]:
    """A comparison for people."""
    shown = [f"{found['people']:,} people × {found['benefits']} benefits, reasons kept"]
    engine = found["contenders"]["engine"]
    for name, one in found["contenders"].items():
        parts = [f"  {name:15}"]
        for step in ("prepare", "decide"):
            measured = one[step]
            parts.append(
                f"{step} {measured['seconds']:6.2f} s ({measured['processor']:6.2f} s processor, {measured['memory_mb']:5.0f} MB)"
            )
        if name != "engine":
            ratio = engine["decide"]["processor"] / one["decide"]["processor"]
            parts.append(f"engine / this: {ratio:.2f}×")
        shown.append("  ".join(parts))
    changed = found["gain_and_lose"]
    shown.append(
        f"  gain and lose, two versions from the facts: {changed['seconds']:.2f} s "
        f"({changed['processor']:.2f} s processor, {changed['memory_mb']:.0f} MB)"
    )
    same = "the same" if not found["differences"] else "DIFFERENT"
    return [*shown, f"  outcomes and reasons: {same}", *found["differences"]]


def main(arguments: Sequence[str]) -> None:
    """Example: ./yimi bench rules --people 1000000"""
    parser = argparse.ArgumentParser(prog="yimi bench rules", description=main.__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="Contenders beside the engine.")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(list(arguments))
    taking_part = []
    for contender in contenders():
        if options.only and contender.name not in ["engine", *options.only]:
            continue
        if contender.missing:
            click.echo(f"{contender.name}: left out, {contender.missing}", err=True)
        else:
            taking_part.append(contender)
    found = [compare(n, options.folder, options.repeat, taking_part) for n in options.people]
    if options.json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(line for one in found for line in lines(one)))
    sys.exit(1 if any(one["differences"] for one in found) else 0)
