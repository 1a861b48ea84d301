"""Probes of the people room's doors: an object at the station and one far away, for every address with an object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from yimi.access.tests.probing import COUNTY, FAR, Call, Probe, World, both
from yimi.core import clock
from yimi.people.models import (
    Consent,
    FamilyRelation,
    FileOpening,
    Guardianship,
    MergeLink,
    Phone,
    Resident,
    ResidentAddress,
    StatusKind,
)
from yimi.people.tests.factories import make_household, make_resident, make_status
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit

Fields = Mapping[str, Any]
Make = Callable[[ServiceUnit], Call]
TODAY = clock.today


def _household(method: str = "get", args: Fields | None = None, **data: Any) -> Probe:
    def make(unit: ServiceUnit) -> Call:
        household = make_household(unit, address="一组 12 号")
        make_resident(household)
        return Call({"uid": household.pk, **(args or {})}, method, data)

    return both(make)


def _resident(method: str = "get", args: Fields | None = None, **data: Any) -> Probe:
    def make(unit: ServiceUnit) -> Call:
        return Call({"uid": _someone(unit).pk, **(args or {})}, method, data)

    return both(make)


def _someone(unit: ServiceUnit) -> Resident:
    return make_resident(make_household(unit), id_number="99000019700506002X")


def _merge(unit: ServiceUnit) -> Call:
    duplicate, kept = _someone(unit), _someone(unit)
    return Call({"uid": duplicate.pk}, "post", {"kept": str(kept.pk), "reason": "同一人"})


def _unmerge(unit: ServiceUnit) -> Call:
    duplicate, kept = _someone(unit), _someone(unit)
    MergeLink.objects.create(
        duplicate=duplicate, kept=kept, reason="同一人", merged_by=duplicate.recorded_by
    )
    return Call({"uid": duplicate.pk}, "post", {"reason": "弄错了"})


def _consent(unit: ServiceUnit) -> Call:
    someone = _someone(unit)
    consent = Consent.objects.create(
        resident=someone, purpose="photo", basis="consent", given_by="self", given_on=TODAY(),
        recorded_by=someone.recorded_by,
    )  # fmt: skip
    return Call({"uid": consent.pk}, "post")


def _phone(unit: ServiceUnit) -> Call:
    someone = _someone(unit)
    phone = Phone.objects.create(
        resident=someone, number_sealed=b"", starts_on=TODAY(), recorded_by=someone.recorded_by
    )
    return Call({"uid": phone.pk}, "post")


def _relative(unit: ServiceUnit) -> Call:
    someone = _someone(unit)
    row = FamilyRelation.objects.create(
        resident=someone, relative_name="赵建国", relation="20", starts_on=TODAY(),
        recorded_by=someone.recorded_by,
    )  # fmt: skip
    return Call({"uid": row.pk})


def _guardian(unit: ServiceUnit) -> Call:
    someone = _someone(unit)
    row = Guardianship.objects.create(
        resident=someone, guardian_name="赵建国", kind="parent", starts_on=TODAY(),
        recorded_by=someone.recorded_by,
    )  # fmt: skip
    return Call({"uid": row.pk})


def _own_address(unit: ServiceUnit) -> Call:
    someone = _someone(unit)
    row = ResidentAddress.objects.create(
        resident=someone, kind="living", region_code=unit.region_code, detail_sealed=b"",
        starts_on=TODAY(), recorded_by=someone.recorded_by,
    )  # fmt: skip
    return Call({"uid": row.pk})


def _status_kind(county: str) -> Call:
    kind = StatusKind.objects.create(
        pk=f"{county[:6]}-probe", name="水灾受灾户", name_en="flood victim", group="other",
        region_code=pad_code(county),
    )  # fmt: skip
    return Call({"code": kind.pk}, "post")


def _opening(method: str) -> Probe:
    def make(world: World, *, own: bool) -> Call:
        now = clock.now()
        opening = FileOpening.objects.create(
            household=make_household(world.unit),
            actor_uid=world.user.uid if own else world.unit.pk,
            actor_name="李敏",
            reason="群众来信",
            opened_at=now,
            until=now + timedelta(hours=1),
        )
        return Call({"uid": opening.pk}, method)

    return Probe(
        inside=lambda world: make(world, own=True), outside=lambda world: make(world, own=False)
    )


PROBES = {
    "people:edit_household": _household(),
    "people:move_household": _household(),
    "people:close_household": _household(
        "post", reason="moved_away", closed_on=TODAY().isoformat(), row_version="1"
    ),
    "people:new_head": _household(),
    "people:new_member": _household(),
    "people:reveal_household": _household("post", {"field": "address"}),
    "people:member": _resident(),
    "people:id_number": _resident("post", id_kind="citizen", id_number="", row_version="1"),
    "people:move_member": _resident("post", on=TODAY().isoformat()),
    "people:merge": both(_merge),
    "people:unmerge": both(_unmerge),
    "people:new_status": _resident(),
    "people:new_consent": _resident(),
    "people:new_guardian": _resident(),
    "people:new_phone": _resident(),
    "people:reveal_resident": _resident("post", {"field": "id"}),
    "people:new_relative": _resident(),
    "people:new_address": _resident(),
    "people:end_relative": both(_relative),
    "people:end_guardian": both(_guardian),
    "people:end_address": both(_own_address),
    "people:end_status_kind": Probe(
        inside=lambda _world: _status_kind(COUNTY), outside=lambda _world: _status_kind(FAR)
    ),
    "people:end_status": both(lambda unit: Call({"uid": make_status(_someone(unit)).pk})),
    "people:withdraw_consent": both(_consent),
    "people:end_phone": both(_phone),
    "people:opened_file": _opening("get"),
    "people:give_back": _opening("post"),
}
