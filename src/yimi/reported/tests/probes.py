"""Probes of the reported room's doors: a figure about one's own station, and about one far away."""

from __future__ import annotations

from yimi.access.tests.probing import Call, Probe, both
from yimi.reported.tests.factories import make_figure


def _figure() -> Probe:
    return both(lambda unit: Call({"uid": make_figure(unit).pk}))


PROBES = {
    "reported:figure": _figure(),
    "reported:edit_figure": _figure(),
    "reported:withdraw": _figure(),
}
