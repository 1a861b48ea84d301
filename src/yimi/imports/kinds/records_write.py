"""Service records as sealed blocks, and writing a block through the services room's batch action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.sql import marks, rows_of, uid_parameters, uid_value
from yimi.imports.faults import Fault
from yimi.imports.kinds.surroundings import FIELDS, surroundings_of
from yimi.services.actions import record_history
from yimi.services.errors import InvalidBatch
from yimi.services.lookups import Surroundings
from yimi.services.rules import NewRecord
from yimi.workforce.models import Placement

Entry = dict[str, Any]
#: A record with its uid, its line in the file and the digest of its content.
Found = tuple[UUID, NewRecord, int, str]


def encode(found: Found) -> Entry:
    """A record as plain values for the sealed block."""
    uid, new, line, digest = found
    household, due = new.household_uid, new.next_due_on
    return {
        "line": line,
        "uid": uid.hex,
        "digest": digest,
        "unit": new.unit_uid.hex,
        "method": new.method,
        "item": new.item_code,
        "served_on": new.served_on.isoformat(),
        "minutes": new.minutes,
        "outcome": new.outcome,
        "household": household.hex if household else "",
        "note": new.note,
        "participants": {uid.hex: presence for uid, presence in new.participants.items()},
        "head_counts": new.head_counts,
        "workers": [uid.hex for uid in new.worker_uids],
        "co_organisers": new.co_organisers,
        "next_due_on": due.isoformat() if due else "",
    }


class RecordWriter:
    """Writes one ledger's blocks. What they refer to is read once, at the first block; so are uids and days."""

    def __init__(self, unit_uid: UUID, actor: Actor) -> None:
        self.unit_uid, self.actor = unit_uid, actor
        self._uids: dict[str, UUID] = {}
        self._days: dict[str, date] = {}

    @cached_property
    def around(self) -> Surroundings:
        """The station's people, catalogue and everyone who ever had a post there."""
        workers = Placement.objects.current().filter(unit=self.unit_uid)
        return surroundings_of(
            self.unit_uid, self.actor, workers.values_list("worker_id", flat=True)
        )

    def write(self, block: Sequence[Entry]) -> dict[int, list[Fault]]:
        """Save all that the services room takes; returns the lines it refused. What is there already stays as it is."""
        uids = [UUID(entry["uid"]) for entry in block]
        known = on_file(uids)
        records = [
            (entry["line"], self._record(uid, entry), entry["digest"])
            for uid, entry in zip(uids, block, strict=True)
            if uid not in known
        ]
        faults: dict[int, list[Fault]] = {}
        while records:
            try:
                self._save(records)
                break
            except InvalidBatch as error:
                for at, fields in error.rows.items():
                    faults[records[at][0]] = [
                        Fault(FIELDS.get(name, name), "refused") for name in fields
                    ]
                records = [row for row in records if row[0] not in faults]
        return faults

    def _save(self, records: Sequence[tuple[int, NewRecord, str]]) -> None:
        with transaction.atomic():
            record_history(
                [new for _line, new, _digest in records],
                actor=self.actor,
                around=self.around,
                digests={new.uid: digest for _line, new, digest in records},
            )

    def _record(self, uid: UUID, entry: Entry) -> NewRecord:
        return NewRecord(
            uid=uid,
            unit_uid=self._uid(entry["unit"]),
            method=entry["method"],
            item_code=entry["item"],
            served_on=self._day(entry["served_on"]),
            minutes=entry["minutes"],
            outcome=entry["outcome"],
            household_uid=self._uid(entry["household"]) if entry["household"] else None,
            note=entry["note"],
            participants={self._uid(uid): role for uid, role in entry["participants"].items()},
            head_counts=entry["head_counts"],
            worker_uids=tuple(map(self._uid, entry["workers"])),
            co_organisers=tuple(entry["co_organisers"]),
            next_due_on=self._day(entry["next_due_on"]) if entry["next_due_on"] else None,
        )

    def _uid(self, text: str) -> UUID:
        """Households, people and workers come again and again."""
        uid = self._uids.get(text)
        if uid is None:
            uid = self._uids[text] = UUID(text)
        return uid

    def _day(self, text: str) -> date:
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = date.fromisoformat(text)
        return day


def on_file(uids: Sequence[UUID]) -> set[UUID]:
    """Those that are saved already, by whomever."""
    found = rows_of(
        f"SELECT uid FROM services_servicerecord WHERE uid IN ({marks(uids)})",  # noqa: S608 - placeholders only
        uid_parameters(uids),
    )
    return {uid for (stored,) in found if (uid := uid_value(stored))}
