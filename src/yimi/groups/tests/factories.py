"""Valid groups, members and sessions for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from yimi.core.ids import SYSTEM_UID
from yimi.core.models import DataKey
from yimi.groups.models import GroupMember, GroupSession, PlannedSession, SocialGroup
from yimi.people.models import Resident
from yimi.services.models import Participant
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit

_numbers = count(1)


def make_group(unit: ServiceUnit, *, sessions: int = 6, **fields: Any) -> SocialGroup:
    """A support group of the unit with a table of ``sessions`` sessions without days."""
    key = DataKey.make()
    key.save(force_insert=True)
    fields.setdefault("title", "“不孤单”丧偶老人支持小组")
    fields.setdefault("kind", "support")
    fields.setdefault("item_id", "EL4")
    fields.setdefault("starts_on", date(2026, 9, 1))
    fields.setdefault("capacity", 12)
    group = SocialGroup.objects.create(
        unit=unit, number=f"TT-26G{next(_numbers):05d}", key=key, recorded_by=SYSTEM_UID, **fields
    )
    PlannedSession.objects.bulk_create(
        PlannedSession(group=group, no=no, theme=f"第 {no} 节", recorded_by=SYSTEM_UID)
        for no in range(1, sessions + 1)
    )
    return group


def make_member(group: SocialGroup, resident: Resident, **fields: Any) -> GroupMember:
    """Taken, and a member since the group's first day."""
    fields.setdefault("screening", "accepted")
    fields.setdefault("screened_on", group.starts_on)
    if fields["screening"] == "accepted":
        fields.setdefault("joined_on", group.starts_on)
    return GroupMember.objects.create(
        group=group, resident=resident, recorded_by=SYSTEM_UID, **fields
    )


def make_session(
    group: SocialGroup, no: int = 1, *, present: Sequence[Resident] = (), **fields: Any
) -> GroupSession:
    """Session ``no`` was held today, with a service record in which ``present`` and one guest are counted."""
    fields.setdefault("person_times", len(present) + 1)
    record = make_record(
        group.unit, method="group_session", item_id=group.item_id, household=None, **fields
    )
    Participant.objects.bulk_create(
        Participant(record=record, resident=resident) for resident in present
    )
    if group.status == "planned":
        SocialGroup.objects.filter(pk=group.pk).update(status="running")
        group.status = "running"
    return GroupSession.objects.create(
        group=group,
        no=no,
        phase="forming",
        record_number=record.number,
        recorded_by=SYSTEM_UID,
    )
