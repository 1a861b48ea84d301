"""Probes of the matching room's doors: a lead at the station, and one far away."""

from __future__ import annotations

from yimi.access.tests.probing import Call, both
from yimi.matching.tests.factories import make_lead

STEP = {"state": "visited", "happened_on": "2026-01-05", "row_version": "1", "note": ""}
PROBES = {
    "matching:lead": both(lambda unit: Call({"uid": make_lead(unit).pk})),
    "matching:step": both(lambda unit: Call({"uid": make_lead(unit).pk}, "post", STEP)),
}
