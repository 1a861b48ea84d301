"""Deciding on a claim: papers complete, checked, approved, refused, withdrawn, reversed. Two different people."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.superseding import hold_rows, take_version
from yimi.engine.describe import yuan
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.access import is_own
from yimi.programmes.actions.applying import benefit_of
from yimi.programmes.actions.checks import (
    last_by,
    move,
    note_step,
    require_another,
    require_stranger,
)
from yimi.programmes.deciding import Judged, as_json, decided_day, judge
from yimi.programmes.errors import (
    AmountChanged,
    EvidenceMissing,
    LaterClaimRests,
    NotCertainYet,
    NotEligible,
    StepNotNow,
)
from yimi.programmes.facts import claimant, world_of
from yimi.programmes.models import Claim, Payee, Reversal
from yimi.programmes.permissions import APPROVE, CHECK, CLAIM_OWN
from yimi.programmes.rules.states import GRANTED, State, Step, follows
from yimi.programmes.versions import in_force
from yimi.stations.actions.checks import require_text

REASON_LENGTH = 300


@transaction.atomic
def complete_claim(claim: Claim, *, actor: Actor, expected: int) -> Claim:
    """Every paper that the benefit asks for is there. Raises EvidenceMissing."""
    _require_checker(actor, claim)
    if missing := missing_evidence(claim):
        raise EvidenceMissing(missing="、".join(missing))
    return move(claim, Step.COMPLETE, actor=actor, expected=expected)


def missing_evidence(claim: Claim) -> list[str]:
    """The papers that the benefit asks for and the claim has not. One query."""
    wanted = in_force(claim.version).rules.benefit(benefit_of(claim)).evidence
    there = set(claim.evidence.filter(voided_at=None).values_list("kind", flat=True))
    return [name for name in wanted if name not in there]


@transaction.atomic
def return_claim(claim: Claim, *, actor: Actor, expected: int, note: str) -> Claim:
    """Back to the claimant, who learns what is missing. Whoever checks or approves."""
    if claim.state == State.CHECKED:
        _require_approver_or_checker(actor, claim)
    else:
        _require_checker(actor, claim)
    note = require_text("note", note, longest=REASON_LENGTH)
    return move(claim, Step.RETURN, actor=actor, expected=expected, note=note)


@transaction.atomic
def check_claim(claim: Claim, *, actor: Actor, expected: int, note: str = "") -> Claim:
    """The township or county has checked: every condition is known and met, and the amount follows.

    Raises NotEligible, NotCertainYet. Nobody checks what they entered for somebody else.
    """
    _require_checker(actor, claim)
    require_another(actor, claim.recorded_by, CHECK)
    judged = judge_again(claim)
    return move(
        claim, Step.CHECK, actor=actor, expected=expected, note=note,
        amount_fen=judged.amount_fen, decision=as_json(judged, decided_day(claim)),
    )  # fmt: skip


def judge_again(claim: Claim) -> Judged:
    """The decision on a claim by what is known now, itself left out. Raises NotEligible, NotCertainYet."""
    who = claimant(claim.payee, first=claim.worker_id)
    world = world_of(who, without=[claim.pk])
    judged = judge(claim.version, benefit_of(claim), claim.subject_key, world, decided_day(claim))
    if judged.outcome == Outcome.NEEDS_INFORMATION:
        raise NotCertainYet(why=judged.why)
    if judged.outcome != Outcome.LIKELY:
        raise NotEligible(why=judged.why)
    if judged.amount_fen is None or judged.amount_fen <= 0:
        raise NotEligible(why=_("金额为零或算不出来"))
    return judged


def approve_claim(claim: Claim, *, actor: Actor, expected: int) -> Claim:
    """Approve one claim: a batch of one."""
    return approve_claims([(claim, expected)], actor=actor)[0]


@transaction.atomic
def approve_claims(batch: list[tuple[Claim, int]], *, actor: Actor) -> list[Claim]:
    """The pack's division approves, all or none: from here on the amount never changes.

    The person's claims are held meanwhile, so that two approvals of one person follow one another and the second sees
    the first. Raises AmountChanged, NotEligible, SecondPersonNeeded for whoever checked, Conflict when stale.
    """
    hold_rows(Payee, sorted({claim.payee_id for claim, _expected in batch}))
    return [_approve(claim, expected, actor) for claim, expected in batch]


def _approve(claim: Claim, expected: int, actor: Actor) -> Claim:
    require_approver(actor, claim)
    if follows(Step.APPROVE, claim.state) is None:
        raise StepNotNow()
    require_another(actor, last_by(claim, Step.CHECK), APPROVE)
    judged = judge_again(claim)
    if judged.amount_fen != claim.amount_fen:
        raise AmountChanged(now=yuan(judged.amount_fen or 0), then=yuan(claim.amount_fen or 0))
    return move(
        claim, Step.APPROVE, actor=actor, expected=expected,
        approved_at=clock.now(), decision=as_json(judged, decided_day(claim)),
    )  # fmt: skip


@transaction.atomic
def refuse_claim(claim: Claim, *, actor: Actor, expected: int, note: str) -> Claim:
    """Not granted, with the reason; the worker may appeal."""
    _require_approver_or_checker(actor, claim)
    note = require_text("note", note, longest=REASON_LENGTH)
    return move(claim, Step.REFUSE, actor=actor, expected=expected, note=note)


@transaction.atomic
def withdraw_claim(claim: Claim, *, actor: Actor, expected: int, note: str = "") -> Claim:
    """The claimant takes it back before it is approved; they may claim again."""
    if is_own(actor, claim):
        actor.require(CLAIM_OWN)
    else:
        actor.require_at(CHECK, region_code=claim.region_code)
        note = require_text("note", note, longest=REASON_LENGTH)
    return move(claim, Step.WITHDRAW, actor=actor, expected=expected, note=note)


@transaction.atomic
def reverse_claim(claim: Claim, *, actor: Actor, expected: int, reason: str) -> Claim:
    """Take back all that is left of a granted claim; what was paid is to be returned.

    Raises LaterClaimRests while a difference was computed on top of it: the last is reversed first.
    """
    require_approver(actor, claim)
    reason = require_text("reason", reason, longest=REASON_LENGTH)
    hold_rows(Payee, [claim.payee_id])
    if claim.slot_kind == "level" and (resting := _resting_on(claim)):
        raise LaterClaimRests(number=resting)
    take_back(claim, left_of(claim), actor=actor, expected=expected, reason=reason)
    return claim


def _resting_on(claim: Claim) -> str | None:
    """A claim on another level of the benefit that was granted after this one: its amount is the difference."""
    own = (
        claim.steps.filter(step=Step.APPROVE).order_by("-uid").values_list("uid", flat=True).first()
    )
    found: str | None = (
        Claim.objects.filter(payee=claim.payee_id, benefit=claim.benefit, state__in=GRANTED)
        .filter(steps__step=Step.APPROVE, steps__uid__gt=own)
        .exclude(pk=claim.pk)
        .order_by("-steps__uid")
        .values_list("number", flat=True)
        .first()
    )
    return found


def left_of(claim: Claim) -> int:
    """What is left of a claim's amount. One query."""
    taken = claim.reversals.current().aggregate(taken=Sum("amount_fen"))["taken"] or 0
    return (claim.amount_fen or 0) - taken


