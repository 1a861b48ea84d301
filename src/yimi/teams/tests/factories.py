"""Valid deployments for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.core.ids import SYSTEM_UID
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.tests.factories import make_unit
from yimi.teams.models import Deployment


def make_deployment(base: str | ServiceUnit, **fields: Any) -> Deployment:
    """A flood team sent in March 2026; ``base``: its unit, or the place where a unit is made."""
    fields.setdefault("starts_on", date(2026, 3, 1))
    unit = (
        base
        if isinstance(base, ServiceUnit)
        else make_unit(base, kind=UnitKind.TEMPORARY_TEAM, opened_on=fields["starts_on"])
    )
    fields.setdefault("event", "示例暴雨灾害")
    fields.setdefault("sender", "示例社会工作联合会")
    return Deployment.objects.create(unit=unit, recorded_by=SYSTEM_UID, **fields)
