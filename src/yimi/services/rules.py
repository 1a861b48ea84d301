"""What makes a service record right: pure functions over plain values, no database.

Messages are keys of :data:`MESSAGES`, so that rules stay free of Django; a door translates them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

#: One event lasts at most a day; more is two records.
MAX_MINUTES = 24 * 60
#: More unnamed people than this at one event is almost surely a slip of the finger.
MAX_HEADS = 100_000
MAX_NOTE = 20_000
MAX_PARTICIPANTS = 500
#: Nobody enters records older than this through the ordinary door; imports of old ledgers say so explicitly.
OLDEST_DAYS = 366 * 5
#: A next visit further away than this is a slip of the finger.
NEXT_DUE_DAYS = 366 * 2

#: Methods that make no sense without somebody present: not meeting anybody is possible only at a door.
DOOR_METHODS = frozenset({"home_visit"})
HOUSEHOLD_METHODS = frozenset({"home_visit"})

_CANONICAL = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))

#: Takes a field and a message key.
Refuse = Callable[[str, str], None]

CHANGES = ("none", "health", "care", "income", "safety", "need")
EFFECTS = ("hardship", "comfort", "relations", "empowerment", "resources", "inclusion")


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What a client sends: one service event. ``uid`` may be made by the client, so that sending twice is saving once.

    ``participants`` maps resident uid → ``served`` | ``collateral``; ``head_counts`` maps band → people;
    ``worker_uids`` lists who gave the service, the lead first; ``further_items`` are items besides the main one.
    """

    uid: UUID
    unit_uid: UUID
    method: str
    item_code: str
    served_on: date
    minutes: int
    outcome: str = "met"
    household_uid: UUID | None = None
    starts_at: time | None = None
    note: str = ""
    participants: Mapping[UUID, str] = field(default_factory=dict)
    head_counts: Mapping[str, int] = field(default_factory=dict)
    worker_uids: Sequence[UUID] = ()
    co_organisers: Sequence[str] = ()
    further_items: Sequence[str] = ()
    changes: Sequence[str] = ()
    effects: Sequence[str] = ()
    next_due_on: date | None = None
    served_region_code: str = ""
    purchaser_region_code: str = ""
    project_uid: UUID | None = None

    @property
    def person_times(self) -> int:
        """人次: one per named person present, plus the head-counts; nobody when nobody was met."""
        if self.outcome != "met":
            return 0
        served = list(self.participants.values()).count("served")
        return served + sum(self.head_counts.values())


def check_record(
    record: NewRecord, *, today: date, is_historic: bool = False
) -> dict[str, list[str]]:
    """Everything wrong with a record by itself: field → message keys; empty when it is right.

    ``is_historic`` (imports of old ledgers) lifts the limit on age, nothing else.
    """
    faults: dict[str, list[str]] = {}

    def refuse(name: str, message: str) -> None:
        faults.setdefault(name, []).append(message)

    _check_times(record, refuse, today=today, is_historic=is_historic)
    _check_amounts(record, refuse)
    _check_presence(record, refuse)
    workers = record.worker_uids
    if len(workers) > 1 and len(set(workers)) != len(workers):
        refuse("workers", "worker_twice")
    if not workers:
        refuse("workers", "worker_needed")
    if record.item_code in record.further_items:
        refuse("further_items", "item_twice")
    if record.changes and any(code not in CHANGES for code in record.changes):
        refuse("changes", "unknown_choice")
    if record.effects and any(code not in EFFECTS for code in record.effects):
        refuse("effects", "unknown_choice")
    return faults


def _check_times(record: NewRecord, refuse: Refuse, *, today: date, is_historic: bool) -> None:
    if record.served_on > today:
        refuse("served_on", "in_future")
    elif not is_historic and (today - record.served_on).days > OLDEST_DAYS:
        refuse("served_on", "too_old")
    if not 0 <= record.minutes <= MAX_MINUTES:
        refuse("minutes", "minutes_range")
    elif record.minutes == 0 and record.outcome == "met":
        refuse("minutes", "minutes_needed")
    if record.next_due_on is not None:
        if record.next_due_on < record.served_on:
            refuse("next_due_on", "due_before_service")
        elif (record.next_due_on - record.served_on).days > NEXT_DUE_DAYS:
            refuse("next_due_on", "due_too_far")


def _check_amounts(record: NewRecord, refuse: Refuse) -> None:
    if len(record.note) > MAX_NOTE:
        refuse("note", "note_too_long")
    if len(record.participants) > MAX_PARTICIPANTS:
        refuse("participants", "too_many_participants")
    heads = record.head_counts
    if heads and any(not 0 < count <= MAX_HEADS for count in heads.values()):
        refuse("head_counts", "head_count_range")
    if record.method in HOUSEHOLD_METHODS and record.household_uid is None:
        refuse("household", "household_needed")


def _check_presence(record: NewRecord, refuse: Refuse) -> None:
    """Met: somebody is counted. Not met (未遇): only at a door, and nobody is counted."""
    if record.outcome == "met":
        if record.person_times == 0:
            refuse("participants", "nobody_served")
        return
    if record.method not in DOOR_METHODS:
        refuse("outcome", "not_met_only_at_door")
    if any(presence == "served" for presence in record.participants.values()) or record.head_counts:
        refuse("participants", "nobody_was_met")


def content_digest(record: NewRecord) -> str:
    """SHA-256 over what the client sent, without the uid: the same content gives the same digest, in any order.

    A list, not an object: computed for every record, and twice as fast.
    """
    household, project, due = record.household_uid, record.project_uid, record.next_due_on
    content = [
        record.unit_uid.hex,
        record.method,
        record.outcome,
        record.item_code,
        record.served_on.isoformat(),
        record.starts_at.isoformat() if record.starts_at else "",
        record.minutes,
        household.hex if household else "",
        record.note,
        _in_order([[uid.hex, presence] for uid, presence in record.participants.items()]),
        _in_order(list(record.head_counts.items())),
        [uid.hex for uid in record.worker_uids],
        list(record.co_organisers),
        _in_order(list(record.further_items)),
        _in_order(list(record.changes)),
        _in_order(list(record.effects)),
        due.isoformat() if due else "",
        record.served_region_code,
        record.purchaser_region_code,
        project.hex if project else "",
    ]
    return hashlib.sha256(_CANONICAL.encode(content).encode("utf-8")).hexdigest()


def _in_order(values: list[Any]) -> list[Any]:
    if len(values) > 1:
        values.sort()
    return values


def is_late(served_on: date, recorded_on: date, *, after_days: int) -> bool:
    """Recorded more than ``after_days`` local days after the service.

    >>> is_late(date(2026, 9, 1), date(2026, 9, 8), after_days=7)
    False
    >>> is_late(date(2026, 9, 1), date(2026, 9, 9), after_days=7)
    True
    """
    return (recorded_on - served_on).days > after_days
