"""``yimi bench household``: the page of a household with 1,000 linked events, beside the cheapest page of the shell.

Runs on the database that the environment names (``yimi demo --no-serve`` first). The longest history of the worker's
station is filled up to the number wanted by copies of its records; everything is rolled back at the end.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

import click

from yimi.core.boot import setup_django

EVENTS, ROUNDS, GOAL_MS = 1_000, 40, 150
NOTE = "血压药还剩一周，提醒下周三去卫生院复查；儿子中秋前回来。"


def main(arguments: Sequence[str]) -> None:
    """Print p50 and p95 of both pages; exit code 1 when the household's p95 misses the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench household")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(list(arguments))
    setup_django()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.db import transaction  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    with transaction.atomic():
        home, events = _long_history(options.events)
        cheapest = _measure("/mine/", options.rounds)
        page = _measure(f"/households/{home.pk}/", options.rounds)
        transaction.set_rollback(True)
    click.echo(f"/mine/     p50 {cheapest[0]:6.1f}  p95 {cheapest[1]:6.1f} ms")
    click.echo(
        f"household  p50 {page[0]:6.1f}  p95 {page[1]:6.1f} ms  {page[1] / cheapest[1]:.1f} × /mine/  "
        f"{page[2]} queries  {events} events  (goal {GOAL_MS} ms)"
    )
    raise SystemExit(int(page[1] > GOAL_MS))


def _long_history(wanted: int) -> tuple[Any, int]:
    """The household, and how many records it has now."""
    from django.db.models import Count  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415
    from yimi.access.queries.actors import build_actor  # noqa: PLC0415
    from yimi.core.ids import new_uid  # noqa: PLC0415
    from yimi.people.access import visible_households  # noqa: PLC0415
    from yimi.services.actions.record_rows import NOTE_FIELD  # noqa: PLC0415
    from yimi.services.models import ServiceRecord  # noqa: PLC0415

    worker = build_actor(User.objects.get(username="worker"))
    home = visible_households(worker).annotate(n=Count("service_records")).order_by("-n")[0]
    known = list(
        ServiceRecord.objects.filter(household=home, superseded_at=None).select_related("key")
    )
    for number, row in enumerate(list(islice(cycle(known), max(wanted - len(known), 0)))):
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        uid = new_uid()
        values |= {"uid": uid, "number": f"BENCH-{number:06d}", "version": 1, "supersedes_id": None}
        if row.key is not None:
            # a note is sealed under its own record's uid
            values["note_sealed"] = row.key.seal(NOTE, field=NOTE_FIELD, row=uid)
        known.append(ServiceRecord(**values))
    fresh = [row for row in known if row._state.adding]
    ServiceRecord.objects.bulk_create(fresh, batch_size=200)
    return home, len(known)


def _measure(url: str, rounds: int) -> tuple[float, float, int]:
    """p50 and p95 in milliseconds, and queries; the first request is warm-up."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username="worker"))
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        status = client.get(url).status_code
    # counted at once: the next request empties the log
    queries = len(captured)
    if status != 200:
        raise SystemExit(f"{url} answers {status}")
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)], queries
