"""How actions here and in the workforce room write: end facts with their unit, note a batch in the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from yimi.audit.actions import record_event
from yimi.audit.rules import event_digest
from yimi.core.actor import Actor
from yimi.core.records import Dated
from yimi.core.superseding import replace_fact, supersede
from yimi.stations.rules import day_before

#: Rows per audit event and per INSERT of a batch.
CHUNK = 500
DatedT = TypeVar("DatedT", bound=Dated)


def end_before(facts: QuerySet[DatedT], day: date, *, actor: Actor) -> int:
    """Make ``facts`` true no longer from ``day`` on: cut those that began earlier, withdraw the rest. Returns how many."""
    running = list(facts.filter(superseded_at=None).exclude(ends_on__lt=day))
    for fact in running:
        if fact.starts_on < day:
            replace_fact(fact, actor=actor, ends_on=day_before(day))
        else:
            supersede(fact)
    return len(running)


def row_digest(columns: Mapping[str, Any]) -> str:
    """Digest of a row's facts for the trail; personal values do not belong in ``columns``."""
    return event_digest(columns, {})


def note_batch(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    rows: Sequence[tuple[UUID, Mapping[str, Any]]],
    unit_uid: UUID | None = None,
    region_code: str = "",
) -> None:
    """One event per chunk of rows, with each row's uid and digest; a batch of one names its row as the subject."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        record_event(
            actor,
            action,
            subject_kind=subject_kind,
            subject_uid=chunk[0][0] if len(chunk) == 1 else "",
            unit_uid=unit_uid,
            region_code=region_code,
            details={"rows": [[str(uid), row_digest(columns)] for uid, columns in chunk]},
        )
