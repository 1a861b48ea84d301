"""Proving the trail, and reading it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from yimi.audit.actions import digest_of
from yimi.audit.models import AuditEvent, Seal
from yimi.audit.rules import GENESIS, chain_digest
from yimi.audit.sealer import head_file

FAULTS_SHOWN = 20


@dataclass(slots=True)
class Verification:
    """What :func:`verify_trail` found: sealed events proven, unsealed tail counted, faults in words."""

    sealed: int = 0
    seals: int = 0
    tail: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """No fault anywhere."""
        return not self.faults


def verify_trail() -> Verification:
    """Recompute every event's digest and every seal's chain; finds change, removal, insertion and reordering.

    Costs one walk over the trail in order of seal; memory is one seal.
    """
    found = Verification()
    previous, number = GENESIS, 0
    for seal in Seal.objects.order_by("number").iterator(500):
        number += 1
        if seal.number != number:
            found.faults.append(f"seal {number} is missing (next is {seal.number})")
            number = seal.number
        if seal.previous != previous:
            found.faults.append(f"seal {seal.number} does not follow the one before it")
        events = list(AuditEvent.objects.filter(seal_id=seal.number).order_by("id"))
        found.faults.extend(_changed(events))
        if len(events) != seal.count:
            found.faults.append(
                f"seal {seal.number} covers {seal.count} events, {len(events)} are there"
            )
        pairs = [(event.id, event.digest) for event in events]
        if (
            chain_digest(
                settings.SECRETS.seal, number=seal.number, previous=seal.previous, digests=pairs
            )
            != seal.chain
        ):
            found.faults.append(f"seal {seal.number} does not match its events")
        previous = seal.chain
        found.sealed += len(events)
        found.seals += 1
    tail = AuditEvent.objects.filter(seal=None).order_by("id")
    found.tail = tail.count()
    found.faults.extend(_changed(tail.iterator(2_000)))
    found.faults.extend(_head_fault(number, previous))
    return found


def _changed(events: Iterator[AuditEvent] | list[AuditEvent]) -> Iterator[str]:
    for event in events:
        if digest_of(event) != event.digest:
            yield f"event {event.id} ({event.action}) was changed"


def _head_fault(number: int, chain: str) -> Iterator[str]:
    path = head_file()
    if not path.exists():
        if number:
            yield f"the head file {path.name} is missing: the end of the chain cannot be proven"
        return
    head = json.loads(path.read_text("utf-8"))
    if head["number"] > number:
        yield f"the end of the chain was cut off: seal {head['number']} was written, {number} is the last one here"
    elif head["number"] == number and head["chain"] != chain:
        yield f"seal {number} is not the one that was written"


def events_about(subject_uid: UUID | str) -> QuerySet[AuditEvent]:
    """Everything that happened to one thing, newest first."""
    return AuditEvent.objects.filter(subject_uid=str(subject_uid)).order_by("-at", "-id")
