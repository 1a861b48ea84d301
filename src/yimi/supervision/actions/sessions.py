"""Recording supervision: date, kind and minutes counted once; what was said sealed under the session's own key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Forbidden
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.superseding import replace_fact, supersede
from yimi.forms.actions import Subject, save_entry
from yimi.forms.models import FormEntry
from yimi.stations.actions.checks import common_prefix, require_text, unit_event
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import CHUNK, note_batch
from yimi.supervision.access import HOLD
from yimi.supervision.actions.agreed import (
    ActionAnswer,
    AgreedDraft,
    agreed_from,
    answer_action,
)
from yimi.supervision.actions.checks import check_circle, check_facts, tidy_numbers
from yimi.supervision.errors import AlreadyReleased, NoSupervisorYourself, NotReleased
from yimi.supervision.models import (
    ActionResult,
    AgreedAction,
    DiscussedCase,
    Supervisee,
    SupervisionSession,
)

#: The form that holds what was said, and what its entries are about.
NOTE_FORM, SUBJECT_KIND = "F-13", "supervision_session"
FACTS = frozenset(
    {"unit", "kind", "function", "held_on", "starts_at", "minutes", "place", "next_on"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDraft:
    """A supervision that took place, held by the actor. ``cases``: numbers of the cases spoken about, never names."""

    unit: ServiceUnit
    worker_uids: tuple[UUID, ...]
    kind: str
    function: str
    held_on: date
    minutes: int
    starts_at: time | None = None
    place: str = ""
    next_on: date | None = None
    cases: tuple[str, ...] = ()
    actions: tuple[AgreedDraft, ...] = ()
    answers: tuple[ActionAnswer, ...] = ()
    uid: UUID = field(default_factory=new_uid)


def hold_session(draft: SessionDraft, *, actor: Actor) -> SupervisionSession:
    """Record one supervision: a batch of one. Sent twice, it is saved once."""
    again = SupervisionSession.objects.current().filter(file_uid=draft.uid).first()
    if again is None:
        return hold_sessions([draft], actor=actor)[0]
    if again.recorded_by != actor.uid:
        raise Conflict()
    return again


@transaction.atomic
def hold_sessions(drafts: Sequence[SessionDraft], *, actor: Actor) -> list[SupervisionSession]:
    """Record supervisions held by the actor, with what was agreed and what came of earlier agreements.

    Raises NoSupervisorYourself for an account without a worker, NotYourSupervisee for people not assigned to them on
    that day (peers of the same station for 朋辈督导), Invalid for what cannot be.
    """
    actor.require(HOLD)
    if actor.worker_uid is None:
        raise NoSupervisorYourself()
    check_circle(drafts, supervisor_uid=actor.worker_uid)
    rows, keys, parts, agreed = [], [], [], []
    for draft in drafts:
        key = DataKey.make()
        session = _session_from(draft, key, actor, actor.worker_uid)
        check_facts(session)
        keys.append(key)
        rows.append(session)
        parts.append((draft.worker_uids, tidy_numbers(draft.cases)))
        allowed = {actor.worker_uid, *draft.worker_uids}
        agreed += agreed_from(draft.actions, session, key=key, actor=actor, allowed=allowed)
    DataKey.objects.bulk_create(keys, batch_size=CHUNK)
    SupervisionSession.objects.bulk_create(rows, batch_size=CHUNK)
    _write_parts(zip(rows, parts, strict=True))
    AgreedAction.objects.bulk_create(agreed, batch_size=CHUNK)
    for draft in drafts:
        for answer in draft.answers:
            answer_action(answer, actor=actor)
    _note(rows, actor)
    return rows


def _session_from(
    draft: SessionDraft, key: DataKey, actor: Actor, supervisor_uid: UUID
) -> SupervisionSession:
    return SupervisionSession(
        uid=draft.uid,
        file_uid=draft.uid,
        unit=draft.unit,
        unit_region_code=draft.unit.region_code,
        supervisor_id=supervisor_uid,
        kind=draft.kind,
        function=draft.function,
        held_on=draft.held_on,
        starts_at=draft.starts_at,
        minutes=draft.minutes,
        place=" ".join(draft.place.split()),
        next_on=draft.next_on,
        key=key,
        recorded_by=actor.uid,
    )


def _write_parts(parts: Any) -> None:
    people, cases = [], []
    for session, (worker_uids, numbers) in parts:
        people += [Supervisee(session=session, worker_id=uid) for uid in dict.fromkeys(worker_uids)]
        cases += [DiscussedCase(session=session, case_number=number) for number in numbers]
    Supervisee.objects.bulk_create(people, batch_size=CHUNK)
    DiscussedCase.objects.bulk_create(cases, batch_size=CHUNK)


def _note(rows: Sequence[SupervisionSession], actor: Actor) -> None:
    units = {row.unit_id: row.unit for row in rows}
    facts = ("unit_id", "supervisor_id", "kind", "function", "held_on", "minutes")
    note_batch(
        actor, "supervision.hold_sessions", subject_kind=SUBJECT_KIND,
        rows=[(row.file_uid, {name: getattr(row, name) for name in facts}) for row in rows],
        unit_uid=rows[0].unit_id if len(units) == 1 else None,
        region_code=common_prefix([row.unit_region_code for row in rows]),
    )  # fmt: skip


@transaction.atomic
def correct_session(
    session: SupervisionSession, *, actor: Actor, changes: Mapping[str, Any],
    worker_uids: Sequence[UUID], cases: Sequence[str],
) -> SupervisionSession:  # fmt: skip
    """Put right what was recorded wrongly; the old row stays as it was known. Raises Conflict when it changed meanwhile."""
    if strange := changes.keys() - FACTS:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    _require_holder(actor, session)
    draft = SessionDraft(
        unit=changes.get("unit", session.unit), worker_uids=tuple(worker_uids),
        kind=changes.get("kind", session.kind), function=changes.get("function", session.function),
        held_on=changes.get("held_on", session.held_on), minutes=changes.get("minutes", session.minutes),
    )  # fmt: skip
    check_circle([draft], supervisor_uid=session.supervisor_id)
    fresh = replace_fact(session, actor=actor, **changes, unit_region_code=draft.unit.region_code)
    check_facts(fresh)
    _write_parts([(fresh, (worker_uids, tidy_numbers(cases)))])
    _tell(fresh, "supervision.correct_session", actor, fields=sorted(changes))
    return fresh


@transaction.atomic
def void_session(session: SupervisionSession, *, actor: Actor, reason: str) -> None:
    """It did not take place, or was recorded twice: it counts no more, and nothing agreed at it is asked for again."""
    _require_holder(actor, session)
    reason = require_text("reason", reason, longest=300)
    supersede(session)
    agreed = AgreedAction.objects.filter(
        session_file_uid=session.file_uid, result=ActionResult.OPEN
    )
    agreed.update(result=ActionResult.DROPPED, result_on=clock.today())
    _tell(session, "supervision.void_session", actor, reason=reason)


@transaction.atomic
def release_session(session: SupervisionSession, *, actor: Actor) -> SupervisionSession:
    """The supervisor opens what was said to the station's head and the county, until they take it back."""
    _require_holder(actor, session)
    at = clock.now()
    held = SupervisionSession.objects.filter(pk=session.pk, superseded_at=None, released_at=None)
    if held.update(released_at=at) != 1:
        raise AlreadyReleased()
    session.released_at = at
    _tell(session, "supervision.release_session", actor)
    return session


