"""Opening service units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.numbers import take_numbers
from yimi.regions.rules import prefix_of
from yimi.stations.access import EDIT
from yimi.stations.actions.checks import (
    common_prefix,
    refuse_double,
    require_regions,
    require_text,
)
from yimi.stations.models import (
    NameKind,
    ServedArea,
    ServiceUnit,
    UnitKind,
    UnitName,
)
from yimi.stations.writing import CHUNK, note_batch


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDraft:
    """Another name of a unit about to be opened; it holds from the unit's first day."""

    text: str
    kind: str = NameKind.LOCAL_NAME
    language: str = "zh-hans"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDraft:
    """A unit about to be opened. ``serves``: codes of the divisions served, empty: the one where it is."""

    name: str
    kind: str
    region_code: str
    opened_on: date | None = None
    parent_uid: UUID | None = None
    host: str = ""
    phone: str = ""
    address: str = ""
    offers: str = ""
    built_under: str = ""
    serves: tuple[str, ...] = ()
    names: tuple[NameDraft, ...] = ()
    uid: UUID = field(default_factory=new_uid)


def open_unit(draft: UnitDraft, *, actor: Actor) -> ServiceUnit:
    """Open one unit: a batch of one."""
    return open_units([draft], actor=actor)[0]


@transaction.atomic
def open_units(drafts: Sequence[UnitDraft], *, actor: Actor) -> list[ServiceUnit]:
    """Open units, each with its number, its served areas and its other names; parents may be in the same batch.

    Raises Forbidden outside the actor's divisions, Invalid for an unknown place, kind or parent and for a name that
    an open unit of the same place already bears. Queries: a handful per 500 units.
    """
    for code in {draft.region_code for draft in drafts}:
        actor.require_at(EDIT, region_code=code)
    _check_drafts(drafts)
    units = [_unit_from(draft) for draft in drafts]
    _number(units)
    ServiceUnit.objects.bulk_create(units, batch_size=CHUNK)
    _write_facts(drafts, actor)
    note_batch(
        actor, "stations.open_units", subject_kind="service_unit", rows=[_noted(unit) for unit in units],
        unit_uid=units[0].uid if len(units) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units]),
    )  # fmt: skip
    return units


def _check_drafts(drafts: Sequence[UnitDraft]) -> None:
    for draft in drafts:
        require_text("name", draft.name, longest=100)
        if draft.kind not in UnitKind.values:
            raise Invalid.one("kind", _("没有这种站点类别，请从列表里选。"))
    require_regions({code for draft in drafts for code in (draft.region_code, *draft.serves)})
    own = {draft.uid for draft in drafts}
    above = {draft.parent_uid for draft in drafts if draft.parent_uid} - own
    if ServiceUnit.objects.filter(pk__in=above).count() != len(above):
        raise Invalid.one("parent", _("没有找到上级站点，请重新选择。"))
    places = Counter((draft.region_code, " ".join(draft.name.split())) for draft in drafts)
    twice = [place for place, times in places.items() if times > 1]
    taken = ServiceUnit.objects.filter(
        region_code__in={code for code, _name in places},
        name__in={name for _code, name in places},
        closed_on=None,
    ).values_list("region_code", "name")
    if doubles := twice + [place for place in taken if place in places]:
        refuse_double(doubles[0][1])


def _unit_from(draft: UnitDraft) -> ServiceUnit:
    return ServiceUnit(
        uid=draft.uid,
        kind=draft.kind,
        name=" ".join(draft.name.split()),
        region_code=draft.region_code,
        parent_id=draft.parent_uid,
        host=draft.host.strip(),
        phone=draft.phone.strip(),
        address=draft.address.strip(),
        offers=draft.offers.strip(),
        opened_on=draft.opened_on,
        built_under=draft.built_under.strip(),
    )


def _number(units: Sequence[ServiceUnit]) -> None:
    """Give each unit the next number of its county, e.g. 411623-007; one statement per county."""
    by_county = Counter(unit.region_code[:6] for unit in units)
    series = {
        county: iter(take_numbers(f"unit:{county}", count))
        for county, count in sorted(by_county.items())
    }
    for unit in units:
        county = unit.region_code[:6]
        unit.number = f"{county}-{next(series[county]):03d}"


def _write_facts(drafts: Sequence[UnitDraft], actor: Actor) -> None:
    areas, names = [], []
    for draft in drafts:
        since = draft.opened_on or clock.today()
        areas += [
            ServedArea(
                unit_id=draft.uid,
                region_prefix=prefix_of(code),
                starts_on=since,
                recorded_by=actor.uid,
            )
            for code in draft.serves or (draft.region_code,)
        ]
        names += [
            UnitName(
                unit_id=draft.uid,
                kind=name.kind,
                text=name.text.strip(),
                language=name.language,
                starts_on=since,
                recorded_by=actor.uid,
            )
            for name in draft.names
        ]
    ServedArea.objects.bulk_create(areas, batch_size=CHUNK)
    UnitName.objects.bulk_create(names, batch_size=CHUNK)


def _noted(unit: ServiceUnit) -> tuple[UUID, dict[str, Any]]:
    facts = ("number", "kind", "name", "region_code", "parent_id", "opened_on", "built_under")
    return unit.uid, {name: getattr(unit, name) for name in facts}
