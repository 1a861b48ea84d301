"""Valid reported figures for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.core.ids import SYSTEM_UID
from yimi.reported.models import Measure, ReportedFigure, Source
from yimi.stations.models import ServiceUnit


def make_source(title: str = "示例报道", **fields: Any) -> Source:
    """An article of December 2021."""
    fields.setdefault("published_on", date(2021, 12, 7))
    return Source.objects.create(title=title, recorded_by=SYSTEM_UID, **fields)


def make_figure(unit: ServiceUnit | None = None, **fields: Any) -> ReportedFigure:
    """10 个个案 of the unit, unambiguous."""
    fields.setdefault("region_code", unit.region_code if unit else "411623000000")
    fields.setdefault("key", "cases")
    fields.setdefault("label", "10 个个案")
    fields.setdefault("value", 10)
    fields.setdefault("measure", Measure.PIECES)
    if "source" not in fields:
        fields["source"] = make_source()
    return ReportedFigure.objects.create(unit=unit, recorded_by=SYSTEM_UID, **fields)