@transaction.atomic
def withdraw_release(
    session: SupervisionSession, *, actor: Actor, reason: str
) -> SupervisionSession:
    """From now on only the pair reads it again. The row that was open stays on file, with when it was and until when.

    Raises NotReleased, Conflict when it changed meanwhile.
    """
    _require_holder(actor, session)
    reason = require_text("reason", reason, longest=300)
    if session.released_at is None:
        raise NotReleased()
    workers = list(session.supervisees.values_list("worker_id", flat=True))
    cases = list(session.discussed_cases.values_list("case_number", flat=True))
    fresh = replace_fact(session, actor=actor, released_at=None)
    _write_parts([(fresh, (workers, cases))])
    since = session.released_at.isoformat()
    _tell(fresh, "supervision.withdraw_release", actor, reason=reason, released_at=since)
    return fresh


@transaction.atomic
def write_note(
    session: SupervisionSession, *, actor: Actor, answers: Mapping[str, Any], row_version: int | None,
    is_final: bool = False,
) -> FormEntry:  # fmt: skip
    """Save form F-13 as a new version, sealed under the session's key. Raises EditClash when it changed meanwhile."""
    _require_holder(actor, session)
    return save_entry(
        actor=actor, subject=note_subject(session), code=NOTE_FORM, key=session.key, unit=session.unit,
        answers=answers, row_version=row_version, is_final=is_final,
    )  # fmt: skip


def note_subject(session: SupervisionSession) -> Subject:
    """What F-13 is about; the same over all corrections of the session."""
    return Subject(SUBJECT_KIND, session.file_uid)


def _require_holder(actor: Actor, session: SupervisionSession) -> None:
    if actor.worker_uid != session.supervisor_id or not actor.may(HOLD):
        raise Forbidden(permission=HOLD)


def _tell(
    session: SupervisionSession, action: str, actor: Actor, *, reason: str = "", **details: Any
) -> None:
    record_event(
        actor, action, subject_kind=SUBJECT_KIND, subject_uid=session.file_uid, reason=reason,
        details=details, **unit_event(session.unit),
    )  # fmt: skip
