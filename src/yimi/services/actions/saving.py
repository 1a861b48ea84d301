"""Writing checked records: their rows, what hangs on them, due dates and audit events, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from yimi.audit.actions import make_event, record_events
from yimi.audit.models import AuditEvent
from yimi.core.actor import Actor
from yimi.core.bulk import insert_tuples
from yimi.core.numbers import take_many, year_mark
from yimi.core.sql import pipelined
from yimi.core.turns import writing
from yimi.services.actions.record_rows import COLUMNS, NUMBER, Row, row_maker, write_parts
from yimi.services.actions.visits import note_contacts
from yimi.services.lookups import Surroundings
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Outcome
from yimi.services.rules import NewRecord

#: Small batches are sent without waiting for each statement; large ones are faster by COPY, which cannot be.
PIPELINE_BELOW = 20


@dataclass(frozen=True, slots=True)
class Chunk:
    """Records that one actor sent together: one audit event."""

    actor: Actor
    records: Sequence[NewRecord]


def save_chunks(
    chunks: Sequence[Chunk],
    around: Surroundings,
    *,
    digests: Mapping[UUID, str],
    replacing: ServiceRecord | None = None,
) -> list[Row]:
    """Write records that were found right and are not there yet; their rows, in order, as :data:`COLUMNS` names them.

    Encryption comes first, outside the transaction: it holds the write lock only while it writes.
    """
    row_of = row_maker(around, replacing)
    fresh = [new for chunk in chunks for new in chunk.records]
    rows = [
        row_of(new, digests[new.uid], chunk.actor.uid) for chunk in chunks for new in chunk.records
    ]
    with writing():
        numbers = [replacing.number] if replacing else _numbers(fresh, around)
        rows = [
            (*row[:NUMBER], number, *row[NUMBER + 1 :])
            for row, number in zip(rows, numbers, strict=True)
        ]
        with pipelined() if len(fresh) < PIPELINE_BELOW else nullcontext():
            insert_tuples(ServiceRecord, COLUMNS, rows)
            write_parts(fresh)
            note_contacts((new.household_uid, new) for new in fresh if new.household_uid)
            record_events(_event(chunk, around, digests, replacing) for chunk in chunks)
    return rows


def _numbers(fresh: Sequence[NewRecord], around: Surroundings) -> list[str]:
    """One number per record, from the series of its unit and year; one statement."""
    series = [f"record/{new.unit_uid}/{new.served_on.year}" for new in fresh]
    issued = {key: iter(numbers) for key, numbers in take_many(Counter(series)).items()}
    return [
        f"{around.units[new.unit_uid].number}-{year_mark(new.served_on.year)}-{next(issued[key]):05d}"
        for new, key in zip(fresh, series, strict=True)
    ]


def _event(
    chunk: Chunk,
    around: Surroundings,
    digests: Mapping[UUID, str],
    replacing: ServiceRecord | None,
) -> AuditEvent:
    first = chunk.records[0]
    details: dict[str, object] = {
        "records": [[str(new.uid), digests[new.uid]] for new in chunk.records]
    }
    if replacing is not None:
        details["supersedes"] = str(replacing.uid)
    if not_met := sum(new.outcome == Outcome.NOT_MET for new in chunk.records):
        details["not_met"] = not_met
    return make_event(
        chunk.actor,
        "services.corrected" if replacing is not None else "services.recorded",
        subject_kind="service_record",
        subject_uid=first.uid,
        unit_uid=first.unit_uid,
        region_code=around.units[first.unit_uid].region_code,
        details=details,
    )
