"""All of 周口, or a province as large as Henan: the same actions, by several processes at once on PostgreSQL.

There is no second way of writing: every row passes the rules and leaves its trail as in the demo county. What makes the
difference are longer sittings (records are entered by quarter, as a place with a 100-day limit would) and more hands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any

import django
from django.conf import settings
from django.db import connection

from yimi.core import clock
from yimi.demo import stamps
from yimi.demo.build import (
    Stage,
    Tell,
    begin,
    county_stages,
    demo_actor,
    ground_stages,
    run_stages,
    station_stages,
    surrounding_county,
)
from yimi.demo.calendar import quarters
from yimi.demo.county import places
from yimi.demo.sizes import LATE_AFTER_DAYS, VOLUMES
from yimi.demo.stamps import Begun
from yimi.regions.models import Level, Region


def build_volume(*, seed: int, size: str, tell: Tell, hands: int = 0) -> bool:
    """Build the demo county, then everything around it; False when all of it stood already.

    ``hands``: processes at once; 0 is one per processor on PostgreSQL, and one on SQLite, which has a single writer.
    """
    start = begin(Begun(seed, size, clock.today()))
    is_new = run_stages(county_stages(start, demo_actor()), tell)
    done = stamps.stages_built()
    waiting = [code for code in counties_of(start) if not _stands(code, done)]
    hands = hands or (os.cpu_count() or 2 if connection.vendor == "postgresql" else 1)
    for told in _by_many(start, waiting, hands) if hands > 1 else _alone(start, waiting):
        is_new = True
        for stage, counts in told:
            tell(stage, counts)
    return is_new


def counties_of(start: Begun) -> dict[str, str]:
    """Code → name of the counties to be built; those without counties between city and town come under four digits."""
    prefix = VOLUMES[start.size].prefix
    found = Region.objects.within(prefix.ljust(12, "0")).at_level(Level.COUNTY)
    return {region.prefix: region.name for region in found.order_by("code")}


def _stands(code: str, done: dict[str, Any]) -> bool:
    return _last_stamp(code) in done


def _last_stamp(code: str) -> str:
    return f"{code} 全部站点"


def volume_stages(start: Begun, code: str, name: str) -> Iterator[Stage]:
    """A county's stages, closed by one that says it is whole. The demo's own two counties stand already."""
    if code not in (places()["county"]["code"], places()["neighbour"]["code"]):
        county = surrounding_county(start, code, name)
        if county.stations:
            yield from ground_stages(county, demo_actor())
            yield from station_stages(county, sitting=quarters)
    yield Stage(_last_stamp(code), dict)


def _build_one(start: Begun, code: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """One county, in this process."""
    settings.YIMI_LATE_AFTER_DAYS = LATE_AFTER_DAYS
    told: dict[str, int] = {}

    def add(_stage: str, counts: dict[str, Any]) -> None:
        for what, count in counts.items():
            told[what] = told.get(what, 0) + count

    run_stages(volume_stages(start, code, name), add)
    return [(name, told)]


def _alone(start: Begun, codes: list[str]) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    names, before = counties_of(start), settings.YIMI_LATE_AFTER_DAYS
    try:
        for code in codes:
            yield _build_one(start, code, names[code])
    finally:
        settings.YIMI_LATE_AFTER_DAYS = before


def _by_many(
    start: Begun, codes: list[str], hands: int
) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Several processes, which PostgreSQL lets write side by side; each takes a county at a time."""
    names = counties_of(start)
    connection.close()
    with ProcessPoolExecutor(
        hands, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        waiting = [pool.submit(_build_one, start, code, names[code]) for code in codes]
        for finished in as_completed(waiting):
            yield finished.result()