def take_back(claim: Claim, fen: int, *, actor: Actor, expected: int, reason: str) -> Reversal:
    """Write a reversal of ``fen``; the claim ends when nothing is left. Inside a caller's transaction."""
    left = left_of(claim)
    if not 0 < fen <= left or claim.state not in {State.APPROVED, State.PAID}:
        raise StepNotNow()
    row = Reversal(
        claim=claim,
        amount_fen=fen,
        was_paid=claim.state == State.PAID,
        reason=reason[:REASON_LENGTH],
        recorded_by=actor.uid,
    )
    row.save(force_insert=True)
    if fen == left:
        move(claim, Step.REVERSE, actor=actor, expected=expected, note=reason)
    else:
        move_partly(claim, actor=actor, expected=expected, note=reason)
    return row


def move_partly(claim: Claim, *, actor: Actor, expected: int, note: str) -> None:
    """A part was taken back: the claim stays where it is, with a new version and a step that says so."""
    take_version(claim, expected=expected, changes={})
    note_step(claim, Step.REVERSE, actor=actor, note=note)


def _require_checker(actor: Actor, claim: Claim) -> None:
    actor.require_at(CHECK, region_code=claim.region_code)
    require_stranger(actor, claim, CHECK)


def require_approver(actor: Actor, claim: Claim) -> None:
    """At the division whose pack it is, and not one's own. Raises Forbidden."""
    actor.require_at(APPROVE, region_code=claim.version.region_code)
    require_stranger(actor, claim, APPROVE)


def _require_approver_or_checker(actor: Actor, claim: Claim) -> None:
    if actor.may_at(APPROVE, region_code=claim.version.region_code):
        require_stranger(actor, claim, APPROVE)
        return
    _require_checker(actor, claim)
