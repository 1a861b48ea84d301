"""Members' basic files go where their household's is."""

from __future__ import annotations

from yimi.people.actions import correcting
from yimi.people.actions.searching import move_tokens
from yimi.people.models import Household, Membership, Resident


def members_of(household: Household) -> list[Membership]:
    """Who belongs to it now, with their residents and keys; one query."""
    return list(
        Membership.objects.current()
        .filter(household=household, ends_on=None)
        .select_related("resident__key")
    )


def follow(resident: Resident, household: Household) -> None:
    """Bring unit, village and search tokens in step with the household; nothing when they are."""
    if (resident.unit_id, resident.region_code) == (household.unit_id, household.region_code):
        return
    left = resident.region_code
    correcting.compare_and_keep(
        resident,
        resident.row_version,
        unit_id=household.unit_id,
        region_code=household.region_code,
    )
    move_tokens(resident, left=left)
