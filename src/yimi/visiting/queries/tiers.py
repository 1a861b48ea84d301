"""Which tiers hold at a place: the nearest division's, else the shipped examples."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yimi.core import clock
from yimi.regions.rules import ancestor_codes
from yimi.visiting.models import VisitTier


def tiers_for(codes: Iterable[str], on: date | None = None) -> dict[str, dict[str, VisitTier]]:
    """Place → tier code → the tier that holds there on ``on`` (today), the shortest interval first. One query."""
    upwards = {code: [code, *reversed(ancestor_codes(code)), ""] for code in set(codes)}
    wanted = {step for steps in upwards.values() for step in steps}
    rows = VisitTier.objects.on(on or clock.today()).filter(region_code__in=wanted)
    by_place: dict[str, list[VisitTier]] = {}
    for row in rows.order_by("interval_days", "code"):
        by_place.setdefault(row.region_code, []).append(row)
    found = {}
    for code, steps in upwards.items():
        nearest: dict[str, VisitTier] = {}
        for step in steps:
            for row in by_place.get(step, ()):
                nearest.setdefault(row.code, row)
        found[code] = dict(sorted(nearest.items(), key=lambda pair: pair[1].interval_days))
    return found


def tiers_at(code: str) -> dict[str, VisitTier]:
    """The tiers that hold at one place today. One query."""
    return tiers_for([code])[code]
