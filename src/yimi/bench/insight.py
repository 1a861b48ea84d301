"""``yimi bench insight``: figures as shipped, beside SQL by hand in DuckDB over the same Parquet files.

Contacts of 158 counties over 36 months are written through the store's own writer; the figures go through the engine
and a snapshot, as the pages do. Both sides must come to the same numbers. Processor seconds stand beside wall seconds:
on a busy machine the second are the honest ones.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import duckdb

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
        f"{COUNTY}, sum(person_times) FILTER ({MET}) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-06-01' AND served_on < DATE '2025-07-01' GROUP BY 1",
    ),
    Asked(
        "one month, report of every county (4 indicators)",
        ("P01_person_times", "P02_persons", "P04_household_times", "P04_households"),
        Grouping(Periods(2025, 6), digits=6),
        f"{COUNTY}, sum(person_times) FILTER ({MET}), "
        f"count(DISTINCT resident_uid) FILTER ({MET} AND person_times >= 1), "
        f"count(*) FILTER (method = 'home_visit' AND {MET} AND is_first_row), "
        f"count(DISTINCT household_uid) FILTER (method = 'home_visit' AND {MET}) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-06-01' AND served_on < DATE '2025-07-01' GROUP BY 1",
    ),
    Asked(
        "one county, 12 months, towns by domain",
        ("P01_person_times",),
        Grouping(Periods(2025, 1, count=12), place="410123", digits=9, cuts=("domain",)),
        f"SELECT substring(region_code, 1, 9), date_trunc('month', served_on), domain, sum(person_times) FILTER ({MET}) "
        "FROM {contacts} WHERE region_code >= '410123' AND region_code < '410124' "
        "AND served_on >= DATE '2025-01-01' AND served_on < DATE '2026-01-01' GROUP BY ALL",
    ),
    Asked(
        "one year, persons of every county",
        ("P02_persons",),
        Grouping(Periods(2025, 1, months=12), digits=6),
        f"{COUNTY}, count(DISTINCT resident_uid) FILTER ({MET} AND person_times >= 1) FROM {{contacts}} "
        "WHERE served_on >= DATE '2025-01-01' AND served_on < DATE '2026-01-01' GROUP BY 1",
    ),
    Asked(
        "36 months, persons of every county and month",
        ("P02_persons",),
        Grouping(Periods(2023, 1, count=36), digits=6),
        f"{COUNTY}, date_trunc('month', served_on), count(DISTINCT resident_uid) FILTER ({MET} AND person_times >= 1) "
        "FROM {contacts} WHERE served_on >= DATE '2023-01-01' AND served_on < DATE '2026-01-01' GROUP BY 1, 2",
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes asked for; exits 1 when the two sides disagree."""
    parser = argparse.ArgumentParser(prog="yimi bench insight")
    parser.add_argument("--millions", type=float, action="append", help="default: 0.345 and 3.45")
    parser.add_argument(
        "--large", action="store_true", help="34.5 million as well; needs 10 GB of disk"
    )
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    options = parser.parse_args(list(arguments))
    sizes = options.millions or [*SIZES, *([LARGE] if options.large else [])]
    found = []
    for millions in sizes:
        with tempfile.TemporaryDirectory(prefix="yimi-bench-") as folder:
            os.environ["YIMI_VAR"] = folder
            setup_django()
            found.append(measure(int(millions * 1_000_000), Path(folder), options.repeat))
        if options.format == "text":
            _tell(found[-1])
    if options.format == "json":
        json.dump(found, sys.stdout, ensure_ascii=False)
    raise SystemExit(0 if all(row["equal"] for size in found for row in size["rows"]) else 1)


def measure(contacts: int, folder: Path, repeat: int) -> dict[str, Any]:
    """Both sides over ``contacts`` rows."""
    # Django must be set up first
    from django.conf import settings  # noqa: PLC0415

    from yimi.engine.indicators import Figures  # noqa: PLC0415
    from yimi.insight.facts.files import list_of  # noqa: PLC0415
    from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot  # noqa: PLC0415
    from yimi.insight.facts.store import read_manifest  # noqa: PLC0415
    from yimi.insight.figures.indicators import core_indicators  # noqa: PLC0415

    settings.VAR_DIR = folder
    forget_snapshots()
    started = time.perf_counter()
    write_contacts(contacts)
    written = time.perf_counter() - started
    manifest = read_manifest()
    assert manifest is not None
    files = f"read_parquet({list_of(manifest.tables['service_contact'].open)})"
    started = time.perf_counter()
    snapshot = open_snapshot()
    opened = time.perf_counter() - started
    figures = Figures(core_indicators(), snapshot.backend, snapshot.backend.catalogue)
    hand = duckdb.connect(":memory:")
    hand.execute(f"SET memory_limit = '{MEMORY}'")
    rows = []
    for asked in ASKED:
        statement = asked.by_hand.format(contacts=files)
        ours = best_of(repeat, partial(figures.compute, asked.keys, asked.grouping))
        theirs = best_of(repeat, partial(_fetch, hand, statement))
        rows.append(
            {
                "table": asked.name, "first": ours[0], "ours": ours[1:3], "by_hand": theirs[1:3],
                "equal": _sum_of_figures(ours[3]) == _sum_of_rows(theirs[3], len(asked.keys)),
            }
        )  # fmt: skip
    bytes_used = sum(path.stat().st_size for path in folder.glob("facts/**/*") if path.is_file())
    return {
        "contacts": contacts,
        "written": written,
        "opened": opened,
        "bytes": bytes_used,
        "rows": rows,
    }


