"""Probes of the supervision room's doors. Sessions open to those who took part, whatever their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yimi.access.tests.probing import Call, Probe, World, both
from yimi.core.permissions import Role
from yimi.stations.models import ServiceUnit
from yimi.supervision.models import PairingSupervisor, SupervisionSession
from yimi.supervision.tests.factories import (
    make_action,
    make_assignment,
    make_pairing,
    make_pairing_fact,
    make_plan,
    make_session,
)
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

#: A district of 重庆, where no role of the probes has its place.
NOWHERE_LEAD, NOWHERE_SITE = "500101001000", "520603001007"


def _as_worker(world: World) -> Worker:
    """The asker as a worker of the station."""
    worker = make_worker("问的人")
    make_placement(worker, world.unit)
    world.user.worker_uid = worker.pk
    world.user.save(update_fields=["worker_uid"])
    return worker


def _colleague(unit: ServiceUnit) -> Worker:
    worker = make_worker("同事")
    make_placement(worker, unit)
    return worker


Asked = Callable[[SupervisionSession], Mapping[str, Any]]


def _file(session: SupervisionSession) -> Mapping[str, Any]:
    return {"file_uid": session.file_uid}


def _action(session: SupervisionSession) -> Mapping[str, Any]:
    return {"uid": make_action(session, session.supervisees.get().worker).pk}


def _of_pair(args: Asked = _file) -> Probe:
    """A session held by the asker; outside: by two others of the same station, whom even the head does not overhear."""

    def inside(world: World) -> Call:
        session = make_session(world.unit, _as_worker(world), [_colleague(world.unit)])
        return Call(args(session))

    def outside(world: World) -> Call:
        session = make_session(world.unit, _colleague(world.unit), [_colleague(world.unit)])
        return Call(args(session))

    return Probe(inside=inside, outside=outside)


def _held() -> Probe:
    return both(lambda unit: Call(_file(make_session(unit, _colleague(unit), [_colleague(unit)]))))


def _plan(refused: frozenset[str] = frozenset()) -> Probe:
    found = both(lambda unit: Call({"uid": make_plan(unit, _colleague(unit)).pk}))
    return Probe(inside=found.inside, outside=found.outside, refused=refused)


def _assignment() -> Probe:
    return both(lambda unit: Call({"uid": make_assignment(_colleague(unit), unit).pk}))


def _pairing(
    make: Callable[[Any], Mapping[str, Any]], refused: frozenset[str] = frozenset()
) -> Probe:
    """An agreement whose lead town lies where the roles have their places; outside: one between two far places."""
    return Probe(
        inside=lambda world: Call(make(make_pairing(lead=world.unit.region_code))),
        outside=lambda _world: Call(make(make_pairing(lead=NOWHERE_LEAD, site=NOWHERE_SITE))),
        refused=refused,
    )


def _uid(agreement: Any) -> Mapping[str, Any]:
    return {"uid": agreement.pk}


def _fact(agreement: Any) -> Mapping[str, Any]:
    row = make_pairing_fact(PairingSupervisor, agreement, make_worker(), date(2021, 6, 1))
    return {"uid": row.pk, "kind": "supervisor"}


#: A supervisor's right to agreements is to be sent under one; the probe's asker is not.
NOT_SENT = frozenset({Role.SUPERVISOR})

PROBES = {
    "supervision:session": _of_pair(),
    "supervision:edit_session": _of_pair(),
    "supervision:void_session": _of_pair(),
    "supervision:note": _of_pair(),
    "supervision:print_note": _of_pair(lambda session: {**_file(session), "kind": "docx"}),
    "supervision:release": _of_pair(),
    "supervision:unrelease": _of_pair(),
    "supervision:result": _of_pair(_action),
    "supervision:held": _held(),
    "supervision:plan": _plan(),
    "supervision:edit_plan": _plan(),
    "supervision:void_plan": _plan(),
    "supervision:end_assignment": _assignment(),
    "supervision:pairing": _pairing(_uid, NOT_SENT),
    "supervision:edit_pairing": _pairing(_uid),
    "supervision:edit_places": _pairing(_uid),
    "supervision:add_fact": _pairing(lambda agreement: {**_uid(agreement), "kind": "supervisor"}),
    "supervision:end_fact": _pairing(_fact),
}
