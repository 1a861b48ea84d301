"""Two staff files turn out to be one person: their claims come together, and what was granted twice is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden
from yimi.core.superseding import hold_rows, replace_fact, supersede
from yimi.engine.reference import World
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.actions.applying import benefit_of
from yimi.programmes.actions.checks import move
from yimi.programmes.actions.lists import refresh_total
from yimi.programmes.actions.payees import payee_of
from yimi.programmes.actions.steps import take_back
from yimi.programmes.deciding import Judged, decided_day, judge
from yimi.programmes.errors import NotOnYourself, OnASentList, SamePersonAlready
from yimi.programmes.fact_rows import Claimant, Row
from yimi.programmes.facts import TAKEN, claim_row, claimant, rows_of
from yimi.programmes.models import (
    BankAccount,
    Claim,
    ClaimStep,
    ItemState,
    ListState,
    Payee,
    PayeeFile,
    PaymentItem,
)
from yimi.programmes.permissions import APPROVE
from yimi.programmes.rules.settling import Held, Remedy, Settlement, settle, worth
from yimi.programmes.rules.slots import Slot
from yimi.programmes.rules.states import LIVE, State, Step
from yimi.programmes.versions import catalogue
from yimi.stations.actions.checks import require_text
from yimi.workforce.access import may_at_worker
from yimi.workforce.models import Worker


@dataclass(frozen=True, slots=True)
class Joined:
    """Whoever stays, and what became of claims that were one too many."""

    payee: Payee
    settlements: tuple[Settlement, ...]


@transaction.atomic
def join_workers(keep: Worker, other: Worker, *, actor: Actor, reason: str) -> Joined:
    """``other``'s staff file is the same person as ``keep``'s. Both files stay as they are; the money is counted once.

    Raises Forbidden unless the actor approves where both files are kept and for every pack that is claimed on,
    OnASentList while money may be on its way, SamePersonAlready.
    """
    reason = require_text("reason", reason, longest=300)
    for worker in (keep, other):
        if not may_at_worker(actor, APPROVE, worker):
            raise Forbidden(permission=APPROVE)
        if worker.pk == actor.worker_uid:
            raise NotOnYourself(permission=APPROVE)
    stays, goes = payee_of(keep, actor=actor), payee_of(other, actor=actor)
    if stays.pk == goes.pk:
        raise SamePersonAlready()
    hold_rows(Payee, sorted((stays.pk, goes.pk)))
    claims = _claims_of(stays, goes)
    for claim in claims.values():
        actor.require_at(APPROVE, region_code=claim.version.region_code)
    _refuse_sent(claims)
    _bring_together(stays, goes, actor)
    settlements = _settle(claims, stays, actor)
    _renumber_turns(claims.values(), stays)
    Claim.objects.filter(payee=goes).update(payee=stays)
    record_event(
        actor, "programmes.join_payees", subject_kind="payee", subject_uid=stays.pk,
        region_code=keep.region_code, reason=reason,
        details={
            "joined": str(goes.pk),
            "remedies": [[str(one.uid), one.remedy, one.fen] for one in settlements],
        },
    )  # fmt: skip
    return Joined(stays, tuple(settlements))


def _claims_of(*payees: Payee) -> Mapping[UUID, Claim]:
    granted = ClaimStep.objects.filter(claim=OuterRef("pk"), step=Step.APPROVE).order_by("-uid")
    found = (
        Claim.objects.filter(payee__in=payees, state__in=LIVE)
        .select_related("payee__key", "worker", "version")
        .annotate(granted=Subquery(granted.values("uid")[:1]))
    )
    taken = dict(found.order_by().values_list("pk").annotate(taken=TAKEN))
    claims = {claim.pk: claim for claim in found.order_by("uid")}
    for uid, claim in claims.items():
        claim.taken = taken.get(uid) or 0  # type: ignore[attr-defined]
    return claims


def _refuse_sent(claims: Mapping[UUID, Claim]) -> None:
    sent = PaymentItem.objects.filter(
        claim__in=claims, state=ItemState.PENDING, list__state=ListState.SENT
    )
    number = sent.values_list("claim__number", flat=True).first()
    if number:
        raise OnASentList(number=number)


def _bring_together(stays: Payee, goes: Payee, actor: Actor) -> None:
    for file in PayeeFile.objects.current().filter(payee=goes):
        replace_fact(file, actor=actor, payee=stays)
    accounts = BankAccount.objects.current().filter(payee__in=(stays, goes)).order_by("-uid")
    newest, *older = [*accounts] or [None]
    for account in older:
        supersede(account)
    if newest is not None and newest.payee_id != stays.pk:
        # the newest account is the person's; the row keeps its seal, only its owner is named anew
        BankAccount.objects.filter(pk=newest.pk).update(payee=stays)
    Payee.objects.filter(pk=goes.pk).update(merged_into=stays)


def _settle(claims: Mapping[UUID, Claim], stays: Payee, actor: Actor) -> list[Settlement]:
    who = claimant(stays)
    rows = rows_of(who)

    def outcome(claim: Claim, granted: list[Row]) -> Judged:
        world = World({**rows, "claim": granted}, catalogue())
        # what hung on one of the two persons hangs on the one who stays
        key = who.key if claim.subject_key == claim.payee_id else claim.subject_key
        return judge(claim.version, benefit_of(claim), key, world, decided_day(claim))

    def due(held: Held, before: Sequence[Held]) -> int:
        claim = claims[held.uid]
        granted = [claim_row(claims[one.uid], who.key, one.net_fen) for one in before]
        after = outcome(claim, granted)
        return worth(
            amount_fen=after.amount_fen,
            likely_alone=outcome(claim, []).outcome == Outcome.LIKELY,
            likely_after=after.outcome == Outcome.LIKELY,
        )

    settlements = settle([_held(claim) for claim in claims.values()], due)
    for one in settlements:
        _carry_out(one, claims[one.uid], actor)
    _rename_subjects(claims.values(), who)
    return settlements


def _held(claim: Claim) -> Held:
    return Held(
        uid=claim.pk,
        benefit=claim.benefit,
        slot=Slot(claim.slot_kind, claim.slot),
        state=State(claim.state),
        amount_fen=claim.amount_fen or 0,
        reversed_fen=claim.taken,  # type: ignore[attr-defined]
        order=(str(claim.granted or ""), str(claim.pk)),  # type: ignore[attr-defined]
    )


def _carry_out(one: Settlement, claim: Claim, actor: Actor) -> None:
    reason = _("和另一份档案是同一个人，同一事项只发一次。")
    if one.remedy == Remedy.REFUSE:
        move(claim, Step.REFUSE, actor=actor, expected=claim.row_version, note=reason)
        return
    if claim.state == State.LISTED:
        item = PaymentItem.objects.select_related("list").get(claim=claim, state=ItemState.PENDING)
        PaymentItem.objects.filter(pk=item.pk).update(state=ItemState.REMOVED, reason=reason)
        refresh_total(item.list)
        move(claim, Step.UNLIST, actor=actor, expected=claim.row_version, note=reason)
    take_back(claim, one.fen, actor=actor, expected=claim.row_version, reason=reason)


def _rename_subjects(claims: Iterable[Claim], who: Claimant) -> None:
    """Benefits that hang on the person hang on the person who stays."""
    for claim in claims:
        if claim.subject_key == claim.payee_id and claim.payee_id != who.key:
            Claim.objects.filter(pk=claim.pk).update(subject_key=who.key)


def _renumber_turns(claims: Iterable[Claim], stays: Payee) -> None:
    """Turns are numbered by person: those of the other file take numbers that are still free."""
    alive = [claim for claim in claims if claim.state in LIVE and claim.slot_kind == "turn"]
    taken = {(one.benefit, one.slot) for one in alive if one.payee_id == stays.pk}
    for claim in alive:
        if claim.payee_id == stays.pk:
            continue
        free = next(str(n) for n in count(1) if (claim.benefit, str(n)) not in taken)
        taken.add((claim.benefit, free))
        Claim.objects.filter(pk=claim.pk).update(slot=free)
