"""Probes of the teams room's doors: a team based at the asker's station, and one far away."""

from __future__ import annotations

from yimi.access.tests.probing import Call, Probe, both
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.teams.tests.factories import make_deployment


def _team() -> Probe:
    return both(lambda unit: Call({"uid": make_deployment(unit).pk}))


def _undeployed(unit: ServiceUnit) -> Call:
    unit.kind = UnitKind.TEMPORARY_TEAM
    unit.save(update_fields=["kind"])
    return Call({"unit_uid": unit.pk})


PROBES = {
    "teams:team": _team(),
    "teams:edit_team": _team(),
    "teams:end_team": _team(),
    "teams:deploy": both(_undeployed),
}
