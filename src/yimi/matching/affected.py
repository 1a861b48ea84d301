"""From the trail to people: whose decisions an event may have changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from yimi.audit.models import AuditEvent
from yimi.insight.facts.marks import marked_by, uids_in
from yimi.matching.family import among
from yimi.matching.signs import FAMILY
from yimi.people.models import FamilyRelation, Membership, MergeLink, Resident, ResidentStatus
from yimi.programmes.models import PackVersion

#: Events that change what holds where.
PACK_ACTIONS = ("programmes.publish_pack", "programmes.repeal_pack")
#: Rooms whose events change a family's files; the others only add records, which no family fact rests on.
ROOMS = ("people.", "visiting.tier_assigned")


def uids_of(events: Iterable[tuple[str, str, Any]]) -> set[UUID]:
    """What the events (action, subject, details) name, of those that may change a family's facts."""
    found: set[UUID] = set()
    for action, subject, details in events:
        if action.startswith(ROOMS) and FAMILY.intersection(marked_by(action)):
            found.update(UUID(uid) for uid in (*uids_in(subject), *uids_in(details)))
    return found


def packs_changed(events: Iterable[tuple[str, str, Any]]) -> set[str]:
    """The places ("" the whole country) whose packs changed."""
    uids = [UUID(subject) for action, subject, _details in events if action in PACK_ACTIONS]
    rows = PackVersion.objects.filter(pk__in=uids)
    return set(rows.values_list("region_code", flat=True))


def events_after(seal: int) -> list[tuple[str, str, Any]]:
    """What was sealed since, and what is not sealed yet; in no order."""
    found: list[tuple[str, str, Any]] = []
    for events in (
        AuditEvent.objects.filter(seal_id__gt=seal),
        AuditEvent.objects.filter(seal=None),
    ):
        found += events.values_list("action", "subject_uid", "details").iterator()
    return found


def residents_touched(uids: Collection[UUID]) -> set[UUID]:
    """Everybody whose family files the uids lead to: people, and all who live or lived with them."""
    people = set(among(Resident.objects.values_list("pk", flat=True), "pk", uids))
    for rows, column in (
        (ResidentStatus.objects.values_list("resident_id", flat=True), "pk"),
        (FamilyRelation.objects.values_list("resident_id", flat=True), "pk"),
        (FamilyRelation.objects.values_list("resident_id", flat=True), "relative"),
        (Membership.objects.values_list("resident_id", flat=True), "pk"),
        (MergeLink.objects.values_list("kept_id", flat=True), "duplicate"),
        (MergeLink.objects.values_list("duplicate_id", flat=True), "kept"),
    ):
        people.update(among(rows, column, uids))
    people.update(among(MergeLink.objects.values_list("kept_id", flat=True), "duplicate", people))
    homes = set(
        among(Membership.objects.values_list("household_id", flat=True), "resident", people)
    )
    homes.update(uids)
    people.update(
        among(Membership.objects.values_list("resident_id", flat=True), "household", homes)
    )
    return people
