"""Making a claim: by the worker, or by an office for them. The decision with its reasons is kept from the first day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.numbers import take_numbers, year_mark
from yimi.core.superseding import hold_rows
from yimi.engine.describe import show
from yimi.engine.rules.definitions import Outcome
from yimi.programmes.actions.checks import note_step
from yimi.programmes.actions.payees import ensure_payee
from yimi.programmes.deciding import Judged, as_json, benefit_name, decided_day, judge
from yimi.programmes.errors import (
    AlreadyClaimed,
    NotEligible,
    NotOnYourself,
    SlotUnknown,
    StepNotNow,
    TooSoon,
)
from yimi.programmes.facts import claimant, world_of
from yimi.programmes.models import Claim, PackState, PackVersion, Payee
from yimi.programmes.permissions import CLAIM_OWN, KEEP_FACTS
from yimi.programmes.rules.slots import Earlier, NoSlot, Slot, slot_of, too_soon
from yimi.programmes.rules.states import LIVE, Step
from yimi.programmes.versions import catalogue, in_force
from yimi.workforce.access import may_at_worker
from yimi.workforce.models import Placement, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDraft:
    """A claim about to be made. ``claimed_on``: the day of a paper application, else today. ``month``: any day of it."""

    worker: Worker
    version: PackVersion
    benefit_id: str
    subject_key: UUID
    claimed_on: date | None = None
    month: date | None = None
    uid: UUID = field(default_factory=new_uid)


def apply_claim(draft: ClaimDraft, *, actor: Actor) -> Claim:
    """Make one claim: a batch of one."""
    return apply_claims([draft], actor=actor)[0]


@transaction.atomic
def apply_claims(drafts: Sequence[ClaimDraft], *, actor: Actor) -> list[Claim]:
    """Make claims, all or none.

    Raises NotEligible with the conditions that are not met, AlreadyClaimed, TooSoon, PackNotInForce, Forbidden.
    """
    return [_apply(draft, actor) for draft in drafts]


def _apply(draft: ClaimDraft, actor: Actor) -> Claim:
    require_applicant(actor, draft.worker)
    day = _day(draft, actor)
    if draft.version.state != PackState.PUBLISHED:
        raise StepNotNow()
    in_force(draft.version).require_on(day)
    payee = ensure_payee(draft.worker, actor=actor)
    hold_rows(Payee, [payee.pk])
    who = claimant(payee, first=draft.worker.pk)
    judged_on = day
    if draft.month is not None:
        judged_on = decided_day(
            Claim(slot_kind="month", slot=f"{draft.month:%Y-%m}", claimed_on=day)
        )
    key = payee.pk if _is_person(draft) else draft.subject_key
    judged = judge(draft.version, draft.benefit_id, key, world_of(who), judged_on)
    slot = _free_slot(payee, judged, draft.month or day)
    require_possible(judged)
    claim = Claim(
        uid=draft.uid,
        number=_number(place_of(draft.worker, day), day),
        payee=payee,
        worker=draft.worker,
        region_code=place_of(draft.worker, day),
        version=draft.version,
        benefit=judged.name,
        subject_key=key,
        slot_kind=slot.kind,
        slot=slot.value,
        claimed_on=day,
        amount_fen=judged.amount_fen,
        decision=as_json(judged, judged_on),
        recorded_by=actor.uid,
    )
    insert_claim(claim)
    note_step(claim, Step.APPLY, actor=actor)
    return claim


def require_applicant(actor: Actor, worker: Worker) -> None:
    """The worker for themselves, or an office that keeps their facts. Raises Forbidden."""
    if actor.worker_uid == worker.pk:
        actor.require(CLAIM_OWN)
    elif not may_at_worker(actor, KEEP_FACTS, worker):
        raise Forbidden(permission=KEEP_FACTS)


def _day(draft: ClaimDraft, actor: Actor) -> date:
    today = clock.today()
    day = draft.claimed_on or today
    if day > today:
        raise Invalid.one("claimed_on", _("申请日期不能晚于今天。"))
    if day != today and actor.worker_uid == draft.worker.pk:
        # an earlier day could save a claim that is late: an office that holds the paper may say so, not the claimant
        raise NotOnYourself(permission=CLAIM_OWN)
    if draft.month is not None and f"{draft.month:%Y-%m}" > f"{day:%Y-%m}":
        raise Invalid.one("month", _("还没有到这个月。"))
    return day


def _is_person(draft: ClaimDraft) -> bool:
    """The benefit hangs on the person; a page may still name them by their staff file."""
    return draft.subject_key == draft.worker.pk


def _free_slot(payee: Payee, judged: Judged, day: date) -> Slot:
    live = list(
        Claim.objects.filter(payee=payee, benefit=judged.name, state__in=LIVE).order_by("uid")
    )
    earlier = [Earlier(Slot(one.slot_kind, one.slot), one.claimed_on) for one in live]
    try:
        slot = slot_of(judged.benefit.frequency, judged.row, day=day, earlier=earlier)
    except NoSlot as missing:
        fact = catalogue().fact(judged.benefit.subject)
        raise SlotUnknown(column=fact.columns[str(missing)].zh) from None
    for claim, known in zip(live, earlier, strict=True):
        if known.slot == slot:
            raise AlreadyClaimed(number=claim.number)
    again = too_soon(judged.benefit.frequency, day, earlier)
    if again is not None:
        raise TooSoon(day=again.isoformat())
    return slot


def require_possible(judged: Judged) -> None:
    """Likely, or nothing speaks against it yet. Raises NotEligible."""
    if judged.outcome not in {Outcome.LIKELY, Outcome.NEEDS_INFORMATION}:
        raise NotEligible(why=judged.why)
    if judged.amount_fen is not None and judged.amount_fen <= 0:
        raise NotEligible(why=show(judged.amount_fen, judged.benefit.values["amount_fen"].kind))


def place_of(worker: Worker, day: date) -> str:
    """Where the worker serves on ``day``, else where their file is kept. One query."""
    posts = Placement.objects.on(day).filter(worker=worker).order_by("starts_on", "uid")
    found: str | None = posts.values_list("unit__region_code", flat=True).first()
    return found or worker.region_code


def _number(region_code: str, day: date) -> str:
    place, year = region_code[:6], year_mark(day.year)
    serial = take_numbers(f"programmes/claim/{place}/{year}")[0]
    return f"SQ{place}{year}{serial:05d}"


def insert_claim(claim: Claim) -> None:
    """Write a new claim; the database has the last word on the slot. Raises AlreadyClaimed."""
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError:
        held = Claim.objects.filter(
            payee=claim.payee, benefit=claim.benefit, slot_kind=claim.slot_kind, slot=claim.slot,
            state__in=LIVE,
        )  # fmt: skip
        number = held.values_list("number", flat=True).first()
        raise AlreadyClaimed(number=number or claim.number) from None


def copy_of(claim: Claim, *, actor: Actor) -> Claim:
    """The same claim taken up again after an appeal, with the first one's day. Unsaved."""
    return Claim(
        uid=new_uid(),
        number=_number(claim.region_code, clock.today()),
        payee=claim.payee,
        worker=claim.worker,
        region_code=claim.region_code,
        version=claim.version,
        benefit=claim.benefit,
        subject_key=claim.subject_key,
        slot_kind=claim.slot_kind,
        slot=claim.slot,
        claimed_on=claim.claimed_on,
        amount_fen=claim.amount_fen,
        decision=claim.decision,
        recorded_by=actor.uid,
    )


def benefit_of(claim: Claim) -> str:
    """The benefit's id within its pack."""
    return claim.benefit.removeprefix(benefit_name(claim.version, ""))
