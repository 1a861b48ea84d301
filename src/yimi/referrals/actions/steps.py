"""The way of a referral, step by step. Each step takes a version, asks the rule, and adds one line to the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.referrals import rules
from yimi.referrals.actions.common import note_one, require_text
from yimi.referrals.errors import MESSAGES, ReferralChanged, refused
from yimi.referrals.models import Receiver, ReceiverKind, Referral, ReferralStep, Step
from yimi.referrals.parameters import feedback_due
from yimi.referrals.permissions import ANSWER, EDIT
from yimi.referrals.queries.standing import standing_of
from yimi.services.actions import record_service
from yimi.services.rules import NewRecord

NOTE_FIELD = "step"


def note_contact(
    referral: Referral, *, actor: Actor, row_version: int, on: date, note: str = ""
) -> Referral:
    """The receiving body was asked; once or several times."""
    return take_step(referral, Step.CONTACT, actor=actor, row_version=row_version, on=on, note=note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How the referral went out: the day, the minutes it took, the item it counts under, and when we expect to hear."""

    on: date
    minutes: int
    item_code: str
    due_on: date | None = None
    note: str = ""


@transaction.atomic
def send_referral(
    referral: Referral, sending: Sending, *, actor: Actor, row_version: int
) -> Referral:
    """Send it: on consent, or in an emergency; one service record counts it. Raises NoConsent, Invalid, Conflict.

    Feedback is due after the place's own number of days unless ``due_on`` says otherwise.
    """
    due_on = sending.due_on or max(feedback_due(referral.region_code, sending.on), clock.today())
    if fault := rules.due_fault(due_on, today=clock.today()):
        raise Invalid.one("due_on", MESSAGES[fault])
    take_step(
        referral, Step.SEND, actor=actor, row_version=row_version, on=sending.on,
        note=sending.note, also={"due_on": due_on},
    )  # fmt: skip
    receipt = record_service(_record_of(referral, sending), actor=actor)
    referral.record_number = receipt.record.number
    Referral.objects.filter(pk=referral.pk).update(record_number=receipt.record.number)
    return referral


def _record_of(referral: Referral, sending: Sending) -> NewRecord:
    """One service event: for the person where there is one, else for somebody of the household, unnamed."""
    resident = referral.resident_id
    return NewRecord(
        uid=new_uid(),
        unit_uid=referral.unit_id,
        method="referral",
        item_code=sending.item_code,
        served_on=sending.on,
        minutes=sending.minutes,
        household_uid=referral.household_id,
        participants={resident: "served"} if resident else {},
        head_counts={} if resident else {"unknown": 1},
        worker_uids=(referral.worker_id,),
    )


def answer_referral(
    referral: Referral, *, actor: Actor, row_version: int, accepted: bool, on: date, note: str
) -> Referral:
    """The receiving body takes the person on, or says why not: itself when it works in Yimi, else the sender for it."""
    if not accepted and not note.strip():
        raise Invalid.one("note", _("请写明不接收的原因，让转出的站点知道下一步怎么办。"))
    step = Step.ACCEPT if accepted else Step.REFUSE
    return take_step(referral, step, actor=actor, row_version=row_version, on=on, note=note)


def settle_referral(
    referral: Referral, *, actor: Actor, row_version: int, outcome: str, on: date, note: str = ""
) -> Referral:
    """Feedback has come, or it is clear that none will: what came of it."""
    return take_step(
        referral, Step.SETTLE, actor=actor, row_version=row_version, on=on, note=note,
        outcome=outcome,
    )  # fmt: skip


def plan_follow_up(referral: Referral, *, actor: Actor, row_version: int, due_on: date) -> Referral:
    """Somebody of ours will ask the person themselves, by ``due_on``."""
    if fault := rules.due_fault(due_on, today=clock.today()):
        raise Invalid.one("due_on", MESSAGES[fault])
    return take_step(
        referral, Step.PLAN, actor=actor, row_version=row_version, on=clock.today(), note="",
        also={"due_on": due_on},
    )  # fmt: skip


