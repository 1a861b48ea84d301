"""``yimi bench insight``: figures as shipped, beside SQL by hand in DuckDB over the same Parquet files, and in PostgreSQL.

Contacts of 158 counties over 36 months are written through the store's own writer; the figures go through the engine
and a snapshot, as the pages do. All sides must come to the same numbers. Processor seconds stand beside wall seconds: on a
busy machine the first are the honest ones (PostgreSQL's own are not ours to count). Random tables follow, for a p95.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import duckdb

from yimi.bench.contacts import best_of, peak, write_apart
from yimi.bench.insight_postgres import loaded
from yimi.bench.questions import ask_all
from yimi.core.boot import setup_django
from yimi.engine.indicators import Grouping, Periods

#: Contacts of the three sizes, in millions.
SIZES = (0.345, 3.45)
LARGE = 34.5
#: As much for the hand-written side as for ours.
MEMORY = "1GB"


@dataclass(frozen=True)
class Asked:
    """A table of the pages, and the same by hand; ``{contacts}`` stands for the files."""

    name: str
    keys: tuple[str, ...]
    grouping: Grouping
    by_hand: str


COUNTY = "SELECT substring(region_code, 1, 6) AS place"
MET = "outcome = 'met'"
ASKED = (
    Asked(
        "one month, person-times of every county",
        ("P01_person_times",),
        Grouping(Periods(2025, 6), digits=6),
        f"{COUNTY}, sum(person_times) FILTER (WHERE {MET}) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-06-01' AND served_on < DATE '2025-07-01' GROUP BY 1",
    ),
    Asked(
        "one month, report of every county (4 indicators)",
        ("P01_person_times", "P02_persons", "P04_household_times", "P04_households"),
        Grouping(Periods(2025, 6), digits=6),
        f"{COUNTY}, sum(person_times) FILTER (WHERE {MET}), "
        f"count(DISTINCT resident_uid) FILTER (WHERE {MET} AND person_times >= 1), "
        f"count(*) FILTER (WHERE method = 'home_visit' AND {MET} AND is_first_row), "
        f"count(DISTINCT household_uid) FILTER (WHERE method = 'home_visit' AND {MET}) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-06-01' AND served_on < DATE '2025-07-01' GROUP BY 1",
    ),
    Asked(
        "one county, 12 months, towns by domain",
        ("P01_person_times",),
        Grouping(Periods(2025, 1, count=12), place="410123", digits=9, cuts=("domain",)),
        f"SELECT substring(region_code, 1, 9), date_trunc('month', served_on), domain, sum(person_times) FILTER (WHERE {MET}) "
        "FROM {contacts} WHERE region_code >= '410123' AND region_code < '410124' "
        "AND served_on >= DATE '2025-01-01' AND served_on < DATE '2026-01-01' GROUP BY 1, 2, 3",
    ),
    Asked(
        "one year, persons of every county",
        ("P02_persons",),
        Grouping(Periods(2025, 1, months=12), digits=6),
        f"{COUNTY}, count(DISTINCT resident_uid) FILTER (WHERE {MET} AND person_times >= 1) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-01-01' AND served_on < DATE '2026-01-01' GROUP BY 1",
    ),
    Asked(
        "36 months, persons of every county and month",
        ("P02_persons",),
        Grouping(Periods(2023, 1, count=36), digits=6),
        f"{COUNTY}, date_trunc('month', served_on), count(DISTINCT resident_uid) FILTER (WHERE {MET} AND person_times >= 1) "
        "FROM {contacts} WHERE served_on >= DATE '2023-01-01' AND served_on < DATE '2026-01-01' GROUP BY 1, 2",
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes asked for; exits 1 when the sides disagree."""
    parser = argparse.ArgumentParser(prog="yimi bench insight")
    parser.add_argument("--millions", type=float, action="append", help="default: 0.345 and 3.45")
    parser.add_argument("--large", action="store_true", help="34.5 million as well; 20 GB of disk")
    parser.add_argument("--postgres", action="store_true", help="the same in indexed PostgreSQL")
    parser.add_argument("--tables", type=int, default=120, help="random tables; 0 for none")
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
            found.append(measure(int(millions * 1_000_000), folder, options))
        if options.format == "text":
            _tell(found[-1])
    if options.format == "json":
        json.dump(found, sys.stdout, ensure_ascii=False)
    else:
        _tell_growth(found)
    equal = all(row["equal"] for size in found for row in size["rows"])
    raise SystemExit(0 if equal and not any(size["random"]["differ"] for size in found) else 1)