def _fetch(connection: duckdb.DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


def best_of(repeat: int, run: Callable[[], Any]) -> tuple[float, float, float, Any]:
    """The first time, the best wall and processor seconds of the rest, and the answer."""
    walls, used, answer = [], [], None
    for _ in range(repeat + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = run()
        walls.append(time.perf_counter() - wall)
        used.append(time.process_time() - cpu)
    return walls[0], min(walls[1:]), min(used[1:]), answer


def write_contacts(count: int) -> None:
    """So many contacts, spread as a province's are, published through the store's writer."""
    from yimi.core import clock  # noqa: PLC0415
    from yimi.engine.catalogue import load_catalogue  # noqa: PLC0415
    from yimi.insight.facts import compacting  # noqa: PLC0415
    from yimi.insight.facts.feed import workbench  # noqa: PLC0415
    from yimi.insight.facts.published import PUBLISHED  # noqa: PLC0415
    from yimi.insight.facts.shapes import empty_table  # noqa: PLC0415
    from yimi.insight.facts.store import Manifest, write_manifest  # noqa: PLC0415

    contact = PUBLISHED["service_contact"]
    with workbench() as work:
        work.execute(empty_table(load_catalogue().fact(contact.fact), "made"))
        work.execute(
            f"INSERT INTO made BY NAME ({CONTACTS.format(count=count, persons=max(1, count // 4))})"
        )
        table = compacting.begin(work, contact, "made", 1)
    write_manifest(Manifest(1, clock.now(), clock.now(), 0, "", {contact.fact: table}))


#: A person lives in one village, is seen about four times in three years, most often at home.
CONTACTS = """
WITH dice AS (
    SELECT n, CAST(hash(n) % {persons} AS BIGINT) AS person, hash(n + 7) AS a, hash(n + 11) AS b, hash(n + 13) AS c
    FROM range({count}) AS numbers(n)
)
SELECT
    CAST(md5('c' || n) AS UUID) AS uid,
    CAST(md5('r' || n) AS UUID) AS record_uid,
    CAST(md5('p' || person) AS UUID) AS resident_uid,
    CAST(md5('h' || person // 2) AS UUID) AS household_uid,
    CAST(md5('u' || person % 2370) AS UUID) AS unit_uid,
    CAST(md5('w' || person % 4740) AS UUID) AS worker_uid,
    '41' || lpad(CAST(1 + (person % 158) // 16 AS VARCHAR), 2, '0') || lpad(CAST(21 + (person % 158) % 16 AS VARCHAR), 2, '0')
        || lpad(CAST(100 + person % 15 AS VARCHAR), 3, '0') || lpad(CAST(200 + person % 20 AS VARCHAR), 3, '0') AS region_code,
    CAST(DATE '2023-01-01' + CAST(a % 1096 AS INTEGER) AS DATE) AS served_on,
    CAST(DATE '2023-01-01' + CAST(a % 1096 AS INTEGER) AS DATE) AS recorded_on,
    ['SA', 'CH', 'EL', 'GV', 'AF'][1 + CAST(b % 5 AS INTEGER)] AS domain,
    ['EL1', 'EL2', 'SA1', 'SA2', 'CH1', 'CH2', 'GV1', 'AF1'][1 + CAST(b % 8 AS INTEGER)] AS item,
    ['home_visit', 'home_visit', 'phone', 'consultation', 'activity'][1 + CAST(c % 5 AS INTEGER)] AS method,
    CASE WHEN c % 20 = 0 THEN 'not_met' ELSE 'met' END AS outcome,
    CASE WHEN c % 20 = 0 THEN 0 ELSE 1 END AS person_times,
    false AS estimated,
    c % 9 <> 0 AS is_first_row,
    CASE WHEN c % 9 <> 0 THEN 30 END AS minutes,
    ['child', 'adult', 'elder'][1 + CAST(person % 3 AS INTEGER)] AS age_band,
    CAST(1 + person % 2 AS VARCHAR) AS sex,
    person % 6 = 0 AS in_hardship,
    person % 4 = 0 AS by_certified,
    TIMESTAMP '2023-01-01' + CAST(a % 1096 AS INTEGER) * INTERVAL 1 DAY AS known_from,
    NULL AS known_to
FROM dice
"""


def _sum_of_figures(found: Sequence[Any]) -> int:
    return sum(figure.value or 0 for figure in found)


def _sum_of_rows(found: Sequence[tuple[Any, ...]], values: int) -> int:
    return sum(int(value or 0) for row in found for value in row[-values:])


def _tell(size: dict[str, Any]) -> None:
    click.echo(
        f"{size['contacts']:,} contacts: written in {size['written']:.1f} s, {size['bytes'] / 1e6:,.0f} MB,"
        f" opened in {size['opened']:.2f} s"
    )
    click.echo(
        f"  {'':50} {'first':>8} {'ours':>8} {'(cpu)':>8} {'by hand':>8} {'(cpu)':>8} {'×':>6}"
    )
    for row in size["rows"]:
        times = [row["first"], *row["ours"], *row["by_hand"]]
        cells = " ".join(f"{seconds * 1000:8.0f}" for seconds in times)
        times_faster = row["by_hand"][1] / row["ours"][1] if row["ours"][1] else 0
        click.echo(
            f"  {row['table']:50} {cells} {times_faster:6.1f}{'' if row['equal'] else '  ✗ differ'}"
        )
