"""Sessions: one service record each, made through the services room, and a row here that says which case it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.planning import change_goal
from yimi.cases.actions.trail import cases_event
from yimi.cases.choices import GoalStatus, SessionKind
from yimi.cases.drafts import NewSession
from yimi.cases.errors import InvalidBatch
from yimi.cases.models import Case, CaseSession, Goal
from yimi.cases.queries.facts import last_met
from yimi.cases.queries.levels import days_by_case
from yimi.cases.rules.due import next_due
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows
from yimi.core.turns import writing
from yimi.services.actions.record import Receipt, record_services
from yimi.services.errors import InvalidBatch as InvalidRecords
from yimi.services.errors import SameUidOtherContent
from yimi.services.models.record import Method, Presence
from yimi.services.rules import NewRecord


def record_session(new: NewSession, *, actor: Actor) -> CaseSession:
    """Save one session. Sent twice, it is saved once. Raises Invalid, SameUidOtherContent, Forbidden."""
    try:
        return record_sessions([new], actor=actor)[0]
    except InvalidBatch as error:
        raise Invalid(error.rows[0]) from None


def record_sessions(
    batch: Sequence[NewSession], *, actor: Actor, is_historic: bool = False
) -> list[CaseSession]:
    """Save many sessions in one transaction, in the order given; all or none.

    A fixed number of queries besides one per goal that moved. ``is_historic`` lifts the five-year limit, for old
    ledgers. Raises :class:`InvalidBatch` (position → field → messages).
    """
    cases = {new.case.pk: new.case for new in batch}
    for case in cases.values():
        require_work(actor, case)
    _refuse_faulty(batch)
    with writing():
        hold_rows(Case, sorted(cases))
        try:
            receipts = record_services(
                [_record(new, actor) for new in batch], actor=actor, is_historic=is_historic
            )
        except InvalidRecords as error:
            raise InvalidBatch(error.rows) from None
        known = CaseSession.objects.in_bulk([new.uid for new in batch])
        fresh = _fresh(batch, receipts, known, actor)
        insert_all(CaseSession, fresh.values())
        saved = known | fresh
        if fresh:
            written = [new for new in batch if new.uid in fresh]
            _note_progress(written, saved, actor)
            _set_due(cases, written)
            cases_event(
                actor, "record_session", list(cases.values()), sessions=list(map(str, fresh))
            )
    return [saved[new.uid] for new in batch]


def _refuse_faulty(batch: Sequence[NewSession]) -> None:
    goals = _goals_of(batch)
    faults = {at: found for at, new in enumerate(batch) if (found := _faults(new, goals))}
    if faults:
        raise InvalidBatch(faults)


def _faults(new: NewSession, goals: Mapping[UUID, Goal]) -> dict[str, list[Any]]:
    faults: dict[str, list[Any]] = {}
    case = new.case
    if new.kind not in SessionKind.values:
        faults["kind"] = [_("请选会谈形式。")]
    if new.served_on < case.opened_on:
        faults["served_on"] = [_("会谈日期早于接案日期，请核对。")]
    elif case.closed_on is not None and new.served_on > case.closed_on:
        faults["served_on"] = [_("结案以后的联系请记成回访；需要继续服务时请重开。")]
    if new.next_on is not None and new.next_on < new.served_on:
        faults["next_on"] = [_("下次见面早于这次会谈，请核对。")]
    if new.kind == SessionKind.HOME and case.household_id is None:
        faults["kind"] = [_("这个个案没有关联住户，入户请选“面谈”。")]
    for line, status in new.progress.items():
        if status not in GoalStatus.values:
            faults["progress"] = [_("请选进展。")]
        elif line not in goals or goals[line].case_id != case.pk:
            faults["progress"] = [_("有一个目标刚被别人改过或不在这个个案里，请刷新后再选。")]
    return faults


def _goals_of(batch: Sequence[NewSession]) -> dict[UUID, Goal]:
    lines = [line for new in batch for line in new.progress]
    if not lines:
        return {}
    rows = Goal.objects.current().filter(line__in=lines).select_related("case__unit")
    return {row.line: row for row in rows}


def _record(new: NewSession, actor: Actor) -> NewRecord:
    case = new.case
    present = list(new.present) or [case.resident_id]
    people = dict.fromkeys(new.collateral, Presence.COLLATERAL.value)
    people |= dict.fromkeys(present, Presence.SERVED.value)
    own = (actor.worker_uid,) if actor.worker_uid else ()
    return NewRecord(
        uid=new.uid,
        unit_uid=case.unit_id,
        method=Method.CASE_SESSION,
        item_code=new.item_code,
        served_on=new.served_on,
        starts_at=new.starts_at,
        minutes=new.minutes,
        household_uid=case.household_id,
        participants=people,
        worker_uids=tuple(new.worker_uids) or own,
        note=new.note,
        effects=tuple(new.effects),
    )


def _fresh(
    batch: Sequence[NewSession],
    receipts: Sequence[Receipt],
    known: Mapping[UUID, CaseSession],
    actor: Actor,
) -> dict[UUID, CaseSession]:
    """The sessions that are not there yet; a uid that came with another case or as something else is refused."""
    highest = dict(
        CaseSession.objects.filter(case__in={new.case.pk for new in batch})
        .order_by()
        .values_list("case")
        .annotate(Max("number"))
    )
    now = clock.now()
    fresh: dict[UUID, CaseSession] = {}
    for new, receipt in zip(batch, receipts, strict=True):
        row = known.get(new.uid) or fresh.get(new.uid)
        if row is not None:
            if (row.case_id, row.kind) != (new.case.pk, new.kind):
                raise SameUidOtherContent
            continue
        if not receipt.is_new:
            raise SameUidOtherContent
        number = highest[new.case.pk] = highest.get(new.case.pk, 0) + 1
        fresh[new.uid] = CaseSession(
            uid=new.uid,
            case=new.case,
            record_number=receipt.record.number,
            number=number,
            kind=new.kind,
            recorded_at=now,
            recorded_by=actor.uid,
        )
    return fresh


def _note_progress(
    batch: Iterable[NewSession], sessions: Mapping[UUID, CaseSession], actor: Actor
) -> None:
    """Read again under the lock: of two people who move a goal at once, the second sees what the first wrote."""
    batch = list(batch)
    goals = _goals_of(batch)
    for new in batch:
        for line, status in new.progress.items():
            goals[line] = change_goal(
                goals[line], actor=actor, status=status, session=sessions[new.uid]
            )


def _set_due(cases: Mapping[UUID, Case], batch: Sequence[NewSession]) -> None:
    """The next meeting follows from the last one: what was agreed, or what the level asks for."""
    met = last_met(cases)
    days = days_by_case(cases.values())
    agreed: dict[UUID, date | None] = {}
    for new in batch:
        if new.served_on >= met.get(new.case.pk, new.served_on):
            agreed[new.case.pk] = new.next_on
    for uid, next_on in agreed.items():
        case = cases[uid]
        if not case.is_open:
            continue
        case.due_on = next_due(met[uid], agreed_on=next_on, visit_days=days.get(uid))
        Case.objects.filter(pk=uid).update(due_on=case.due_on)
