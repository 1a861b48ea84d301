"""``yimi bench reports``: the monthly report of every county at once, and of all 36 months, through the shipped path.

Contacts are those of ``yimi bench insight``, written through the store's writer; the report is the county roll-up. Goals
(issue 4, at 3.45 million contacts on two cores): 100 ms for a month, 500 ms for 36.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from yimi.bench.contacts import best_of, peak, write_apart
from yimi.core.boot import setup_django
from yimi.engine.indicators import Grouping, Periods

SIZES = (0.345, 3.45)
LARGE = 34.5
PROVINCE, COUNTY, TOWN = "41", 6, 9
#: What is asked: the words, and how the report is spread out.
ASKED = (
    ("one month, every county", Grouping(Periods(2025, 6), PROVINCE, COUNTY)),
    ("one month, every town", Grouping(Periods(2025, 6), PROVINCE, TOWN)),
    ("36 months, every county", Grouping(Periods(2023, 1, count=36), PROVINCE, COUNTY)),
    ("one month, all stations by unit", Grouping(Periods(2025, 6), by_unit=True)),
)


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(prog="yimi bench reports")
    parser.add_argument("--millions", type=float, action="append", help="default: 0.345 and 3.45")
    parser.add_argument("--large", action="store_true", help="34.5 million as well; 20 GB of disk")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--keep", help="a folder for the contacts; those already there are used")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(list(arguments))
    found = []
    for millions in options.millions or [*SIZES, *([LARGE] if options.large else [])]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yimi-bench-")))
            if options.keep:
                folder = Path(options.keep) / f"{millions}"
            os.environ["YIMI_VAR"] = str(folder)
            setup_django()
            found.append(measure(int(millions * 1_000_000), folder, options.repeat))
        if options.format == "text":
            _tell(found[-1])
    if options.format == "json":
        json.dump(found, sys.stdout, ensure_ascii=False)


def measure(contacts: int, folder: Path, repeat: int) -> dict[str, Any]:
    """First, best wall and best processor seconds of each table, and how many figures it has."""
    # Django must be set up first
    from django.conf import settings  # noqa: PLC0415

    from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot  # noqa: PLC0415
    from yimi.insight.facts.store import read_manifest  # noqa: PLC0415
    from yimi.reports.reading import shipped  # noqa: PLC0415

    settings.VAR_DIR = folder
    forget_snapshots()
    # as the web process does once everything is loaded
    gc.freeze()
    if read_manifest() is None:
        write_apart(contacts, folder)
    facts, rows = open_snapshot(), []
    for words, grouping in ASKED:
        pack = shipped()["station-month" if grouping.by_unit else "county-month"]
        run = partial(_all_rows, pack, grouping, facts)
        first, wall, cpu, answer = best_of(repeat, run)
        rows.append(
            {"table": words, "first": first, "wall": wall, "cpu": cpu, "figures": len(answer)}
        )
    gc.unfreeze()
    return {"contacts": contacts, "rows": rows, "memory": peak()}


def _all_rows(pack: Any, grouping: Grouping, facts: Any) -> list[Any]:
    from yimi.reports.figures import rows_of  # noqa: PLC0415 - Django must be set up first

    return list(rows_of(pack, grouping, facts))


def _tell(size: dict[str, Any]) -> None:
    click.echo(f"{size['contacts']:,} contacts, {size['memory'] / 1e6:,.0f} MB of memory at most")
    click.echo(f"  {'':36} {'first ms':>9} {'best ms':>9} {'(cpu)':>9} {'figures':>9}")
    for row in size["rows"]:
        times = " ".join(f"{row[name] * 1000:9.0f}" for name in ("first", "wall", "cpu"))
        click.echo(f"  {row['table']:36} {times} {row['figures']:9,}")
