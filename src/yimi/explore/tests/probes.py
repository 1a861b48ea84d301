"""Probes of the explore room's doors: a view of one's own, and somebody else's."""

from __future__ import annotations

from uuid import uuid4

from yimi.access.tests.probing import Call, Probe, World
from yimi.explore.models import SavedView


def _own(world: World) -> Call:
    view = SavedView.objects.create(owner_uid=world.user.pk, name="各镇", query="t=2026")
    return Call({"uid": view.pk}, "post")


def _other(_world: World) -> Call:
    view = SavedView.objects.create(owner_uid=uuid4(), name="别人的", query="t=2026")
    return Call({"uid": view.pk}, "post")


PROBES = {"explore:remove_view": Probe(inside=_own, outside=_other)}
