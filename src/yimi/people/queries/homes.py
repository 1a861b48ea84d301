"""Where a person belongs now."""

from __future__ import annotations

from uuid import UUID

from yimi.people.models import Membership, Resident


def home_of(resident: Resident) -> tuple[UUID, str] | None:
    """The current household and the relation to its head; None for someone without one. One query."""
    home = Membership.objects.current().filter(resident=resident, ends_on=None).first()
    return (home.household_id, home.relation) if home else None
