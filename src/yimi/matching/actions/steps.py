"""What workers note on a lead: visited, informed, helped to apply, received, refused, not applicable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.matching.errors import StepNotNow
from yimi.matching.models import Lead, LeadStep
from yimi.matching.models.leads import NOTE_FIELD
from yimi.matching.permissions import WORK_LEADS
from yimi.matching.rules import State, may_note, reasons_of

NOTE_LENGTH = 1_000
CHUNK = 500


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What is to be noted. ``expected``: the row version that was on the screen."""

    lead: Lead
    state: State
    happened_on: date
    expected: int
    note: str = ""
    record_number: str = ""


def note_step(draft: StepDraft, *, actor: Actor) -> LeadStep:
    """Note one step: a batch of one."""
    return note_steps([draft], actor=actor)[0]


@transaction.atomic
def note_steps(batch: Sequence[StepDraft], *, actor: Actor) -> list[LeadStep]:
    """Move leads on. Raises Forbidden outside the actor's stations, StepNotNow, Invalid, Conflict when stale.

    “Not applicable” needs a reason, and holds as long as the conditions stay what they are.
    """
    steps = []
    for draft in batch:
        lead = draft.lead
        actor.require_at(WORK_LEADS, unit_uid=lead.unit_id, region_code=lead.region_code)
        note = _checked(draft)
        take_version(lead, expected=draft.expected, changes=_changes(draft))
        step = LeadStep(
            uid=new_uid(), lead=lead, state=draft.state, happened_on=draft.happened_on,
            record_number=draft.record_number, by=actor.uid, by_name=actor.name,
            recorded_at=clock.now(),
        )  # fmt: skip
        step.note_sealed = lead.resident.key.seal(note, field=NOTE_FIELD, row=step.uid)
        steps.append(step)
    insert_all(LeadStep, steps)
    _tell(batch, actor)
    return steps


def _checked(draft: StepDraft) -> str:
    lead = draft.lead
    if not may_note(State(lead.state), draft.state):
        raise StepNotNow(state=str(lead.get_state_display()))
    if draft.happened_on > clock.today():
        raise Invalid.one("happened_on", _("日期不能晚于今天。"))
    note = draft.note.replace("\0", "").strip()
    if len(note) > NOTE_LENGTH:
        raise Invalid.one("note", _("最多 1,000 个字。"))
    if draft.state == State.NOT_APPLICABLE and not note:
        raise Invalid.one("note", _("请写明哪一条不符合，下次就不再提示。"))
    return note


def _changes(draft: StepDraft) -> dict[str, object]:
    lead = draft.lead
    is_for = reasons_of(lead.outcome, lead.conditions)
    return {
        "state": draft.state,
        "state_on": draft.happened_on,
        "noted_for": is_for if draft.state == State.NOT_APPLICABLE else "",
    }


def _tell(batch: Sequence[StepDraft], actor: Actor) -> None:
    for start in range(0, len(batch), CHUNK):
        part = batch[start : start + CHUNK]
        lead = part[0].lead
        record_event(
            actor,
            "matching.step_noted",
            subject_kind="lead",
            subject_uid=lead.pk,
            unit_uid=lead.unit_id,
            region_code=lead.region_code,
            details={"steps": [[str(one.lead.pk), str(one.state)] for one in part]},
        )
