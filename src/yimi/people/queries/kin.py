"""What hangs on people beside statuses and phones: relatives, guardians, addresses of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from yimi.core.codes.tables import RELATIONS, label
from yimi.people.models import FamilyRelation, Guardianship, ResidentAddress
from yimi.people.queries.views import GuardianView, OwnAddressView, RelativeView
from yimi.stations.places import place_names


@dataclass(slots=True)
class Kin:
    """Everything by the person it hangs on."""

    relatives: dict[UUID, list[RelativeView]] = field(default_factory=lambda: defaultdict(list))
    guardians: dict[UUID, list[GuardianView]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[UUID, list[OwnAddressView]] = field(default_factory=lambda: defaultdict(list))


def kin_of(residents: Collection[UUID]) -> Kin:
    """What holds now, of all these people. Three queries, a fourth for the names of places."""
    kin = Kin()
    relations = FamilyRelation.objects.current().filter(resident__in=residents, ends_on=None)
    for row in relations.select_related("relative").order_by("relation", "starts_on"):
        name = row.relative.name if row.relative else row.relative_name
        situation = str(row.get_situation_display()) if row.situation != "unknown" else ""
        kin.relatives[row.resident_id].append(
            RelativeView(row.pk, name, label(RELATIONS, row.relation), situation, row.starts_on)
        )
    guardianships = Guardianship.objects.current().filter(resident__in=residents, ends_on=None)
    for held in guardianships.select_related("guardian").order_by("starts_on"):
        kin.guardians[held.resident_id].append(
            GuardianView(
                uid=held.pk,
                name=held.guardian.name if held.guardian else held.guardian_name,
                relation=label(RELATIONS, held.relation) if held.relation else "",
                kind=str(held.get_kind_display()),
                since=held.starts_on,
                has_phone=bool(held.phone_sealed),
            )
        )
    _put_addresses(kin, residents)
    return kin


def _put_addresses(kin: Kin, residents: Collection[UUID]) -> None:
    current = ResidentAddress.objects.current().filter(resident__in=residents, ends_on=None)
    rows = list(current.order_by("kind"))
    codes = [row.region_code for row in rows if row.region_code]
    names = place_names(codes, levels=3) if codes else {}
    for row in rows:
        kin.addresses[row.resident_id].append(
            OwnAddressView(
                uid=row.pk,
                kind=str(row.get_kind_display()),
                kind_code=row.kind,
                place=names.get(row.region_code, ""),
                since=row.starts_on,
                has_detail=bool(row.detail_sealed),
            )
        )
