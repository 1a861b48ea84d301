"""Claims as pages show them: their history, papers, and what the slot means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yimi.programmes.actions.appeals import open_texts
from yimi.programmes.actions.applying import benefit_of
from yimi.programmes.actions.checks import open_note
from yimi.programmes.models import Appeal, Claim, ClaimStep, Evidence, PaymentItem, Reversal
from yimi.programmes.versions import in_force
from yimi.workforce.models import CertificateLevel


def level_label(code: str) -> str:
    """A certificate's level for people."""
    return str(dict(CertificateLevel.choices).get(code, code))


def slot_text(claim: Claim) -> str:
    """What tells this claim from the person's others on the benefit, for people; "" when there can be only one."""
    if claim.slot_kind == "level":
        return level_label(claim.slot)
    if claim.slot_kind in {"month", "year", "title_code"}:
        return claim.slot
    if claim.slot_kind == "turn":
        return _("第 %(turn)s 次") % {"turn": claim.slot}
    return ""


def benefit_title(claim: Claim) -> str:
    """The benefit's name as the pack version had it."""
    return str(claim.decision.get("benefit") or claim.benefit)


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper that the benefit asks for, and what there is of it."""

    kind: str
    files: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything about one claim."""

    claim: Claim
    title: str
    slot: str
    steps: tuple[tuple[ClaimStep, str], ...]
    papers: tuple[Paper, ...]
    reversals: tuple[Reversal, ...]
    items: tuple[PaymentItem, ...]
    appeal: Appeal | None
    appeal_text: str
    answer_text: str

    @property
    def left_fen(self) -> int:
        """What is left of the amount."""
        return (self.claim.amount_fen or 0) - sum(row.amount_fen for row in self.reversals)

    @property
    def paid_on(self) -> date | None:
        """The day it was paid."""
        return next((item.paid_on for item in self.items if item.paid_on), None)


def page_of(claim: Claim) -> ClaimPage:
    """What a page shows of a claim. Five queries."""
    appeal = Appeal.objects.filter(claim=claim).select_related("reopened_as", "key").first()
    if appeal is not None:
        appeal.claim = claim
    texts = open_texts(appeal) if appeal else ("", "")
    steps = claim.steps.select_related("key").order_by("uid")
    return ClaimPage(
        claim=claim,
        title=benefit_title(claim),
        slot=slot_text(claim),
        steps=tuple((step, open_note(step)) for step in steps),
        papers=papers_of(claim),
        reversals=tuple(claim.reversals.current().order_by("uid")),
        items=tuple(claim.items.select_related("list").order_by("uid")),
        appeal=appeal,
        appeal_text=texts[0],
        answer_text=texts[1],
    )


def papers_of(claim: Claim) -> tuple[Paper, ...]:
    """The papers that the benefit asks for, with the files that are there. One query."""
    wanted = in_force(claim.version).rules.benefit(benefit_of(claim)).evidence
    there = list(claim.evidence.filter(voided_at=None).order_by("uid"))
    return tuple(Paper(kind, tuple(e for e in there if e.kind == kind)) for kind in wanted)


def last_paid(claims: Iterable[UUID]) -> dict[UUID, date]:
    """When each claim was paid. One query."""
    paid = PaymentItem.objects.filter(claim__in=list(claims), paid_on__isnull=False)
    return {uid: day for uid, day in paid.values_list("claim_id", "paid_on") if day}
