"""Closing a case, looking after it, and opening it again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.opening import note_stage, open_case
from yimi.cases.actions.picturing import copy_picture
from yimi.cases.actions.trail import case_event, require_open, require_past
from yimi.cases.choices import ClosingReason, FollowUpMode, FollowUpState, Source, Stage
from yimi.cases.drafts import NewCase, NewFollowUp
from yimi.cases.errors import AlreadyReopened, CaseIsOpen, HandOverInstead, StepNotPossible
from yimi.cases.models import Case, FollowUp
from yimi.cases.rules.stages import must_hand_over, stage_after_closing
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import take_version
from yimi.core.turns import writing
from yimi.services.actions import record_service
from yimi.services.models.record import Method, Outcome, Presence
from yimi.services.rules import NewRecord
from yimi.workforce.models import Placement

METHODS = {
    FollowUpMode.PHONE: Method.PHONE,
    FollowUpMode.HOME: Method.HOME_VISIT,
    FollowUpMode.ONLINE: Method.ONLINE,
}


@transaction.atomic
def close_case(
    case: Case,
    *,
    actor: Actor,
    expected: int,
    reason: str,
    closed_on: date | None = None,
    follow_up_on: date | None = None,
) -> Case:
    """Close an accepted case, with the day on which somebody asks after the client; without one it is done.

    A worker or project that changes is a hand-over while a colleague is there (:class:`HandOverInstead`). Raises
    StepNotPossible in the intake, which ends with its decision; Invalid, Conflict.
    """
    require_work(actor, case)
    require_open(case)
    names: dict[str, Any] = dict(Stage.choices)
    if case.stage == Stage.INTAKE:
        raise StepNotPossible(now=names[case.stage], to=names[Stage.CLOSING])
    on = closed_on or clock.today()
    require_past("closed_on", on, since=case.opened_on)
    if reason not in ClosingReason.values:
        raise Invalid.one("reason", _("请选结案原因。"))
    if follow_up_on is not None and follow_up_on < on:
        raise Invalid.one("follow_up_on", _("回访日期早于结案日期，请核对。"))
    if must_hand_over(reason, others_there=_others_there(case, on)):
        raise HandOverInstead
    to = stage_after_closing(reason, follow_up_on=follow_up_on)
    if case.stage != Stage.CLOSING:
        note_stage(case, Stage.CLOSING, actor=actor, on=on)
        case.stage = Stage.CLOSING
    note_stage(case, to, actor=actor, on=on)
    due_on = follow_up_on if to == Stage.FOLLOW_UP else None
    changes = {"stage": to, "closed_on": on, "closing_reason": reason, "due_on": due_on}
    take_version(case, expected=expected, changes=changes)
    case_event(actor, "close_case", case, reason=str(reason), closed_on=on.isoformat())
    return case


def _others_there(case: Case, on: date) -> bool:
    placed = Placement.objects.on(on).filter(unit=case.unit_id)
    return placed.exclude(worker=case.owner_id).exists()


def record_follow_up(case: Case, new: NewFollowUp, *, actor: Actor) -> FollowUp:
    """Note how the client is doing; whoever was reached counts through a service record. Sent twice, saved once.

    With ``next_on`` the follow-up goes on, without it the case is done. Raises CaseIsOpen, Invalid.
    """
    require_work(actor, case)
    if case.is_open or case.stage == Stage.DECLINED:
        raise CaseIsOpen
    _check_follow_up(case, new)
    with writing():
        again = FollowUp.objects.filter(pk=new.uid, case=case).first()
        if again is not None:
            return again
        row = FollowUp.objects.create(
            uid=new.uid,
            case=case,
            followed_on=new.followed_on,
            mode=new.mode,
            state=new.state,
            has_new_needs=new.has_new_needs,
            advises_reopening=new.advises_reopening,
            next_on=new.next_on,
            record_number=_count(case, new, actor),
            recorded_by=actor.uid,
        )
        _move_on(case, new, actor)
        case_event(actor, "record_follow_up", case, follow_up=str(row.pk), state=str(new.state))
    return row


def _check_follow_up(case: Case, new: NewFollowUp) -> None:
    require_past("followed_on", new.followed_on)
    if case.closed_on is not None and new.followed_on < case.closed_on:
        raise Invalid.one("followed_on", _("回访日期早于结案日期，请核对。"))
    if new.mode not in METHODS:
        raise Invalid.one("mode", _("请选回访方式。"))
    if new.state not in FollowUpState.values:
        raise Invalid.one("state", _("请选近况。"))
    if new.mode == FollowUpMode.HOME and case.household_id is None:
        raise Invalid.one("mode", _("这个个案没有关联住户，请选电话或线上。"))
    if new.next_on is not None and new.next_on < new.followed_on:
        raise Invalid.one("next_on", _("下次回访早于这次，请核对。"))


def _count(case: Case, new: NewFollowUp, actor: Actor) -> str:
    """The service record of a follow-up; none for a telephone that nobody answered."""
    reached = new.state != FollowUpState.NOT_REACHED
    if not reached and new.mode != FollowUpMode.HOME:
        return ""
    record = NewRecord(
        uid=new.uid,
        unit_uid=case.unit_id,
        method=METHODS[FollowUpMode(new.mode)],
        item_code=new.item_code,
        served_on=new.followed_on,
        minutes=new.minutes,
        outcome=Outcome.MET if reached else Outcome.NOT_MET,
        household_uid=case.household_id,
        participants={case.resident_id: Presence.SERVED.value} if reached else {},
        worker_uids=(actor.worker_uid,) if actor.worker_uid else (),
    )
    return record_service(record, actor=actor).record.number


def _move_on(case: Case, new: NewFollowUp, actor: Actor) -> None:
    """An older follow-up that is entered late moves nothing."""
    if FollowUp.objects.filter(case=case, followed_on__gt=new.followed_on).exists():
        return
    to = Stage.FOLLOW_UP if new.next_on else Stage.DONE
    if to != case.stage:
        note_stage(case, to, actor=actor, on=new.followed_on)
    expected = Case.objects.values_list("row_version", flat=True).get(pk=case.pk)
    take_version(case, expected=expected, changes={"stage": to, "due_on": new.next_on})


@transaction.atomic
def reopen_case(case: Case, *, actor: Actor, opened_on: date | None = None) -> Case:
    """A new episode of a closed case: a case of its own with a new number, linked to this one, beginning with the intake.

    The family picture goes along; the agreement is asked for anew. The old case is done. Raises CaseIsOpen,
    AlreadyReopened.
    """
    require_work(actor, case)
    if case.is_open or case.stage == Stage.DECLINED:
        raise CaseIsOpen
    if Case.objects.filter(previous=case).exists():
        raise AlreadyReopened
    new = NewCase(
        unit=case.unit,
        resident=case.resident,
        household=case.household,
        source=Source.REOPENED,
        opened_on=opened_on or clock.today(),
        level=case.level,
        risk=case.risk,
        previous=case,
    )
    try:
        with transaction.atomic():
            fresh = open_case(new, actor=actor)
    except IntegrityError:
        raise AlreadyReopened from None
    copy_picture(case, fresh, actor=actor)
    if case.stage == Stage.FOLLOW_UP:
        note_stage(case, Stage.DONE, actor=actor, on=fresh.opened_on)
        changes = {"stage": Stage.DONE, "due_on": None}
        take_version(case, expected=case.row_version, changes=changes)
    case_event(actor, "reopen_case", case, reopened_as=str(fresh.pk))
    return fresh
