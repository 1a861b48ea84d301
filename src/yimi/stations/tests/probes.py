"""Probes of the stations room's doors. Whoever works here may look at every unit; changing one is for its own register."""

from __future__ import annotations

from yimi.access.tests.probing import COUNTY, FAR, Call, Probe, both
from yimi.core.ids import SYSTEM_UID
from yimi.stations.models import ServiceUnit, UnitName
from yimi.stations.tests.factories import make_engagement, make_operator


def _unit() -> Probe:
    return both(lambda unit: Call({"uid": unit.pk}))


def _name(unit: ServiceUnit) -> Call:
    name = UnitName.objects.create(
        unit=unit, kind="sign", text="双语社工站", starts_on=unit.opened_on, recorded_by=SYSTEM_UID
    )
    return Call({"uid": unit.pk, "name_uid": name.pk})


def _engagement(unit: ServiceUnit) -> Call:
    engagement = make_engagement(unit, make_operator())
    return Call({"uid": unit.pk, "engagement_uid": engagement.pk})


def _operator(region_code: str) -> Call:
    return Call({"uid": make_operator(region_code=region_code).pk})


PROBES = {
    # a station's address and an operator's register entry are public facts: there is no outside
    "stations:unit": Probe(inside=lambda world: Call({"uid": world.unit.pk}), outside=None),
    "stations:operator": Probe(inside=lambda _world: _operator(COUNTY), outside=None),
    "stations:edit_unit": _unit(),
    "stations:rename": _unit(),
    "stations:close": _unit(),
    "stations:reopen": _unit(),
    "stations:hours": _unit(),
    "stations:new_name": _unit(),
    "stations:end_name": both(_name),
    "stations:new_area": _unit(),
    "stations:end_area": both(
        lambda unit: Call({"uid": unit.pk, "area_uid": unit.served_areas.get().pk})
    ),
    "stations:engage": _unit(),
    "stations:end_engaging": both(_engagement),
    "stations:lead": _unit(),
    "stations:edit_operator": Probe(
        inside=lambda _world: _operator(COUNTY), outside=lambda _world: _operator(FAR)
    ),
}
