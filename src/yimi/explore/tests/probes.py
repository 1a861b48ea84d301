"""Probes of the explore room's doors: a view of one's own, and somebody else's."""

from __future__ import annotations

from uuid import uuid4

from yimi.access.tests.probing import Call, Probe, World
from yimi.core import clock
from yimi.explore.models import SavedView
from yimi.reports.spans import Frequency
from yimi.reports.spans import Span as ReportSpan
from yimi.stations.models import ServiceUnit


def _own(world: World) -> Call:
    view = SavedView.objects.create(owner_uid=world.user.pk, name="各镇", query="t=2026")
    return Call({"uid": view.pk}, "post")


def _other(_world: World) -> Call:
    view = SavedView.objects.create(owner_uid=uuid4(), name="别人的", query="t=2026")
    return Call({"uid": view.pk}, "post")


def _cell(unit: ServiceUnit) -> Call:
    """What stood behind the visits of a station's last month."""
    label = ReportSpan.of(Frequency.MONTH, clock.today()).before().label
    address = {"pack": "station-month", "label": label, "key": str(unit.pk)}
    return Call({**address, "row": "visits", "column": "period"})


PROBES = {
    "explore:remove_view": Probe(inside=_own, outside=_other),
    "explore:report_cell": Probe(
        inside=lambda world: _cell(world.unit), outside=lambda world: _cell(world.far_unit)
    ),
}
