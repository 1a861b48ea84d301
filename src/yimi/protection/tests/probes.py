"""Probes of the protection room's doors: a report or a name on the list that is the asker's, and one that is not."""

from __future__ import annotations

from typing import Any

from yimi.access.tests.probing import Call, Probe, World
from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.protection.tests.factories import make_reader, make_report


def _own_report(method: str = "get", **data: Any) -> Probe:
    """Named for the unit, one reads its report; far away, being named changes nothing: the post does not reach there."""

    def inside(world: World) -> Call:
        make_reader(world.user.uid, world.unit)
        return Call({"uid": make_report(world.unit).pk}, method, _data(data))

    def outside(world: World) -> Call:
        make_reader(world.user.uid, world.far_unit)
        return Call({"uid": make_report(world.far_unit).pk}, method, _data(data))

    return Probe(inside, outside)


def _data(data: dict[str, Any]) -> dict[str, Any]:
    at = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M}"
    return data | {"uid": new_uid(), "at": at} if data else data


PROBES = {
    "protection:detail": _own_report(),
    "protection:print": _own_report(),
    "protection:step": _own_report("post", kind="follow_up", text="民警已到现场"),
    "protection:end_reader": Probe(
        inside=lambda world: Call({"uid": make_reader(new_uid(), world.unit).pk}),
        outside=lambda world: Call({"uid": make_reader(new_uid(), world.far_unit).pk}),
    ),
}
