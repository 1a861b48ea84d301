"""``yimi bench rebuild``: every fact published anew from this database, into a temporary folder; the database is only read.

Goal (issue 4): 60 s by the clock for 3.45 million contacts on two idle cores. Processor seconds are those of this process;
PostgreSQL's own come on top of them, on the clock only.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from yimi.core.boot import setup_django

GOAL_SECONDS, GOAL_CONTACTS = 60, 3_450_000


def main(arguments: Sequence[str]) -> None:
    """Rebuild once, tell time and memory; with ``--verify`` the proof as well. Exits 1 when it does not hold."""
    parser = argparse.ArgumentParser(prog="yimi bench rebuild")
    parser.add_argument("--verify", action="store_true", help="prove the store afterwards")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(list(arguments))
    setup_django()
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
        found = measure(Path(folder), prove=options.verify)
    if options.format == "json":
        json.dump(found, sys.stdout, ensure_ascii=False)
    else:
        _tell(found)
    raise SystemExit(0 if found.get("holds", True) else 1)


def measure(folder: Path, *, prove: bool = False) -> dict[str, Any]:
    """Seconds by the clock and of the processor, the process's greatest memory, rows by fact."""
    # Django must be set up first
    from django.conf import settings  # noqa: PLC0415

    from yimi.insight.facts.feed import publish_all  # noqa: PLC0415
    from yimi.insight.facts.making import Maker  # noqa: PLC0415
    from yimi.insight.facts.verifying import verify  # noqa: PLC0415

    settings.VAR_DIR = folder
    reading = _timed(Maker, "make")
    wall, cpu = time.perf_counter(), time.process_time()
    manifest = publish_all(from_scratch=True)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rows = {
        name: sum(part.rows for part in (*table.open, *table.past))
        for name, table in manifest.tables.items()
    }
    bytes_used = sum(path.stat().st_size for path in folder.glob("facts/**/*") if path.is_file())
    found: dict[str, Any] = {
        "wall": wall, "cpu": cpu, "reading": reading, "rows": rows, "bytes": bytes_used, "memory": _peak(),
    }  # fmt: skip
    if prove:
        wall, cpu = time.perf_counter(), time.process_time()
        proof = verify()
        found |= {
            "holds": proof.holds, "faults": [*proof.faults, *map(str, proof.differences)],
            "verify_wall": time.perf_counter() - wall, "verify_cpu": time.process_time() - cpu, "memory": _peak(),
        }  # fmt: skip
    return found


def _timed(owner: Any, name: str) -> dict[str, float]:
    """Seconds by the clock of each call of a method, by its fact, filled while it is used."""
    spent: dict[str, float] = {}
    real = getattr(owner, name)

    def call(self: Any, published: Any, keys: Any) -> Any:
        started = time.perf_counter()
        made = real(self, published, keys)
        spent.setdefault(published.fact, time.perf_counter() - started)
        return made

    setattr(owner, name, call)
    return spent


def _peak() -> int:
    """Bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _tell(found: dict[str, Any]) -> None:
    contacts = found["rows"].get("service_contact", 0)
    click.echo(
        f"{sum(found['rows'].values()):,} rows, {contacts:,} of them contacts: {found['wall']:.1f} s by the clock,"
        f" {found['cpu']:.1f} s of processor, {found['memory'] / 1e6:,.0f} MB at most, {found['bytes'] / 1e6:,.0f} MB written"
    )
    if contacts:
        each = GOAL_CONTACTS / contacts
        click.echo(
            f"  for {GOAL_CONTACTS:,} contacts: {found['wall'] * each:.0f} s by the clock (goal {GOAL_SECONDS}),"
            f" {found['cpu'] * each:.0f} s of processor"
        )
    slowest = sorted(found["reading"].items(), key=lambda item: -item[1])[:6]
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in slowest)
    click.echo(f"  reading and making {sum(found['reading'].values()):.1f} s: {told}")
    if "holds" in found:
        word = "holds" if found["holds"] else "DOES NOT HOLD: " + "; ".join(found["faults"])
        click.echo(
            f"  verify {word}, {found['verify_wall']:.1f} s by the clock, {found['verify_cpu']:.1f} s of processor"
        )
