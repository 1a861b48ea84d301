"""``yimi bench import``: a workbook of 100,000 rows through the whole import, against a bare baseline in the same run.

The baseline (``importing_bare``) reads the same file with the same library, validates every column and stores the rows
in one plain table of a file as durable as ours: no encryption, permission, audit, idempotency, search.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import django

TARGET_SECONDS, TARGET_MB = 15, 600


def main(arguments: Sequence[str]) -> None:
    """Measure and print; exits 1 when a target is missed at full size."""
    parser = argparse.ArgumentParser(prog="yimi bench import", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kind", choices=["records", "households", "both"], default="both")
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder, _database(options.db) as url:
        os.environ |= {"YIMI_VAR": folder, "YIMI_DATABASE_URL": url or ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
        django.setup()
        kinds = ["records", "households"] if options.kind == "both" else [options.kind]
        results = [_measure(kind, options.rows, Path(folder)) for kind in kinds]
    if options.format == "json":
        print(json.dumps(results, ensure_ascii=False))
    missed = [row for row in results if row["seconds"] > TARGET_SECONDS or row["mb"] > TARGET_MB]
    raise SystemExit(1 if missed and options.rows >= 100_000 else 0)


def _database(name: str) -> Any:
    if name == "sqlite":
        return nullcontext("")
    from yimi.bench.postgres import throwaway_postgres  # noqa: PLC0415 - only when asked for

    return throwaway_postgres()


def _measure(kind: str, rows: int, folder: Path) -> dict[str, Any]:
    from yimi.bench.importing_world import build_world  # noqa: PLC0415 - Django must be set up first

    world = build_world()
    content = world.ledger(rows) if kind == "records" else world.register(rows)
    gc.collect()
    job = world.receive(content, kind)
    received, cpu = time.monotonic(), _cpu_seconds()
    world.check(job)
    checked = time.monotonic()
    world.write(job)
    written, cpu = time.monotonic(), _cpu_seconds() - cpu
    memory = _peak_mb()  # before the baseline, which holds the whole file at once
    bare_began, bare_cpu = time.monotonic(), _cpu_seconds()
    bare_rows = world.bare(content, kind, folder)
    bare, bare_cpu = time.monotonic() - bare_began, _cpu_seconds() - bare_cpu
    job.refresh_from_db()
    result = {
        "kind": kind,
        "rows": rows,
        "written": job.counts.get("written"),
        "faulty": job.counts.get("faulty"),
        "workbook_mb": round(len(content) / 2**20, 1),
        "bare_rows": bare_rows,
        "bare_seconds": round(bare, 2),
        "bare_cpu_seconds": round(bare_cpu, 2),
        "check_seconds": round(checked - received, 2),
        "write_seconds": round(written - checked, 2),
        "seconds": round(written - received, 2),
        "cpu_seconds": round(cpu, 2),
        "mb": round(memory),
    }
    result["ratio"] = round(result["seconds"] / bare, 1)
    result["cpu_ratio"] = round(result["cpu_seconds"] / bare_cpu, 1)
    _show(result)
    return result


def _cpu_seconds() -> float:
    """Time on the processor, of this process and of those it started: what a busy machine does not blur."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak_mb() -> float:
    """This process at its largest, plus the largest reading process."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_maxrss for each in who) / 1024


def _show(result: dict[str, Any]) -> None:
    rate = result["rows"] / result["seconds"]
    print(
        f"{result['kind']}: {result['rows']:,} rows ({result['workbook_mb']} MB), {result['written']:,} written,"
        f" {result['faulty']:,} faulty\n"
        f"  bare read-check-store   {result['bare_seconds']:7.2f} s   {result['bare_cpu_seconds']} s of processor,"
        f" {result['bare_rows']:,} rows stored\n"
        f"  check (all rules)       {result['check_seconds']:7.2f} s\n"
        f"  write (in blocks)       {result['write_seconds']:7.2f} s\n"
        f"  together                {result['seconds']:7.2f} s   {result['cpu_seconds']} s of processor,"
        f" {rate:,.0f} rows/s   (target {TARGET_SECONDS} s)\n"
        f"  against bare            {result['ratio']:7} ×   {result['cpu_ratio']} × in processor time\n"
        f"  peak memory             {result['mb']:7,} MB  reading process included   (target {TARGET_MB} MB)"
    )
