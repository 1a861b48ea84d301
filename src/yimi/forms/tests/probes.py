"""Probes of the forms room's doors: shipped forms are everyone's; local fields belong to their divisions."""

from __future__ import annotations

from yimi.access.tests.probing import Call, Probe
from yimi.forms.tests.factories import make_local_field


def _form(**more: str) -> Probe:
    """The forms of the profession ship with the system: there is none outside."""
    return Probe(inside=lambda _world: Call({"code": "F-01", **more}), outside=None)


PROBES = {
    "forms:preview": _form(),
    "forms:blank": _form(kind="docx"),
    "forms:reword_local_field": Probe(
        inside=lambda world: Call({"uid": make_local_field(region_code=world.unit.region_code).pk}),
        outside=lambda world: Call(
            {"uid": make_local_field(region_code=world.far_unit.region_code).pk}
        ),
    ),
    "forms:end_local_field": Probe(
        inside=lambda world: Call({"uid": make_local_field(region_code=world.unit.region_code).pk}),
        outside=lambda world: Call(
            {"uid": make_local_field(region_code=world.far_unit.region_code).pk}
        ),
    ),
}
