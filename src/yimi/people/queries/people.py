"""One person's page: around the forms."""

from __future__ import annotations

from typing import Any

from yimi.core.actor import Actor
from yimi.people.models import Membership, MergeLink, Resident
from yimi.people.permissions import MERGE_RESIDENTS
from yimi.people.queries.duplicates import possible_duplicates
from yimi.people.queries.homes import home_of


def standing_merge(resident: Resident) -> MergeLink | None:
    """The link by which this file is read as another one."""
    links = MergeLink.objects.filter(duplicate=resident, undone_at=None)
    return links.select_related("kept", "duplicate").first()


def person_page(actor: Actor, resident: Resident) -> dict[str, Any]:
    """Where they have lived, what they were merged with, and who looks like them."""
    may_merge = actor.may_at(
        MERGE_RESIDENTS, unit_uid=resident.unit_id, region_code=resident.region_code
    )
    merged_here = MergeLink.objects.filter(kept=resident, undone_at=None)
    homes = Membership.objects.current().filter(resident=resident)
    home = home_of(resident)
    return {
        "home": home[0] if home else None,
        "homes": homes.select_related("household").order_by("-starts_on", "-uid"),
        "read_as": standing_merge(resident),
        "merged_from": merged_here.select_related("duplicate"),
        "may_merge": may_merge,
        "doubles": _doubles(actor, resident) if may_merge else [],
    }


def housemates(resident: Resident) -> list[tuple[str, str]]:
    """(uid, name) of those who live in the same household now, for a choice. Two queries."""
    home = home_of(resident)
    if home is None:
        return []
    others = Membership.objects.current().filter(household=home[0], ends_on=None)
    others = others.exclude(resident=resident).select_related("resident").order_by("relation")
    return [(str(row.resident_id), row.resident.name) for row in others]


def _doubles(actor: Actor, resident: Resident) -> list[Any]:
    return possible_duplicates(
        actor, name=resident.name, birth_on=resident.birth_on, except_uid=resident.pk
    )
