"""``yimi bench pages``: server time and number of queries of every page, on the database that the environment names.

Build it first (``yimi demo --no-serve``, or ``--size province`` on PostgreSQL) and publish its facts (``yimi facts rebuild``).
The baseline in the same run is the cheapest page of the shell (我的), so that the ratio says what a page itself costs.
Mean processor time of this process and its PostgreSQL process stands beside the clock: on a shared machine the clock
measures the others too.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from yimi.core.boot import setup_django

ROUNDS = 30
GOAL_MS = 150
#: Digits of a region code down to its township.
TOWN = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds by the clock and of processor; queries; bytes before compression."""

    p50: float
    p95: float
    busy: float
    queries: int
    size: int


def main(arguments: Sequence[str]) -> None:
    """Print p50 and p95 per page; exits 1 when a page is slower than the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="pages whose person and address contain this")
    options = parser.parse_args(list(arguments))
    setup_django()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    settings.ALLOWED_HOSTS = ["*"]
    cheapest = _measure("worker", "/mine/", options.rounds)
    slow = 0
    for name, url in _addresses():
        if options.only not in f"{name} {url}":
            continue
        found = _measure(name, url, options.rounds)
        slow += found.p95 > GOAL_MS
        mark = "✗" if found.p95 > GOAL_MS else " "
        click.echo(
            f"{mark} {name:9} p50 {found.p50:6.1f}  p95 {found.p95:6.1f} ms  processor {found.busy:6.1f} ms"
            f"  {found.busy / cheapest.busy:5.1f} × /mine/  {found.queries:3} queries  {found.size / 1000:6.1f} kB  {url}"
        )
    raise SystemExit(1 if slow else 0)


def _measure(name: str, url: str, rounds: int) -> Measured:
    """One page; the first request is warm-up, the second counts queries."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username=name))
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries)  # now: the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{name} {url} answers {response.status_code}")
    times = []
    worked = _processor()
    for _round in range(rounds):
        started = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return Measured(
        times[len(times) // 2],
        times[int(len(times) * 0.95)],
        (_processor() - worked) * 1000 / rounds,
        count,
        len(response.content),
    )


def _processor() -> float:
    """Processor seconds of this process so far, and of the PostgreSQL process that serves it when it runs here."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():  # the database is on another machine
        return time.process_time()
    fields = stat.read_text("utf-8").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # utime and stime, counted after the name
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _addresses() -> Iterator[tuple[str, str]]:
    """Who opens what: the demo's sign-ins and the household with the longest history at the worker's station."""
    from django.db.models import Count  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415
    from yimi.access.queries.actors import build_actor  # noqa: PLC0415
    from yimi.people.access import visible_households  # noqa: PLC0415

    worker = build_actor(User.objects.get(username="worker"))
    home = visible_households(worker).annotate(n=Count("service_records")).order_by("-n")[0]
    record = home.service_records.order_by("uid")[0]
    for url in (
        "/", "/households/", f"/households/{home.pk}/", "/record/", f"/record/?household={home.pk}", "/records/",
        "/records/?sort=-minutes", "/records/count/", f"/records/{record.pk}/", "/stations/", "/workers/",
        "/households/search/?q=王", "/households/search/?q=桂英", "/imports/", "/work/", "/cases/", "/groups/",
        "/activities/", "/visiting/", "/referrals/", "/programmes/mine/", "/explore/",
    ):  # fmt: skip
        yield "worker", url
    for url in ("/", "/records/", "/explore/", "/reports/", "/reports/bulletins/"):
        yield "head", url
    yield "head", _report("station-month", str(home.unit_id))
    yield "township", f"/areas/{home.region_code[:TOWN]}000/"
    yield "township", "/statuses/"
    year, month = _latest_month()
    town = home.region_code[:TOWN]
    yield "township", f"/explore/rows/?i=P01_person_times&at={town}&t={year}-{month:02}"
    yield from _of_offices(home.region_code[:6], str(home.unit_id))


def _of_offices(county: str, unit: str) -> Iterator[tuple[str, str]]:
    """Homes, opened figures, tables and reports of the county, its city and its province."""
    city, province = county[:4], county[:2]
    year, month = _latest_month()
    span = f"{year}-01..{year}-{month:02}"
    for url in (
        f"/areas/{county}000000/", f"/figures/person_times/?place={county}", f"/figures/persons/?place={county}",
        f"/figures/person_times/?unit={unit}", "/stations/", "/workers/", "/explore/",
        f"/explore/?i=P01_person_times&at={county}&rows=town&t={span}&cut=domain",
        f"/explore/?i=P02_persons,P04_households&at={county}&rows=unit&t={span}&vs=year",
        "/reports/", "/reports/bulletins/", _report("county-month", county), "/programmes/",
    ):  # fmt: skip
        yield "county", url
    yield "city", f"/areas/{city}00000000/"
    yield "city", "/explore/"
    yield "city", "/reports/"
    yield "province", f"/areas/{province}0000000000/"
    yield "province", f"/areas/{county}000000/"
    yield "province", "/explore/"
    yield "province", f"/explore/?i=P02_persons&at={province}&rows=county&t={span}"
    yield (
        "province",
        f"/explore/?i=P21_coverage_serving,P23_certified_share&at={province}&rows=city&t={span}",
    )


def _report(pack: str, subject: str) -> str:
    """A report of the latest whole month."""
    year, month = _latest_month()
    return f"/reports/{pack}/{year}-{month:02}/{subject}/"


def _latest_month() -> tuple[int, int]:
    from yimi.core import clock  # noqa: PLC0415

    today = clock.today()
    return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
