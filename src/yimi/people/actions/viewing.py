"""Looks into personal files, for the trail: every door that shows a file calls these, page and API alike."""

from __future__ import annotations

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.people.models import Household, Resident


def note_household_viewed(household: Household, *, actor: Actor, reason: str = "") -> None:
    """``actor`` has opened the household's file; ``reason`` as given when opening it from above the station."""
    record_event(
        actor,
        "people.household_viewed",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
        reason=reason,
    )


def note_resident_viewed(resident: Resident, *, actor: Actor) -> None:
    """``actor`` has opened one person's file."""
    record_event(
        actor,
        "people.resident_viewed",
        subject_kind="resident",
        subject_uid=resident.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
    )
