"""``yimi bench pages``: server time and number of queries of every page, on the database that the environment names.

Build it first (``yimi demo --no-serve``, or ``--size province`` on PostgreSQL). The baseline in the same run is the
cheapest page of the shell (我的), so that the ratio says what a page itself costs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence

import click

from yimi.core.boot import setup_django

ROUNDS = 30
GOAL_MS = 150


def main(arguments: Sequence[str]) -> None:
    """Print p50 and p95 per page; exits 1 when a page is slower than the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(list(arguments))
    setup_django()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    settings.ALLOWED_HOSTS = ["*"]
    cheapest = _measure("worker", "/mine/", options.rounds)[1]
    slow = 0
    for name, url in _addresses():
        p50, p95, queries, size = _measure(name, url, options.rounds)
        slow += p95 > GOAL_MS
        mark = "✗" if p95 > GOAL_MS else " "
        click.echo(
            f"{mark} {name:9} p50 {p50:6.1f}  p95 {p95:6.1f} ms  {p95 / cheapest:5.1f} × /mine/"
            f"  {queries:3} queries  {size / 1000:6.1f} kB  {url}"
        )
    raise SystemExit(1 if slow else 0)


def _measure(name: str, url: str, rounds: int) -> tuple[float, float, int, int]:
    """p50 and p95 in milliseconds, queries, bytes before compression; the first request is warm-up."""
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
    for _round in range(rounds):
        started = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return (
        times[len(times) // 2],
        times[int(len(times) * 0.95)],
        count,
        len(response.content),
    )


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
        "/households/search/?q=王", "/households/search/?q=桂英", "/imports/",
    ):  # fmt: skip
        yield "worker", url
    yield "head", "/"
    yield "township", f"/areas/{home.region_code[:9]}000/"
    yield "township", "/statuses/"
    county = home.region_code[:6]
    yield "county", f"/areas/{county}000000/"
    yield "county", f"/figures/person_times/?place={county}"
    yield "county", f"/figures/person_times/?unit={home.unit_id}"
    yield "county", "/stations/"
    yield "county", "/workers/"
    yield "city", f"/areas/{county[:4]}00000000/"
    yield "province", f"/areas/{county[:2]}0000000000/"