def complete_referral(
    referral: Referral, *, actor: Actor, row_version: int, on: date, note: str
) -> Referral:
    """The person was asked how it went: the loop is closed."""
    if not note.strip():
        raise Invalid.one("note", _("请写一句服务对象怎么说，回访才算完成。"))
    return take_step(
        referral, Step.COMPLETE, actor=actor, row_version=row_version, on=on, note=note,
        also={"due_on": None},
    )  # fmt: skip


def withdraw_referral(
    referral: Referral, *, actor: Actor, row_version: int, outcome: str, on: date, note: str = ""
) -> Referral:
    """Give it up before anything was sent, saying why."""
    return take_step(
        referral, Step.WITHDRAW, actor=actor, row_version=row_version, on=on, note=note,
        outcome=outcome,
    )  # fmt: skip


@transaction.atomic
def take_step(
    referral: Referral,
    step: Step,
    *,
    actor: Actor,
    row_version: int,
    on: date,
    note: str,
    outcome: str = "",
    also: Mapping[str, Any] | None = None,
) -> Referral:
    """One step: permission, version, rule, write, history, trail. Raises ReferralChanged when somebody was faster."""
    by_receiver = require_side(referral, step, actor)
    if referral.row_version != row_version:
        raise ReferralChanged(referral)
    standing = standing_of(referral)
    if fault := rules.step_fault(standing, step, outcome=outcome):
        raise refused(fault)
    _check_day(referral, on)
    tidy = require_text(note)
    new = rules.after(standing, step, outcome=outcome)
    changes = {"state": new.state, "outcome": new.outcome} | dict(also or {})
    if new.state in rules.CLOSED | {rules.SUCCEEDED, rules.FAILED}:
        changes |= {"due_on": None}
    take_version(referral, expected=row_version, changes=changes)
    add_line(referral, step, actor=actor, on=on, note=tidy, by_receiver=by_receiver)
    return referral


def require_side(referral: Referral, step: str, actor: Actor) -> bool:
    """Whether the actor takes the step for the receiving unit; raises Forbidden when for neither side.

    The receiving unit answers and gives feedback; everything else is the sender's.
    """
    if actor.may_at(EDIT, unit_uid=referral.unit_id, region_code=referral.region_code):
        return False
    receiver = Receiver.objects.filter(pk=referral.pk, kind=ReceiverKind.UNIT).first()
    if receiver is not None and step in {Step.ACCEPT, Step.REFUSE, Step.SETTLE}:
        actor.require_at(ANSWER, unit_uid=receiver.unit_id)
        return True
    actor.require_at(EDIT, unit_uid=referral.unit_id, region_code=referral.region_code)
    return False


def _check_day(referral: Referral, on: date) -> None:
    last = referral.steps.order_by("-happened_on").values_list("happened_on", flat=True).first()
    if fault := rules.day_fault(on, earliest=last or on, today=clock.today()):
        raise Invalid.one("on", MESSAGES[fault])


def add_line(
    referral: Referral,
    step: str,
    *,
    actor: Actor,
    on: date,
    note: str = "",
    by_receiver: bool = False,
) -> None:
    """A line of the history and an event of the trail; the note is sealed."""
    uid = new_uid()
    ReferralStep.objects.create(
        uid=uid,
        referral=referral,
        step=step,
        state=referral.state,
        happened_on=on,
        recorded_by=actor.uid,
        by_name=actor.name,
        by_receiver=by_receiver,
        note_sealed=referral.key.seal(note, field=NOTE_FIELD, row=uid),
    )
    details = {"state": referral.state, "outcome": referral.outcome, "step": str(uid)}
    note_one(
        referral,
        f"referrals.{step}_referral",
        subject_kind="referral",
        actor=actor,
        details=details,
    )
