"""Handling a complaint: never by whoever it is about; each step takes a version and adds one line to the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.feedback import rules
from yimi.feedback.access import require_handler, require_namer
from yimi.feedback.actions.complaints import PUBLIC
from yimi.feedback.errors import ComplaintChanged, refused
from yimi.feedback.models import Complaint, ComplaintStep, Step
from yimi.feedback.parameters import answer_days
from yimi.feedback.queries.contents import STEP_FIELD, Contents, contents_of, standing_of
from yimi.workforce.models import Placement, Worker


def name_worker(
    complaint: Complaint, *, actor: Actor, row_version: int, worker: Worker
) -> Complaint:
    """The office finds out whom it is about; from then on the station's head may handle it, unless it is the head.

    Only the office may put another name in its place. Raises Forbidden, Invalid, Conflict.
    """
    require_namer(actor, complaint)
    placed = Placement.objects.current().filter(worker=worker, unit=complaint.unit_id)
    if not placed.exists():
        raise Invalid.one("worker", _("这位社工没有在这个站点工作过，请核对。"))
    return _take(
        complaint, Step.NAME, actor=actor, row_version=row_version, also={"worker": worker}
    )


def take_complaint(complaint: Complaint, *, actor: Actor, row_version: int) -> Complaint:
    """Somebody answers for it from now on."""
    return _take(complaint, Step.TAKE, actor=actor, row_version=row_version)


def note_inquiry(
    complaint: Complaint, *, actor: Actor, row_version: int, text: str, on: date
) -> Complaint:
    """What was found out; not told outside."""
    return _take(
        complaint, Step.NOTE, actor=actor, row_version=row_version, on=on, text=_needed(text)
    )


def answer_complaint(
    complaint: Complaint, *, actor: Actor, row_version: int, finding: str, text: str
) -> Complaint:
    """What was found and what is done about it; the complainant reads it with the receipt code."""
    return _take(
        complaint, Step.ANSWER, actor=actor, row_version=row_version, text=_needed(text),
        finding=finding,
    )  # fmt: skip


def close_complaint(complaint: Complaint, *, actor: Actor, row_version: int) -> Complaint:
    """Nobody came back on the answer."""
    return _take(complaint, Step.CLOSE, actor=actor, row_version=row_version)


def reopen_complaint(
    complaint: Complaint, *, actor: Actor, row_version: int, text: str
) -> Complaint:
    """The complainant is not content and said so to somebody; once."""
    return _take(
        complaint, Step.REOPEN, actor=actor, row_version=row_version, text=_needed(text),
        also=_again(complaint),
    )  # fmt: skip


def reopen_by_receipt(complaint: Complaint, *, text: str, row_version: int) -> Complaint:
    """The same, by the complainant, who holds the receipt code (``access.get_complaint_by_code``)."""
    return _take(
        complaint, Step.REOPEN, actor=PUBLIC, row_version=row_version, text=_needed(text),
        also=_again(complaint), is_complainant=True,
    )  # fmt: skip


@transaction.atomic
def reveal_complainant(complaint: Complaint, *, actor: Actor) -> Contents:
    """Name and contact, for whoever handles it; the look stands in the trail."""
    require_handler(actor, complaint)
    _note(complaint, "feedback.reveal_complainant", actor, {})
    return contents_of(complaint)


def _again(complaint: Complaint) -> dict[str, Any]:
    """A new term runs, and the old finding no longer stands."""
    today = clock.today()
    due_on = today + timedelta(days=answer_days(complaint.region_code, today))
    return {"reopened_on": today, "due_on": due_on, "finding": ""}


def _needed(text: str) -> str:
    tidy = text.strip()
    if not tidy:
        raise Invalid.one("text", _("请写明情况。"))
    if len(tidy) > rules.MAX_TEXT:
        raise Invalid.one("text", _("内容超过 2,000 字，请写要紧的。"))
    return tidy


@transaction.atomic
def _take(
    complaint: Complaint,
    step: Step,
    *,
    actor: Actor,
    row_version: int,
    on: date | None = None,
    text: str = "",
    finding: str = "",
    also: Mapping[str, Any] | None = None,
    is_complainant: bool = False,
) -> Complaint:
    if not is_complainant:
        require_handler(actor, complaint)
    if complaint.row_version != row_version:
        raise ComplaintChanged(complaint)
    standing = standing_of(complaint)
    if fault := rules.step_fault(standing, step, finding=finding):
        raise refused(fault)
    on = on or clock.today()
    if not complaint.received_on <= on <= clock.today():
        raise Invalid.one("on", _("日期要在收到投诉之后，今天或以前。"))
    changes = {"state": rules.after(standing, step).state} | dict(also or {})
    if finding:
        changes |= {"finding": finding}
    take_version(complaint, expected=row_version, changes=changes)
    uid = new_uid()
    ComplaintStep.objects.create(
        uid=uid, complaint=complaint, step=step, state=complaint.state, happened_on=on,
        recorded_by=actor.uid, by_name=actor.name,
        text_sealed=complaint.key.seal(text, field=STEP_FIELD, row=uid),
    )  # fmt: skip
    details = {"state": complaint.state, "finding": complaint.finding, "step": str(uid)}
    if step == Step.NAME:
        # the row keeps the last worker named; the trail keeps every one
        details |= {"worker": str(complaint.worker_id)}
    _note(complaint, f"feedback.{step}_complaint", actor, details)
    return complaint


def _note(complaint: Complaint, action: str, actor: Actor, details: Mapping[str, Any]) -> None:
    record_event(
        actor, action, subject_kind="complaint", subject_uid=complaint.uid,
        unit_uid=complaint.unit_id, region_code=complaint.region_code, details=details,
    )  # fmt: skip
