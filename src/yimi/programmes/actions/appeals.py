"""Objecting to a refusal or a reversal, and answering: upheld, the claim starts again with its first day."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows
from yimi.programmes.access import is_own
from yimi.programmes.actions.applying import copy_of, insert_claim
from yimi.programmes.actions.checks import last_by, note_step, require_another
from yimi.programmes.actions.steps import require_approver
from yimi.programmes.errors import StepNotNow
from yimi.programmes.models import Appeal, AppealOutcome, Claim, Evidence, Payee
from yimi.programmes.permissions import APPROVE, CLAIM_OWN
from yimi.programmes.rules.states import State, Step
from yimi.stations.actions.checks import require_text

TEXT_FIELD, ANSWER_FIELD = "appeal_text", "appeal_answer"
LONGEST_TEXT = 1000


@transaction.atomic
def file_appeal(claim: Claim, *, actor: Actor, text: str) -> Appeal:
    """The claimant objects; once per claim. Raises StepNotNow for a claim that was neither refused nor reversed."""
    actor.require(CLAIM_OWN)
    if not is_own(actor, claim):
        raise Forbidden(permission=CLAIM_OWN)
    if claim.state not in {State.REFUSED, State.REVERSED}:
        raise StepNotNow()
    text = require_text("text", text, longest=LONGEST_TEXT)
    uid = new_uid()
    appeal = Appeal(
        uid=uid,
        claim=claim,
        key=claim.payee.key,
        text_sealed=claim.payee.key.seal(text, field=TEXT_FIELD, row=uid),
        filed_by=actor.uid,
    )
    try:
        with transaction.atomic():
            appeal.save(force_insert=True)
    except IntegrityError:
        raise StepNotNow() from None
    _tell(actor, "programmes.file_appeal", appeal)
    return appeal


@transaction.atomic
def answer_appeal(appeal: Appeal, *, actor: Actor, upheld: bool, answer: str) -> Appeal:
    """Somebody other than who refused or reversed answers. Upheld: a new claim with the same day, papers included.

    Raises SecondPersonNeeded, StepNotNow when it was answered, AlreadyClaimed when the slot is taken by now.
    """
    claim = appeal.claim
    require_approver(actor, claim)
    step = Step.REVERSE if claim.state == State.REVERSED else Step.REFUSE
    require_another(actor, last_by(claim, step), APPROVE)
    answer = require_text("answer", answer, longest=LONGEST_TEXT)
    hold_rows(Payee, [claim.payee_id])
    reopened = _reopen(claim, actor) if upheld else None
    outcome = AppealOutcome.UPHELD if upheld else AppealOutcome.REJECTED
    changes = {
        "outcome": outcome,
        "answer_sealed": appeal.key.seal(answer, field=ANSWER_FIELD, row=appeal.pk),
        "answered_at": clock.now(),
        "answered_by": actor.uid,
        "answered_name": actor.name,
        "reopened_as": reopened,
    }
    if Appeal.objects.filter(pk=appeal.pk, outcome=AppealOutcome.OPEN).update(**changes) != 1:
        raise StepNotNow()
    for name, value in changes.items():
        setattr(appeal, name, value)
    _tell(actor, "programmes.answer_appeal", appeal)
    return appeal


def _reopen(claim: Claim, actor: Actor) -> Claim:
    fresh = copy_of(claim, actor=actor)
    insert_claim(fresh)
    note_step(fresh, Step.APPLY, actor=actor)
    papers = claim.evidence.filter(voided_at=None)
    Evidence.objects.bulk_create(
        [
            Evidence(
                claim=fresh, kind=one.kind, key_id=one.key_id, file_uid=one.file_uid,
                media_type=one.media_type, size=one.size, sha256=one.sha256,
                recorded_at=one.recorded_at, recorded_by=one.recorded_by,
            )
            for one in papers
        ]
    )  # fmt: skip
    return fresh


def open_texts(appeal: Appeal) -> tuple[str, str]:
    """What was objected, and the answer."""
    key = appeal.key
    return (
        key.open(appeal.text_sealed, field=TEXT_FIELD, row=appeal.pk),
        key.open(appeal.answer_sealed, field=ANSWER_FIELD, row=appeal.pk),
    )


def _tell(actor: Actor, action: str, appeal: Appeal) -> None:
    record_event(
        actor, action, subject_kind="claim", subject_uid=appeal.claim_id,
        region_code=appeal.claim.region_code,
        details={"number": appeal.claim.number, "outcome": appeal.outcome},
    )  # fmt: skip
