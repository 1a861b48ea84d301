"""What several actions on claims share: moving one step, two different people, the trail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.core.superseding import take_version
from yimi.programmes.access import is_own
from yimi.programmes.errors import NotOnYourself, SecondPersonNeeded, StepNotNow
from yimi.programmes.models import Claim, ClaimStep
from yimi.programmes.rules.states import Step, follows

NOTE_FIELD = "claim_step_note"
LONGEST_NOTE = 500


def move(
    claim: Claim, step: Step, *, actor: Actor, expected: int, note: str = "", **changes: Any
) -> Claim:
    """Take one step and write it down. Raises StepNotNow from another state, Conflict when somebody was faster."""
    state = follows(step, claim.state)
    if state is None:
        raise StepNotNow()
    take_version(claim, expected=expected, changes={"state": state, **changes})
    note_step(claim, step, actor=actor, note=note)
    return claim


def note_step(claim: Claim, step: Step, *, actor: Actor, note: str = "") -> ClaimStep:
    """Write a step into the claim's history and the trail. The note is sealed; the trail does not have it."""
    made = step_row(claim, step, actor=actor, note=note)
    made.save(force_insert=True)
    record_event(
        actor, f"programmes.{step}_claim", subject_kind="claim", subject_uid=claim.pk,
        region_code=claim.region_code,
        details={"number": claim.number, "state": claim.state, "amount_fen": claim.amount_fen},
    )  # fmt: skip
    return made


def step_row(claim: Claim, step: Step, *, actor: Actor, note: str = "") -> ClaimStep:
    """An unsaved step."""
    uid = new_uid()
    text = " ".join(note.split())[:LONGEST_NOTE]
    return ClaimStep(
        uid=uid,
        claim=claim,
        step=step,
        by_uid=actor.uid,
        by_name=actor.name,
        key=claim.payee.key,
        note_sealed=claim.payee.key.seal(text, field=NOTE_FIELD, row=uid) if text else b"",
    )


def open_note(step: ClaimStep) -> str:
    """A step's note."""
    return step.key.open(step.note_sealed, field=NOTE_FIELD, row=step.pk)


def require_stranger(actor: Actor, claim: Claim, permission: str) -> None:
    """Nobody handles their own claim, under whichever staff file."""
    if is_own(actor, claim):
        raise NotOnYourself(permission=permission)


def last_by(claim: Claim, step: Step) -> UUID | None:
    """Who took this step last. One query."""
    found: UUID | None = (
        claim.steps.filter(step=step)
        .order_by("-at", "-uid")
        .values_list("by_uid", flat=True)
        .first()
    )
    return found


def require_another(actor: Actor, uid: UUID | None, permission: str) -> None:
    """Two different people; raises SecondPersonNeeded."""
    if uid == actor.uid:
        raise SecondPersonNeeded(permission=permission)
