"""Probes of the rulemaking room's doors: a draft of the asker's division, and one far away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimi.access.tests.probing import FAR, Call, Probe, World
from yimi.regions.rules import pad_code
from yimi.rulemaking.tests.factories import make_draft

PART = "benefit:heating"


def _draft(method: str = "get", data: Mapping[str, Any] | None = None, **args: str) -> Probe:
    def at(code: str) -> Call:
        made = make_draft(region_code=pad_code(code[:6]))
        return Call({"uid": made.pk, **args}, method, data or {})

    def inside(world: World) -> Call:
        return at(world.unit.region_code)

    return Probe(inside, lambda _world: at(FAR))


PROBES = {
    "rulemaking:draft": _draft(),
    "rulemaking:text": _draft(),
    "rulemaking:add": _draft(kind="condition"),
    "rulemaking:part": _draft(key=PART),
    "rulemaking:remove_part": _draft("post", {"row_version": 1}, key=PART),
    "rulemaking:words": _draft(),
    "rulemaking:check": _draft("post"),
    "rulemaking:reach": _draft(),
    "rulemaking:propose": _draft("post", {"row_version": 1}),
    "rulemaking:drop": _draft("post", {"row_version": 1}),
}
