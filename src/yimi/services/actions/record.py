"""Recording a service: once, at the doorstep. The single form is a batch of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_tuples
from yimi.core.errors import Invalid
from yimi.core.numbers import take_numbers
from yimi.core.sql import marks, pipelined, rows_of, uid_parameters
from yimi.core.turns import writing
from yimi.services.actions.record_rows import COLUMNS, NUMBER, Row, row_maker, write_parts
from yimi.services.actions.visits import note_contacts
from yimi.services.errors import InvalidBatch, SameUidOtherContent, invalid_record
from yimi.services.lookup_rows import PERMISSION
from yimi.services.lookups import Surroundings
from yimi.services.models import (
    ServiceRecord,
)
from yimi.services.models.record import Outcome
from yimi.services.rules import NewRecord, content_digest

#: Small batches are sent without waiting for each statement; large ones are faster by COPY, which cannot be.
PIPELINE_BELOW = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """The saved record, and whether this call saved it (False: it was there already, with the same content)."""

    record: ServiceRecord
    is_new: bool


def record_service(new: NewRecord, *, actor: Actor) -> Receipt:
    """Save one service event. Sent twice, it is saved once. Raises Invalid, SameUidOtherContent, Forbidden."""
    try:
        return record_services([new], actor=actor)[0]
    except InvalidBatch as error:
        raise Invalid(error.rows[0]) from None


def record_history(
    fresh: Sequence[NewRecord],
    *,
    actor: Actor,
    around: Surroundings,
    digests: Mapping[UUID, str] | None = None,
) -> None:
    """Save events of an old ledger, block after block: :func:`record_services` for many thousands.

    ``around`` holds what the whole ledger refers to, read once; ``digests`` the records' digests where they are known;
    ``fresh`` no record that is there already (IntegrityError). Nothing is given back. Raises :class:`InvalidBatch`.
    """
    actor.require(PERMISSION)
    known = digests or {new.uid: content_digest(new) for new in fresh}
    _save(fresh, actor, around, digests=known, is_historic=True)


def record_services(
    batch: Sequence[NewRecord], *, actor: Actor, is_historic: bool = False
) -> list[Receipt]:
    """Save many events in one transaction with one audit event; all or none. Receipts in the order of ``batch``.

    ``is_historic`` is for imports of old ledgers: it lifts the five-year limit. A fixed number of queries per call.
    Raises :class:`InvalidBatch` (position → field → messages).
    """
    actor.require(PERMISSION)
    try:
        return _record(batch, actor, is_historic=is_historic)
    except IntegrityError:
        # The same uid reached another process in the same moment. Its row is committed by now: answer from it.
        return _record(batch, actor, is_historic=is_historic)


def _record(batch: Sequence[NewRecord], actor: Actor, *, is_historic: bool) -> list[Receipt]:
    known = _known([new.uid for new in batch])
    digests: dict[UUID, str] = {}
    fresh: list[NewRecord] = []
    for new in batch:
        digest = content_digest(new)
        earlier = known[new.uid].digest if new.uid in known else digests.get(new.uid)
        if earlier is None:
            fresh.append(new)
            digests[new.uid] = digest
        elif earlier != digest or (new.uid in known and known[new.uid].recorded_by != actor.uid):
            raise SameUidOtherContent
    saved = save_records(fresh, actor, digests=digests, is_historic=is_historic) if fresh else []
    records = known | {row.uid: row for row in saved}
    was_fresh = {row.uid for row in saved}
    return [Receipt(records[new.uid], new.uid in was_fresh) for new in batch]


def _known(uids: Sequence[UUID]) -> dict[UUID, ServiceRecord]:
    """Records that are there already; the ordinary answer is none, found without loading anything."""
    found = rows_of(
        f"SELECT uid FROM services_servicerecord WHERE uid IN ({marks(uids)})",  # noqa: S608 - placeholders only
        uid_parameters(uids),
    )
    return ServiceRecord.objects.in_bulk([uid for (uid,) in found]) if found else {}


def save_records(
    fresh: Sequence[NewRecord],
    actor: Actor,
    *,
    digests: dict[UUID, str],
    is_historic: bool = False,
    replacing: ServiceRecord | None = None,
) -> list[ServiceRecord]:
    """Check and write records that are not there yet, with their rows, due dates and audit event.

    Reading, rules and encryption come first, outside the transaction: it holds the write lock only while it writes.
    """
    rows = _save(
        fresh,
        actor,
        Surroundings.of(fresh, actor),
        digests=digests,
        is_historic=is_historic,
        replacing=replacing,
    )
    return [ServiceRecord.from_db(connection.alias, COLUMNS, row) for row in rows]


def _save(
    fresh: Sequence[NewRecord],
    actor: Actor,
    around: Surroundings,
    *,
    digests: Mapping[UUID, str],
    is_historic: bool,
    replacing: ServiceRecord | None = None,
) -> list[Row]:
    _refuse_faulty(fresh, actor, around, is_historic=is_historic)
    row_of = row_maker(around, actor, replacing)
    rows = [row_of(new, digests[new.uid]) for new in fresh]
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
            _audit(fresh, actor, around, digests=digests, replacing=replacing)
    return rows


def _refuse_faulty(
    fresh: Sequence[NewRecord], actor: Actor, around: Surroundings, *, is_historic: bool
) -> None:
    today = clock.today()
    faults = {
        position: found
        for position, new in enumerate(fresh)
        if (found := around.faults(new, actor, is_historic=is_historic, today=today))
    }
    if faults:
        raise InvalidBatch({at: invalid_record(found).fields for at, found in faults.items()})


def _numbers(fresh: Sequence[NewRecord], around: Surroundings) -> list[str]:
    """One number per record, from the series of its unit and year; one statement per series."""
    wanted: dict[tuple[UUID, int], int] = {}
    for new in fresh:
        series = (new.unit_uid, new.served_on.year)
        wanted[series] = wanted.get(series, 0) + 1
    issued = {
        (unit, year): iter(take_numbers(f"record/{unit}/{year}", count))
        # always in the same order, so that two batches never wait for each other
        for (unit, year), count in sorted(wanted.items(), key=lambda item: str(item[0]))
    }
    return [
        f"{around.units[new.unit_uid].number}-{new.served_on.year % 100:02d}"
        f"-{next(issued[new.unit_uid, new.served_on.year]):05d}"
        for new in fresh
    ]


def _audit(
    fresh: Sequence[NewRecord],
    actor: Actor,
    around: Surroundings,
    *,
    digests: Mapping[UUID, str],
    replacing: ServiceRecord | None,
) -> None:
    first = fresh[0]
    details: dict[str, object] = {"records": [[str(new.uid), digests[new.uid]] for new in fresh]}
    if replacing is not None:
        details["supersedes"] = str(replacing.uid)
    if not_met := sum(new.outcome == Outcome.NOT_MET for new in fresh):
        details["not_met"] = not_met
    record_event(
        actor,
        "services.corrected" if replacing is not None else "services.recorded",
        subject_kind="service_record",
        subject_uid=first.uid,
        unit_uid=first.unit_uid,
        region_code=around.units[first.unit_uid].region_code,
        details=details,
    )
