"""Valid households and residents for any room's tests. They write rows directly: no permission, no audit, no search.

Tests that search use the actions instead.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.people.models import (
    BirthPrecision,
    Household,
    HouseholdAddress,
    Membership,
    Resident,
    ResidentStatus,
    StatusKind,
    StatusSource,
)
from yimi.people.models.links import HEAD, OPEN
from yimi.stations.models import ServiceUnit

_numbers = count(1)

#: GB/T 4761: a son.
SON = "20"


def make_household(unit: ServiceUnit, *, address: str = "", **fields: Any) -> Household:
    """An open file of ``unit``, in the first village of the unit's township unless ``region_code`` says otherwise."""
    key = DataKey.make()
    key.save(force_insert=True)
    fields.setdefault("region_code", unit.region_code[:9] + "201")
    fields.setdefault("series", fields["region_code"][:9])
    fields.setdefault("number", f"TT-{next(_numbers):04d}")
    fields.setdefault("opened_on", date(2024, 1, 1))
    fields.setdefault("recorded_by", SYSTEM_UID)
    household = Household.objects.create(unit=unit, key=key, **fields)
    if address:
        HouseholdAddress.objects.create(
            household=household,
            detail_sealed=key.seal(address, field="address", row=household.uid),
            starts_on=household.opened_on,
            recorded_by=SYSTEM_UID,
        )
    return household


def make_resident(
    household: Household | None = None, name: str = "李晓明", **fields: Any
) -> Resident:
    """A member of ``household``: its head when it has none yet, else a son; ``relation=`` says otherwise.

    Without a household give ``unit`` and ``region_code``. ``id_number=`` is sealed, not checked.
    """
    relation, id_number = fields.pop("relation", ""), fields.pop("id_number", "")
    joined_on = fields.pop("joined_on", None)
    key = DataKey.make()
    key.save(force_insert=True)
    if household is not None:
        fields.setdefault("unit_id", household.unit_id)
        fields.setdefault("region_code", household.region_code)
    fields.setdefault("birth_on", date(1970, 5, 6))
    fields.setdefault(
        "birth_precision", BirthPrecision.DAY if fields["birth_on"] else BirthPrecision.UNKNOWN
    )
    fields.setdefault("recorded_by", SYSTEM_UID)
    resident = Resident(uid=fields.pop("uid", None) or new_uid(), name=name, key=key, **fields)
    if id_number:
        resident.id_kind = fields.get("id_kind", "citizen")
        resident.id_sealed = key.seal(id_number, field="id", row=resident.uid)
    resident.save(force_insert=True)
    if household is not None:
        has_head = Membership.objects.filter(OPEN, household=household, relation=HEAD).exists()
        Membership.objects.create(
            resident=resident,
            household=household,
            relation=relation or (SON if has_head else HEAD),
            starts_on=joined_on or household.opened_on,
            recorded_by=SYSTEM_UID,
        )
    return resident


def make_status(
    resident: Resident, kind: str = "dibao", value: bool = True, **fields: Any
) -> ResidentStatus:
    """An open answer to one of the shipped statuses, found out on a visit."""
    fields.setdefault("starts_on", date(2024, 3, 1))
    fields.setdefault("verified_on", fields["starts_on"])
    fields.setdefault("source", StatusSource.VISIT)
    fields.setdefault("recorded_by", SYSTEM_UID)
    return ResidentStatus.objects.create(
        resident=resident, kind=StatusKind.objects.get(pk=kind), value=value, **fields
    )
