"""Probes of the workforce room's doors: a colleague at the station, and one who works far away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker


def _placed(unit: ServiceUnit) -> Placement:
    """A worker of the unit, whose file the unit's county keeps."""
    return make_placement(make_worker(region_code=pad_code(unit.region_code[:6])), unit)


def _worker(method: str = "get", args: Mapping[str, Any] | None = None) -> Probe:
    return both(lambda unit: Call({"uid": _placed(unit).worker_id, **(args or {})}, method))


def _certificate() -> Probe:
    return both(lambda unit: Call({"uid": make_certificate(_placed(unit).worker).pk}))


def _placement() -> Probe:
    return both(lambda unit: Call({"uid": _placed(unit).pk}))


PROBES = {
    "workforce:worker": _worker(),
    "workforce:edit_worker": _worker(),
    "workforce:leave": _worker(),
    "workforce:reveal": _worker("post", {"field": "phone"}),
    "workforce:new_certificate": _worker(),
    "workforce:renew": _certificate(),
    "workforce:void": _certificate(),
    "workforce:new_placement": _worker(),
    "workforce:end_placement": _placement(),
    "workforce:edit_placement": _placement(),
}
