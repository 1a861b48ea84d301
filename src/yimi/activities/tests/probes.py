"""Probes of the activities room's doors: an activity at the station, one that was held there, and far away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.activities.models import Activity
from yimi.activities.tests.factories import make_activity, make_held
from yimi.stations.models import ServiceUnit


def _probe(
    make: Callable[[ServiceUnit], Activity] = make_activity, method: str = "get", **more: Any
) -> Probe:
    return both(lambda unit: Call({"uid": make(unit).pk, **more}, method))


PROBES = {
    "activities:activity": _probe(),
    "activities:edit_activity": _probe(),
    "activities:invite": _probe(make_held, "post"),
    "activities:budget": _probe(),
    "activities:cancel": _probe(),
    "activities:sheet": _probe(),
    "activities:sheet_count": _probe(),
    "activities:open_sheet": _probe(method="post"),
    "activities:close_sheet": _probe(method="post"),
    "activities:strike": _probe(method="post"),
    "activities:hold": _probe(),
    "activities:correct": _probe(make_held),
    "activities:void": _probe(make_held),
    "activities:plan_form": _probe(),
    "activities:summary_form": _probe(make_held),
    "activities:file": _probe(kind="docx"),
}
