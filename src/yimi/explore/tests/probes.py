"""Probes of the explore room's doors: views of one's own, definitions of one's place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from yimi.access.tests.probing import COUNTY, Call, Probe, World
from yimi.core import clock
from yimi.explore.models import SavedView
from yimi.insight.local.texts import digest_of, text_of
from yimi.insight.models import (
    DECIDED,
    IndicatorKind,
    IndicatorVersion,
    LocalIndicator,
    VersionState,
)
from yimi.insight.tests.indicators import ELDERS
from yimi.regions.rules import pad_code
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


def _version(code: str, state: str) -> IndicatorVersion:
    indicator = LocalIndicator.objects.create(
        region_code=code, kind=IndicatorKind.ADDED, key=f"L{code[:6]}_01", begun_by=uuid4()
    )
    text = text_of(ELDERS | {"key": indicator.key})
    decided = {"decided_by": uuid4(), "decided_at": clock.now()} if state in DECIDED else {}
    return IndicatorVersion.objects.create(
        indicator=indicator, number=1, text=text, sha256=digest_of(text), title=ELDERS["title"],
        state=state, author_uid=uuid4(), author_name="王某", **decided,
    )  # fmt: skip


def _indicator(
    state: str, method: str = "get", *, outside: str = VersionState.DRAFT, **more: Any
) -> Probe:
    """A version of the asker's county, and a draft of one far away: what is published is public."""

    def at(code: str, state: str) -> Call:
        version = _version(code, state)
        return Call({"uid": version.pk} | more, method, {"row_version": version.row_version})

    return Probe(
        inside=lambda _world: at(COUNTY, state),
        outside=lambda world: at(pad_code(world.far_unit.region_code[:6]), outside),
    )


PROBES = {
    "explore:remove_view": Probe(inside=_own, outside=_other),
    "explore:report_cell": Probe(
        inside=lambda world: _cell(world.unit), outside=lambda world: _cell(world.far_unit)
    ),
    "explore:indicator": _indicator(VersionState.PUBLISHED),
    "explore:edit_indicator": _indicator(VersionState.DRAFT),
    "explore:step_indicator": _indicator(VersionState.DRAFT, "post", name="drop"),
    # a published one far away may be read, and yet not decided on
    "explore:decide_indicator": _indicator(VersionState.PROPOSED, outside=VersionState.PUBLISHED),
    "explore:withdraw_indicator": _indicator(
        VersionState.PUBLISHED, outside=VersionState.PUBLISHED
    ),
}