def measure(contacts: int, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All sides over ``contacts`` rows."""
    # Django must be set up first
    from django.conf import settings  # noqa: PLC0415

    from yimi.engine.indicators import Figures  # noqa: PLC0415
    from yimi.insight.facts.files import list_of  # noqa: PLC0415
    from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot  # noqa: PLC0415
    from yimi.insight.facts.store import read_manifest  # noqa: PLC0415
    from yimi.insight.figures.indicators import core_indicators  # noqa: PLC0415

    settings.VAR_DIR = folder
    forget_snapshots()
    written = write_apart(contacts, folder) if read_manifest() is None else {}
    manifest = read_manifest()
    if manifest is None:
        raise SystemExit("nothing was written")
    files = f"read_parquet({list_of(manifest.tables['service_contact'].open)})"
    opened, _wall, _cpu, snapshot = best_of(1, open_snapshot)
    known, backend = core_indicators(), snapshot.backend
    figures = Figures(known, backend, backend.catalogue)
    ours = [
        best_of(options.repeat, partial(figures.compute, one.keys, one.grouping)) for one in ASKED
    ]
    asked = (
        ask_all(known, backend, backend.catalogue, options.tables)
        if options.tables
        else {"differ": 0}
    )
    memory = peak()
    hand = duckdb.connect(":memory:")
    hand.execute(f"SET memory_limit = '{MEMORY}'")
    sides = [
        [
            best_of(options.repeat, partial(_fetch, hand, one.by_hand.format(contacts=files)))
            for one in ASKED
        ]
    ]
    loading = 0.0
    if options.postgres:
        with loaded(files, folder) as (server, loading):
            sides.append(
                [
                    best_of(1, partial(_fetch, server, one.by_hand.format(contacts="contact")))
                    for one in ASKED
                ]
            )
    rows = [
        {
            "table": one.name, "first": mine[0], "ours": mine[1:3],
            "others": [other[1:3] for other in others],
            "equal": all(_sum_of_figures(mine[3]) == _sum_of_rows(other[3], len(one.keys)) for other in others),
        }
        for one, mine, *others in zip(ASKED, ours, *sides, strict=True)
    ]  # fmt: skip
    bytes_used = sum(path.stat().st_size for path in folder.glob("facts/**/*") if path.is_file())
    return {
        "contacts": contacts, "written": written, "opened": opened, "bytes": bytes_used, "memory": memory,
        "rows": rows, "random": asked, "loading": loading,
    }  # fmt: skip


def _fetch(connection: Any, statement: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(statement).fetchall()
    return found


def _sum_of_figures(found: Sequence[Any]) -> int:
    return sum(figure.value or 0 for figure in found)


def _sum_of_rows(found: Sequence[tuple[Any, ...]], values: int) -> int:
    return sum(int(value or 0) for row in found for value in row[-values:])


def _tell(size: dict[str, Any]) -> None:
    written = size["written"]
    if written:
        click.echo(
            f"{size['contacts']:,} contacts: written in {written['wall']:.1f} s ({written['cpu']:.1f} s of processor, "
            f"{written['memory'] / 1e6:,.0f} MB of memory with making them up)"
        )
    click.echo(
        f"{size['contacts']:,} contacts: {size['bytes'] / 1e6:,.0f} MB on disk, opened in {size['opened'] * 1000:.0f} ms, "
        f"{size['memory'] / 1e6:,.0f} MB of memory at most while asked"
    )
    names = ["by hand", *(["PostgreSQL"] if size["loading"] else [])]
    others = " ".join(f"{name:>10} {'(cpu)':>8}" for name in names)
    click.echo(f"  {'milliseconds':50} {'first':>8} {'ours':>8} {'(cpu)':>8} {others} {'×':>6}")
    for row in size["rows"]:
        cells = " ".join(f"{seconds * 1000:8.0f}" for seconds in (row["first"], *row["ours"]))
        beside = " ".join(f"{wall * 1000:10.0f} {cpu * 1000:8.0f}" for wall, cpu in row["others"])
        times_faster = row["others"][0][1] / row["ours"][1] if row["ours"][1] else 0
        click.echo(
            f"  {row['table']:50} {cells} {beside} {times_faster:6.1f}{'' if row['equal'] else '  ✗ differ'}"
        )
    asked = size["random"]
    if "asked" in asked:
        click.echo(f"  {asked['asked']} random tables: p50, p95 and slowest in ms")
        for name in ("first", "warm", "cpu"):
            click.echo(
                f"    {name:6} " + " ".join(f"{seconds * 1000:8.0f}" for seconds in asked[name])
            )
        for words in asked["slowest"]:
            click.echo(f"    slow: {words}")
        if asked["differ"]:
            click.echo(f"    ✗ {asked['differ']} differ from the rows")


def _tell_growth(found: Sequence[dict[str, Any]]) -> None:
    """What ten times as many contacts cost, table by table, in processor seconds of the shipped path."""
    if len(found) < 2:
        return
    sizes = " → ".join(f"{size['contacts']:,}" for size in found)
    click.echo(f"Growth, {sizes} contacts: processor ms and times as much")
    for number, row in enumerate(found[0]["rows"]):
        used = [size["rows"][number]["ours"][1] * 1000 for size in found]
        steps = [f"{used[0]:.0f}"]
        steps += [f"{now:.0f} (×{now / then:.1f})" for then, now in pairwise(used) if then]
        click.echo(f"  {row['table']:50} {' → '.join(steps)}")
