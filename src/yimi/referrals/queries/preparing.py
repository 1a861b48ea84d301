"""What the forms already know: the household's people, the station's workers, bodies nearby, items of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.scoping import region_range
from yimi.people.models import Household, Membership, Resident
from yimi.people.models.links import OPEN
from yimi.referrals.models import ReferralReason
from yimi.services.lookups import offered_items
from yimi.services.models.catalogue import ItemKind
from yimi.stations.models import Authority, ServiceUnit
from yimi.workforce.models import Placement, Worker

#: Under which item a referral usually counts; a worker may choose another.
USUAL_ITEM = {
    ReferralReason.ASSISTANCE: "SA3",
    ReferralReason.MENTAL_HEALTH: "SA6",
    ReferralReason.ELDER_CARE: "EL5",
    ReferralReason.DISABILITY: "AF1",
    ReferralReason.CHILD: "CH3",
    ReferralReason.EMPLOYMENT: "SA7",
}
DEFAULT_ITEM = "SA8"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Choices of the form that opens a referral or a resource link for a household."""

    household: Household
    members: list[tuple[UUID, str]]
    workers: dict[UUID, Worker]

    @property
    def worker_choices(self) -> list[tuple[UUID, str]]:
        """Who works at the station, by name."""
        return [(uid, worker.name) for uid, worker in self.workers.items()]


def surroundings_of(household: Household, on: date) -> Surroundings:
    """Two queries."""
    members = Membership.objects.filter(OPEN, household=household, resident__died_on=None)
    placed = Placement.objects.on(on).filter(unit=household.unit_id).select_related("worker")
    return Surroundings(
        household=household,
        members=list(
            members.order_by("relation", "uid").values_list("resident_id", "resident__name")
        ),
        workers={row.worker_id: row.worker for row in placed.order_by("worker__name", "uid")},
    )


def units_near(unit: ServiceUnit, on: date) -> QuerySet[ServiceUnit]:
    """The county's other open units, by name."""
    near = ServiceUnit.objects.within(unit.region_code[:6]).open_on(on).exclude(pk=unit.pk)
    return near.order_by("region_code", "name")


def authorities_near(unit: ServiceUnit) -> QuerySet[Authority]:
    """Authorities of the county, and of the city and the province above it."""
    code = unit.region_code
    near = region_range("region_code", code[:6])
    above = Q(region_code__in=[code[:4].ljust(12, "0"), code[:2].ljust(12, "0")])
    return Authority.objects.filter(near | above, ended_on=None).order_by("-region_code", "name")


def item_choices(region_code: str, on: date) -> list[tuple[str, str]]:
    """The services that the place offers. Two queries."""
    return [
        (item.code, item.label)
        for item in offered_items(region_code, on)
        if item.kind == ItemKind.SERVICE
    ]


def usual_item(reason: str) -> str:
    """The item that is preset."""
    return USUAL_ITEM.get(ReferralReason(reason), DEFAULT_ITEM)


def resident_of(household: Household, uid: UUID) -> Resident | None:
    """Somebody who lives in the household now, with their key. One query."""
    home = Membership.objects.filter(OPEN, household=household, resident=uid)
    row = home.select_related("resident__key").first()
    return row.resident if row else None
