"""A station in 商水县 and one in 西华县; Drolma works at the first, Li is officer of its county, Wang of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.forms.actions import save_entry
from yimi.forms.models import FormEntry
from yimi.forms.permissions import PERMISSIONS
from yimi.forms.queries import Subject
from yimi.forms.tests.factories import make_key, make_subject
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import DONGCHENG, HONGHUAJI, make_unit


def actor_with(role: str, scope: Scope, name: str) -> Actor:
    """An actor with exactly what the forms room gives to ``role``."""
    slugs = frozenset(p.slug for p in PERMISSIONS if role in p.roles)
    return Actor(uid=new_uid(), name=name, grants=(Grant(role, slugs, scope),))


@dataclass
class World:
    """What most tests of this room stand on."""

    unit: ServiceUnit
    elsewhere: ServiceUnit
    key: DataKey
    subject: Subject
    drolma: Actor
    li: Actor
    wang: Actor

    def save(self, code: str = "F-05", **changes: Any) -> FormEntry:
        """Drolma saves a session record."""
        fields: dict[str, Any] = {
            "actor": self.drolma,
            "subject": self.subject,
            "code": code,
            "key": self.key,
            "unit": self.unit,
            "answers": {"aim": "了解近况", "process": "谈了半小时"},
        }
        return save_entry(**(fields | changes))


@pytest.fixture
def world(db: None) -> World:
    """Three people, two counties."""
    make_region(DONGCHENG)
    make_region(HONGHUAJI)
    unit = make_unit()
    return World(
        unit=unit,
        elsewhere=make_unit(HONGHUAJI),
        key=make_key(),
        subject=make_subject(),
        drolma=actor_with("worker", Scope(ScopeKind.UNIT, str(unit.pk)), "卓玛"),
        li=actor_with("county_officer", Scope(ScopeKind.REGION, "411623"), "李主任"),
        wang=actor_with("county_officer", Scope(ScopeKind.REGION, "411622"), "王强"),
    )
