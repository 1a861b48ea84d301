"""What the worker's and the offices' pages of claims share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from yimi.core import clock
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.programmes import access
from yimi.programmes.actions import ClaimDraft
from yimi.programmes.actions.evidence import PDF
from yimi.programmes.facts import claimant_of
from yimi.programmes.models import AppealOutcome, Claim, Evidence, PackVersion
from yimi.programmes.queries.claims import benefit_title, last_paid, page_of, slot_text
from yimi.programmes.queries.offers import Offer, offers_for
from yimi.programmes.rules.states import OPEN, State
from yimi.workforce.models import Worker

#: What one may object to.
OBJECTIONABLE = {State.REFUSED, State.REVERSED}
CHECK_STEPS = {
    State.APPLIED: ("complete", "refuse"),
    State.COMPLETE: ("check", "return", "refuse"),
    State.CHECKED: ("return", "refuse"),
}
DECIDE_STEPS = {
    State.APPLIED: ("refuse",),
    State.COMPLETE: ("refuse",),
    State.CHECKED: ("approve", "return", "refuse"),
    State.APPROVED: ("reverse",),
    State.PAID: ("reverse",),
}


def claim_rows(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Claims for a list: title, slot, the day of payment. One query."""
    paid = last_paid(claim.pk for claim in claims if claim.state == State.PAID)
    return [
        {
            "claim": claim,
            "title": benefit_title(claim),
            "slot": slot_text(claim),
            "paid_on": paid.get(claim.pk),
        }
        for claim in claims
    ]


def claim_context(request: Request, claim: Claim, *, is_mine: bool) -> dict[str, Any]:
    """A claim's page; the steps are those the actor may take now."""
    actor, page = request.actor, page_of(claim)
    own = is_mine or access.is_own(actor, claim)
    state = State(claim.state)
    checks = CHECK_STEPS.get(state, ()) if not own and access.may_check(actor, claim) else ()
    decides = DECIDE_STEPS.get(state, ()) if not own and access.may_approve(actor, claim) else ()
    is_open_appeal = page.appeal is not None and page.appeal.outcome == AppealOutcome.OPEN
    sees = is_mine or access.may_check(actor, claim) or access.may_approve(actor, claim)
    return {
        "page": page,
        "claim": claim,
        "is_mine": is_mine,
        "check_steps": [step for step in checks if step not in decides],
        "decide_steps": decides,
        "may_hand_in": is_mine and claim.state == State.APPLIED,
        "may_see_papers": sees,
        "may_note_originals": bool(checks) and claim.state == State.APPLIED,
        "may_withdraw": is_mine and claim.state in OPEN,
        "may_appeal": is_mine and page.appeal is None and claim.state in OBJECTIONABLE,
        "may_answer": is_open_appeal and not own and access.may_approve(actor, claim),
        "is_provisional": claim.state in OPEN,
        "may_note_returned": not own
        and access.may_approve(actor, claim)
        and any(one.was_paid and one.returned_on is None for one in page.reversals),
    }


def offer_of(worker: Worker, version: PackVersion, benefit: str, key: UUID) -> Offer:
    """One offer; NotFound when the row is not the person's or the pack does not hold there."""
    for offer in offers_for(claimant_of(worker), clock.today()).rows:
        judged = offer.judged
        if (judged.version.pk, judged.benefit.id, offer.key) == (version.pk, benefit, key):
            return offer
    raise NotFound()


def drafts_of(
    months: Sequence[date | None],
    *,
    worker: Worker,
    version: PackVersion,
    benefit: str,
    key: UUID,
    claimed_on: date | None = None,
) -> list[ClaimDraft]:
    """One claim a month, or the one."""
    return [
        ClaimDraft(
            worker=worker, version=version, benefit_id=benefit, subject_key=key, month=month,
            claimed_on=claimed_on,
        )
        for month in months
    ]  # fmt: skip


def file_response(paper: Evidence, content: bytes) -> HttpResponse:
    """A paper on its way; nothing keeps a copy, and a PDF is never opened inside our pages."""
    response = HttpResponse(content, content_type=paper.media_type or "application/octet-stream")
    kind = "attachment" if paper.media_type == PDF else "inline"
    suffix = "pdf" if paper.media_type == PDF else "jpg"
    response["Content-Disposition"] = f'{kind}; filename="{paper.pk}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response
