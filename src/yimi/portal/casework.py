"""What professional work a household has besides its records: from the rooms of cases, referrals and visits."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.cases.queries.lists import CaseRow, household_cases
from yimi.core.actor import Actor
from yimi.people.models import Household
from yimi.referrals.models import Referral, ResourceLink
from yimi.referrals.queries.lists import referrals_of, resources_of


@dataclass(frozen=True, slots=True)
class HouseholdWork:
    """Cases, referrals and resources of one household that the actor may see, and what they may begin."""

    cases: list[CaseRow]
    referrals: list[Referral]
    resources: list[ResourceLink]
    may_open_case: bool
    may_refer: bool
    may_visit: bool


def work_of(actor: Actor, household: Household) -> HouseholdWork | None:
    """None for those who do none of it. At most six queries."""
    unit, place = household.unit_id, household.region_code
    found = HouseholdWork(
        household_cases(actor, household),
        referrals_of(actor, household) if actor.may("referrals.view_referral") else [],
        resources_of(actor, household) if actor.may("referrals.view_referral") else [],
        may_open_case=actor.may_at("cases.work_case", unit_uid=unit, region_code=place),
        may_refer=actor.may_at("referrals.edit_referral", unit_uid=unit, region_code=place),
        may_visit=actor.may_at("visiting.plan_visits", unit_uid=unit, region_code=place),
    )
    has_rows = found.cases or found.referrals or found.resources
    return found if has_rows or found.may_open_case or found.may_refer else None
