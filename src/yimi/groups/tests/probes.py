"""Probes of the groups room's doors: a group, a member, a session at the station, and far away."""

from __future__ import annotations

from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.groups.models import GroupMember, GroupSession
from yimi.groups.tests.factories import make_group, make_member, make_session
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.models import ServiceUnit


def _member(unit: ServiceUnit) -> GroupMember:
    return make_member(make_group(unit), make_resident(make_household(unit)))


def _session(unit: ServiceUnit) -> GroupSession:
    return make_session(make_group(unit))


def _of_group(**more: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_group(unit).pk, **more}))


def _of_member() -> Probe:
    return both(lambda unit: Call({"uid": _member(unit).pk}))


def _of_session() -> Probe:
    return both(lambda unit: Call({"uid": _session(unit).pk}))


PROBES = {
    "groups:group": _of_group(),
    "groups:edit_group": _of_group(),
    "groups:plan": _of_group(),
    "groups:close": _of_group(),
    "groups:invite": both(lambda unit: Call({"uid": make_group(unit, status="closed").pk}, "post")),
    "groups:cancel": _of_group(),
    "groups:add_members": _of_group(),
    "groups:screen": _of_member(),
    "groups:leave": _of_member(),
    "groups:new_session": _of_group(),
    "groups:session": _of_session(),
    "groups:correct_session": _of_session(),
    "groups:void_session": _of_session(),
    "groups:session_form": _of_session(),
    "groups:plan_form": _of_group(),
    "groups:summary_form": _of_group(),
    "groups:file": _of_group(kind="docx"),
}
