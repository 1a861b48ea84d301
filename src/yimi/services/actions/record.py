"""Recording a service: once, at the doorstep. A batch is saved whole; what comes at the same moment, together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.sql import among, listed, rows_of
from yimi.core.together import Together
from yimi.services.actions.record_rows import COLUMNS
from yimi.services.actions.saving import Chunk, save_chunks
from yimi.services.errors import InvalidBatch, SameUidOtherContent, invalid_record
from yimi.services.lookups import PERMISSION, Surroundings
from yimi.services.models import ServiceRecord
from yimi.services.rules import NewRecord, content_digest


@dataclass(frozen=True, slots=True)
class Receipt:
    """The saved record, and whether this call saved it (False: it was there already, with the same content)."""

    record: ServiceRecord
    is_new: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """One event and who sends it."""

    new: NewRecord
    actor: Actor
    digest: str


def record_service(new: NewRecord, *, actor: Actor) -> Receipt:
    """Save one service event. Sent twice, it is saved once. Raises Invalid, SameUidOtherContent, Forbidden.

    Events that reach this process in the same moment share one transaction; each keeps its own checks, its own audit
    event and its own answer. Inside a transaction of the caller's, the event joins that one instead.
    """
    actor.require(PERMISSION)
    submission = Submission(new, actor, content_digest(new))
    if not connection.in_atomic_block:
        return _TOGETHER(submission)
    answer = record_each([submission])[0]
    if isinstance(answer, BaseException):
        raise answer
    return answer


def record_each(submissions: Sequence[Submission]) -> list[Receipt | BaseException]:
    """Save each event or say why not; one transaction, a fixed number of queries. Answers in the order given."""
    try:
        return _record_each(submissions)
    except IntegrityError:
        # The same uid reached another process in the same moment. Its row is committed by now: answer from it.
        if len(submissions) > 1:
            raise
        return _record_each(submissions)


_TOGETHER: Together[Submission, Receipt] = Together(record_each)


def _record_each(submissions: Sequence[Submission]) -> list[Receipt | BaseException]:
    known = _known([each.new.uid for each in submissions])
    around = Surroundings.of([each.new for each in submissions if each.new.uid not in known])
    today = clock.today()
    fresh: dict[UUID, Submission] = {}
    refused: dict[int, BaseException] = {}
    for at, each in enumerate(submissions):
        uid = each.new.uid
        if uid in known or uid in fresh:
            if not _is_same(each, known.get(uid) or fresh[uid]):
                refused[at] = SameUidOtherContent()
        elif faults := around.faults(each.new, each.actor, today=today):
            refused[at] = invalid_record(faults)
        else:
            fresh[uid] = each
    rows = save_chunks(
        [Chunk(each.actor, [each.new]) for each in fresh.values()],
        around,
        digests={uid: each.digest for uid, each in fresh.items()},
    ) if fresh else []  # fmt: skip
    records = known | {record.uid: record for record in _instances(rows)}
    is_first = {id(each) for each in fresh.values()}
    return [
        refused.get(at) or Receipt(records[each.new.uid], id(each) in is_first)
        for at, each in enumerate(submissions)
    ]


def _is_same(submission: Submission, earlier: ServiceRecord | Submission) -> bool:
    """Whether a uid that comes again carries the same content from the same person; anything else reveals nothing."""
    sent_by = earlier.actor.uid if isinstance(earlier, Submission) else earlier.recorded_by
    return earlier.digest == submission.digest and sent_by == submission.actor.uid


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
        # as in :func:`record_each`
        return _record(batch, actor, is_historic=is_historic)


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
    _refuse_faulty(fresh, actor, around, is_historic=True)
    save_chunks([Chunk(actor, fresh)], around, digests=known)


def _record(batch: Sequence[NewRecord], actor: Actor, *, is_historic: bool) -> list[Receipt]:
    known = _known([new.uid for new in batch])
    fresh: dict[UUID, Submission] = {}
    for new in batch:
        each = Submission(new, actor, content_digest(new))
        earlier = known.get(new.uid) or fresh.get(new.uid)
        if earlier is None:
            fresh[new.uid] = each
        elif not _is_same(each, earlier):
            raise SameUidOtherContent
    saved = (
        save_records(
            [each.new for each in fresh.values()],
            actor,
            digests={uid: each.digest for uid, each in fresh.items()},
            is_historic=is_historic,
        )
        if fresh
        else []
    )
    records = known | {row.uid: row for row in saved}
    return [Receipt(records[new.uid], new.uid in fresh) for new in batch]


def save_records(
    fresh: Sequence[NewRecord],
    actor: Actor,
    *,
    digests: Mapping[UUID, str],
    is_historic: bool = False,
    replacing: ServiceRecord | None = None,
) -> list[ServiceRecord]:
    """Check and write records that are not there yet, with their rows, due dates and audit event."""
    around = Surroundings.of(fresh)
    _refuse_faulty(fresh, actor, around, is_historic=is_historic)
    rows = save_chunks([Chunk(actor, fresh)], around, digests=digests, replacing=replacing)
    return list(_instances(rows))


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


def _known(uids: Sequence[UUID]) -> dict[UUID, ServiceRecord]:
    """Records that are there already; the ordinary answer is none, found without loading anything."""
    found = rows_of(
        f"SELECT uid FROM services_servicerecord WHERE {among('uid', len(uids))}",  # noqa: S608 - placeholders only
        listed(uids),
    )
    return ServiceRecord.objects.in_bulk([uid for (uid,) in found]) if found else {}


def _instances(rows: Iterable[tuple[object, ...]]) -> Iterable[ServiceRecord]:
    return (ServiceRecord.from_db(connection.alias, COLUMNS, row) for row in rows)
