"""``yimi bench record``: one service record through the API against a raw insert of the same rows, in one run.

The API request validates, checks permission, encrypts the note and writes the audit event; 16 clients, web on one or two
processes. The baseline inserts the same rows (record, participant, worker, due date, event) with prepared statements,
one transaction per record, from one connection per client thread, in the same database.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from yimi.bench.load import Outcome, drive, post
from yimi.bench.postgres import throwaway_postgres
from yimi.bench.under_test import UnderTest
from yimi.core import clock

CLIENTS = 16
NOTE = "血压药还剩一周，儿子中秋前回来。卫生间地滑，扶手已装好，提醒慢走。"


def body_for(station: dict[str, Any], number: int) -> bytes:
    """A home visit of today: what a phone sends."""
    household, resident = station["households"][number % len(station["households"])]
    return json.dumps(
        {
            "uid": str(uuid4()), "unit": station["unit"], "method": "home_visit", "item": "EL2",
            "served_on": clock.today().isoformat(), "minutes": 30, "household": household,
            "participants": [{"resident": resident}], "workers": [station["worker"]], "note": NOTE,
            "changes": ["none"],
        }
    ).encode()  # fmt: skip


def measure(under: UnderTest, world: list[dict[str, Any]], requests: int) -> Outcome:
    """Warm up, then drive."""

    def make(number: int) -> bytes:
        station = world[number % len(world)]
        return post("/api/v1/records", station["token"], body_for(station, number // len(world)))

    drive(under.port, clients=CLIENTS, requests=300, make=make)
    return drive(under.port, clients=CLIENTS, requests=requests, make=make)


def main(arguments: Sequence[str]) -> None:
    """Run on the chosen database(s) and print a table with ratios."""
    parser = argparse.ArgumentParser(prog="yimi bench record")
    parser.add_argument("--db", choices=["both", "sqlite", "postgres"], default="both")
    parser.add_argument("--requests", type=int, default=6_000)
    options = parser.parse_args(list(arguments))
    for name in ("sqlite", "postgres"):
        if options.db not in {"both", name}:
            continue
        server = throwaway_postgres(durable=True) if name == "postgres" else nullcontext("")
        with server as url, tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
            processes = 2 if url else 1
            under = UnderTest(Path(folder), url, web_processes=processes, threads=8)
            world = under.build(stations=16, households=200)
            baseline = json.loads(under.run("yimi.bench.record_baseline", str(options.requests)))
            under.start()
            try:
                outcome = measure(under, world, options.requests)
            finally:
                under.stop()
        _report(name, outcome, baseline["per_second"])


def _report(name: str, outcome: Outcome, baseline: float) -> None:
    click.echo(
        f"{name:9} API {outcome.per_second:6.0f}/s  p50 {outcome.percentile(0.5):5.1f} ms"
        f"  p99 {outcome.percentile(0.99):5.1f} ms  answers {outcome.statuses}"
        f"  | raw insert {baseline:6.0f}/s  | API is {baseline / outcome.per_second:.1f}× slower than raw"
    )
