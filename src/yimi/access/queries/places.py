"""The places that grants name: found in bulk, with what the rules and the pages need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.access.labels import PLACE_KIND_LABELS
from yimi.core.actor import ScopeKind
from yimi.regions.models import Region
from yimi.regions.queries import path_names
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit

PlaceKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What a grant's place is: the unit, the 12-digit code it lies in ("" for everywhere and self), its last day."""

    unit_uid: UUID | None = None
    region_code: str = ""
    ends_on: date | None = None
    has_no_counties: bool = False


def find_places(keys: Iterable[PlaceKey]) -> dict[PlaceKey, Place]:
    """The places that exist, by (kind, key); a missing one has no entry. At most two queries."""
    wanted = set(keys)
    found: dict[PlaceKey, Place] = {
        (kind, ""): Place()
        for kind in (ScopeKind.EVERYWHERE.value, ScopeKind.SELF.value)
        if (kind, "") in wanted
    }
    for unit in ServiceUnit.objects.filter(pk__in=_unit_uids(wanted)).only(
        "uid", "region_code", "closed_on"
    ):
        found[(ScopeKind.UNIT.value, str(unit.uid))] = Place(
            unit.uid, unit.region_code, unit.closed_on
        )
    codes = {pad_code(key): key for key in _region_keys(wanted)}
    for region in Region.objects.filter(pk__in=codes, is_placeholder=False).only(
        "code", "valid_to", "has_no_counties"
    ):
        found[(ScopeKind.REGION.value, codes[region.code])] = Place(
            region_code=region.code,
            ends_on=region.valid_to,
            has_no_counties=region.has_no_counties,
        )
    return found


def place_names(keys: Iterable[PlaceKey]) -> dict[PlaceKey, str]:
    """What to call the places on a page, by (kind, key); one that is gone shows its key. At most two queries."""
    wanted = set(keys)
    units = {
        str(unit.uid): unit.name
        for unit in ServiceUnit.objects.filter(pk__in=_unit_uids(wanted)).only("uid", "name")
    }
    paths = path_names([pad_code(key) for key in _region_keys(wanted)])
    names = {}
    for kind, key in wanted:
        if kind == ScopeKind.UNIT:
            names[kind, key] = units.get(key) or _("（单位已不在）")
        elif kind == ScopeKind.REGION:
            names[kind, key] = paths.get(pad_code(key)) or key
        else:
            names[kind, key] = str(PLACE_KIND_LABELS[kind])
    return names


def _unit_uids(keys: Iterable[PlaceKey]) -> list[UUID]:
    uids = []
    for kind, key in keys:
        if kind == ScopeKind.UNIT:
            try:
                uids.append(UUID(key))
            except ValueError:
                continue  # hand-made input: such a unit simply is not found
    return uids


def _region_keys(keys: Iterable[PlaceKey]) -> list[str]:
    return [key for kind, key in keys if kind == ScopeKind.REGION]
