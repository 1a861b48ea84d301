"""What was held: a group's sessions with the service records that stand for them. The only place that joins the two."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yimi.groups.models import GroupSession
from yimi.services.models import Participant, ServiceRecord
from yimi.services.models.record import Presence


@dataclass(frozen=True, slots=True)
class Held:
    """A session and its standing record; ``present``: residents who were there by name."""

    session: GroupSession
    record: ServiceRecord
    present: frozenset[UUID]

    @property
    def guests(self) -> int:
        """People counted without a name."""
        return self.record.person_times - len(self.present)


def standing_records(numbers: Iterable[str]) -> dict[str, ServiceRecord]:
    """Number → the version that stands; voided ones are missing. One query."""
    rows = ServiceRecord.objects.current().filter(number__in=list(numbers))
    return {row.number: row for row in rows}


def held_sessions(group_uids: Collection[UUID]) -> dict[UUID, list[Held]]:
    """Group → its sessions whose record stands, in the order of the days. Three queries, whatever the number."""
    sessions = list(GroupSession.objects.filter(group__in=group_uids, voided_at=None))
    records = standing_records(session.record_number for session in sessions)
    present: dict[UUID, set[UUID]] = {}
    rows = Participant.objects.filter(
        record__in=[record.pk for record in records.values()], presence=Presence.SERVED
    )
    for record_uid, resident_uid in rows.values_list("record", "resident"):
        present.setdefault(record_uid, set()).add(resident_uid)
    found: dict[UUID, list[Held]] = {uid: [] for uid in group_uids}
    for session in sessions:
        record = records.get(session.record_number)
        if record is not None:
            there = frozenset(present.get(record.pk, ()))
            found[session.group_id].append(Held(session, record, there))
    for held in found.values():
        held.sort(key=lambda one: (one.record.served_on, one.session.no))
    return found


def standing_record(session: GroupSession) -> ServiceRecord | None:
    """The version of the session's record that stands; None when it was voided. One query."""
    return (
        ServiceRecord.objects.current()
        .select_related("key", "household", "unit")
        .filter(number=session.record_number)
        .first()
    )


def days_present(group_uid: UUID, resident_uid: UUID) -> list[date]:
    """The days on which a resident was at the group, in order. Two queries."""
    numbers = GroupSession.objects.filter(group=group_uid, voided_at=None)
    rows = Participant.objects.filter(
        record__number__in=list(numbers.values_list("record_number", flat=True)),
        record__superseded_at=None,
        record__voided_at=None,
        resident=resident_uid,
        presence=Presence.SERVED,
    )
    return sorted(rows.values_list("record__served_on", flat=True))
