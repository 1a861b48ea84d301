"""``yimi bench leads``: one household decided anew, beside its bare rules; and everybody, beside the bare statement.

Runs on the database that the environment names (``yimi demo --no-serve`` first); everything is rolled back at the end.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import click

from yimi.core.boot import setup_django

HOUSEHOLDS, GOAL_MS = 200, 50


def main(arguments: Sequence[str]) -> None:
    """Print p50 and p95 of a household and the rate of a run; exit code 1 when a household's p95 misses the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench leads")
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--no-run", action="store_true", help="Only households, not everybody.")
    options = parser.parse_args(list(arguments))
    setup_django()
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    with transaction.atomic():
        p95 = _households(options.households)
        if not options.no_run:
            _everybody()
        transaction.set_rollback(True)
    raise SystemExit(int(p95 > GOAL_MS))


def _households(number: int) -> float:
    """The same households three times: first decided, decided again, and only their rules evaluated for one day."""
    from yimi.core import clock  # noqa: PLC0415
    from yimi.matching.actions import recompute_household  # noqa: PLC0415
    from yimi.matching.deciding import decisions_on  # noqa: PLC0415
    from yimi.matching.family import families_of  # noqa: PLC0415
    from yimi.matching.packs_in_force import packs_in_force  # noqa: PLC0415
    from yimi.people.models import Household, Membership  # noqa: PLC0415

    homes = list(Household.objects.filter(closed_on=None).order_by("number")[:number])
    packs, today = packs_in_force(clock.today()), clock.today()
    recompute_household(homes[0])
    first = [_timed(lambda home=home: recompute_household(home)) for home in homes]  # type: ignore[misc]
    again = [_timed(lambda home=home: recompute_household(home)) for home in homes]  # type: ignore[misc]
    bare, people = [], 0
    for home in homes:
        rows = Membership.objects.current().filter(household=home, ends_on=None)
        families = families_of(set(rows.values_list("resident_id", flat=True)))
        people += len(families.rows)

        def evaluate(found: Any = families) -> None:
            for row in found.rows.values():
                for pack in packs.at(row["region_code"]):
                    decisions_on(pack, found.world, row, today)

        bare.append(_timed(evaluate))
    click.echo(f"{len(homes)} households, {people} people, {len(packs.everywhere)} packs")
    for title, times in (("decided anew", first), ("again", again), ("bare rules, one day", bare)):
        walls, works = [wall for wall, _work in times], [work for _wall, work in times]
        click.echo(
            f"  {title:20} p50 {median(walls):6.1f}  p95 {_p95(walls):6.1f} ms"
            f"  processor p50 {median(works):5.1f}  p95 {_p95(works):5.1f} ms"
        )
    ratio = median(work for _wall, work in again) / median(work for _wall, work in bare)
    click.echo(f"  again ÷ bare rules   {ratio:.1f} ×  (goal: p95 of a household ≤ {GOAL_MS} ms)")
    return _p95([wall for wall, _work in first])


def _everybody() -> None:
    """A run over all residents, the first and one that finds nothing to do, beside the statement alone."""
    from yimi.core import clock  # noqa: PLC0415
    from yimi.insight.facts.feed import follow  # noqa: PLC0415
    from yimi.insight.facts.snapshot import open_snapshot  # noqa: PLC0415
    from yimi.matching.actions import run_everybody  # noqa: PLC0415
    from yimi.matching.candidates import Candidates  # noqa: PLC0415
    from yimi.matching.packs_in_force import packs_in_force  # noqa: PLC0415
    from yimi.people.models import Resident  # noqa: PLC0415

    follow()
    people, today = Resident.objects.count(), clock.today()
    snapshot = open_snapshot()
    candidates = Candidates(snapshot.backend, packs_in_force(today), today)
    _bare, bare_work = _timed(lambda: sum(1 for _one in candidates.after(None)))
    for title, action in (("first run", run_everybody), ("second run", run_everybody)):
        taken, work = _timed(action)
        click.echo(
            f"everybody, {title:12} {taken / 1000:6.1f} s  {people / taken * 1000:8,.0f} people/s  "
            f"processor {work / 1000:5.1f} s  {people / work * 1000:8,.0f} people/s  "
            f"{work / bare_work:.1f} × deciding alone ({bare_work / 1000:.1f} s)"
        )


def _timed(action: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process's work."""
    started, worked = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
