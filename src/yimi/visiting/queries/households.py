"""One household's visits: its tier and how that came, its due date and who decided it, who was not met, what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.people.models import Household
from yimi.services.models import DueSetting, ServiceRecord, VisitDue
from yimi.services.models.record import Method, Outcome
from yimi.visiting.models import HomeObservation, HouseholdTier, VisitTier
from yimi.visiting.queries.stops import failed_attempts
from yimi.visiting.queries.tiers import tiers_at
from yimi.visiting.rules import Attempt, advice

RECENT = 12


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit at home, met or not, and its F-14 when somebody filled one in."""

    record: ServiceRecord
    observation: HomeObservation | None


@dataclass(frozen=True, slots=True)
class HouseholdVisits:
    """Everything about one household's visits."""

    tiers: dict[str, VisitTier]
    assigned: HouseholdTier | None
    history: list[HouseholdTier]
    due: VisitDue | None
    settings: list[DueSetting]
    failed: list[Attempt]
    advice: str
    visits: list[Visit]

    @property
    def tier(self) -> VisitTier | None:
        """The tier it stands in, as it holds at the household's place."""
        return self.tiers.get(self.assigned.tier_code) if self.assigned else None


def household_visits(household: Household) -> HouseholdVisits:
    """Seven queries, whatever the history. Whoever calls has fetched the household through access."""
    rows = list(HouseholdTier.objects.current().filter(household=household).order_by("-starts_on"))
    failed = failed_attempts([household.pk]).get(household.pk, [])
    return HouseholdVisits(
        tiers=tiers_at(household.region_code),
        assigned=next((row for row in rows if row.ends_on is None), None),
        history=[row for row in rows if row.ends_on is not None][:RECENT],
        due=VisitDue.objects.filter(household=household).first(),
        settings=list(
            DueSetting.objects.filter(household=household).order_by("-recorded_at")[:RECENT]
        ),
        failed=failed,
        advice=advice(failed),
        visits=_visits(household),
    )


def _visits(household: Household) -> list[Visit]:
    records = list(
        ServiceRecord.objects.current()
        .filter(household=household, method=Method.HOME_VISIT)
        .order_by("-served_on", "-uid")[:RECENT]
    )
    observed = {
        row.record_number: row
        for row in HomeObservation.objects.filter(
            record_number__in=[record.number for record in records if record.outcome == Outcome.MET]
        )
    }
    return [Visit(record, observed.get(record.number)) for record in records]
