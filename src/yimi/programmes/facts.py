"""The engine's facts about one claimant, from what the rooms hold today: no names, numbers, phones or accounts.

A person with two staff files is one subject here: certificates, posts and honours of both count together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from yimi.engine.calendar import add_months
from yimi.engine.reference import World
from yimi.programmes.fact_rows import (
    Claimant,
    Row,
    certificate_row,
    cost_row,
    finding_row,
    honour_row,
    outside_rows,
    person_row,
    post_row,
)
from yimi.programmes.models import (
    Background,
    Claim,
    ConductCheck,
    ExamCost,
    Honour,
    ItemState,
    Payee,
    PayeeFile,
    PaymentItem,
)
from yimi.programmes.rules.states import IN_FACTS, State
from yimi.programmes.versions import catalogue
from yimi.workforce.models import Certificate, Placement, Worker

Rows = dict[str, list[Row]]
#: What was taken back of a claim; a reversal whose money came in is a new row of the same amount.
TAKEN = Sum("reversals__amount_fen", filter=Q(reversals__superseded_at=None))


def claimant_of(worker: Worker) -> Claimant:
    """The person behind a staff file. Two queries."""
    held = PayeeFile.objects.current().filter(worker=worker).select_related("payee__key").first()
    if held is None:
        return Claimant(worker.pk, (worker,))
    return claimant(held.payee, first=worker.pk)


def claimant(payee: Payee, *, first: UUID | None = None) -> Claimant:
    """A payee with every staff file; ``first`` leads. One query."""
    files = PayeeFile.objects.current().filter(payee=payee).select_related("worker")
    workers = sorted((file.worker for file in files), key=lambda one: (one.pk != first, one.pk))
    return Claimant(payee.pk, tuple(workers), payee)


def rows_of(who: Claimant) -> Rows:
    """Every fact about the person but claims and payments. Six queries."""
    uids = [worker.pk for worker in who.workers]
    places = {worker.pk: worker.region_code for worker in who.workers}
    checks = list(ConductCheck.objects.current().filter(worker__in=uids).order_by("checked_on"))
    known = Background.objects.current().filter(worker__in=uids).order_by("recorded_at")
    background = {row.worker_id: row for row in known}
    posts = Placement.objects.current().filter(worker__in=uids).select_related("unit")
    certificates = Certificate.objects.current().filter(worker__in=uids).order_by("issued_on", "pk")
    honours = Honour.objects.current().filter(worker__in=uids).order_by("awarded_on", "pk")
    costs = ExamCost.objects.current().filter(worker__in=uids).order_by("spent_on", "pk")
    return {
        "worker": [person_row(who, checks, background)],
        "certificate": [certificate_row(row, who.key, places) for row in certificates],
        "employment": [post_row(row, who.key, background) for row in posts]
        + outside_rows(who, background),
        "honour": [honour_row(row, who.key, places) for row in honours],
        "conduct_finding": [finding_row(row, who.key) for row in checks if row.finding],
        "exam_cost": [cost_row(row, who.key, places) for row in costs],
    }


def world_of(who: Claimant, *, without: Iterable[UUID] = ()) -> World:
    """The facts, claims and payments of a person; ``without`` leaves out the claim that is being decided. Nine queries."""
    rows = rows_of(who)
    if who.payee is not None:
        held = claims_of(who.payee)
        left_out = set(without)
        rows["claim"] = [claim_row(c, who.key, net) for c, net in held if c.pk not in left_out]
        rows["payment"] = _payments(who)
    return World(rows, catalogue())


def claims_of(payee: Payee) -> list[tuple[Claim, int]]:
    """A payee's claims with what remains of each amount. One query."""
    found = payee.claims.annotate(taken=TAKEN).order_by("claimed_on", "uid")
    return [(claim, (claim.amount_fen or 0) - (claim.taken or 0)) for claim in found]


def claim_row(claim: Claim, key: UUID, net_fen: int) -> Row:
    """A claim as the engine's fact; what was taken back no longer counts."""
    return {
        "uid": str(claim.pk),
        "subject_uid": str(key),
        "region_code": claim.region_code,
        "benefit": claim.benefit,
        "level": claim.slot if claim.slot_kind == "level" else None,
        "title_code": claim.slot if claim.slot_kind == "title_code" else None,
        "status": IN_FACTS[State(claim.state)],
        "claimed_on": claim.claimed_on,
        "amount_fen": net_fen,
    }


def _payments(who: Claimant) -> list[Row]:
    paid = PaymentItem.objects.filter(claim__payee=who.payee, state=ItemState.PAID)
    found = []
    for item in paid.select_related("claim"):
        claim = item.claim
        first = last = None
        if claim.slot_kind == "month":
            first = date.fromisoformat(f"{claim.slot}-01")
            last = add_months(first, 1)
        found.append(
            {
                "uid": str(item.pk),
                "claim_uid": str(claim.pk),
                "subject_uid": str(who.key),
                "region_code": claim.region_code,
                "benefit": claim.benefit,
                "level": claim.slot if claim.slot_kind == "level" else None,
                "period_start_on": first,
                "period_end_on": last,
                "amount_fen": item.amount_fen,
                "paid_on": item.paid_on,
            }
        )
    return found
