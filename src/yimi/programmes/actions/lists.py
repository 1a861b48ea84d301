"""Payment lists: prepared by one, approved by another, posted, sent by a payer who is not the approver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import hold_rows, take_version
from yimi.programmes.actions.checks import move, step_row
from yimi.programmes.actions.list_parts import (
    list_number,
    require_not,
    require_not_on_it,
    tell,
)
from yimi.programmes.errors import (
    NothingToPay,
    StepNotNow,
)
from yimi.programmes.facts import TAKEN
from yimi.programmes.models import (
    Claim,
    ClaimStep,
    ItemState,
    ListState,
    PaymentItem,
    PaymentList,
)
from yimi.programmes.permissions import APPROVE_LISTS, PREPARE_LISTS
from yimi.programmes.postings import template_for
from yimi.programmes.rules.states import State, Step
from yimi.stations.actions.checks import require_text
from yimi.workforce.models import Placement

#: Claims on one list; more wait for the next.
LONGEST_LIST = 1000


@transaction.atomic
def prepare_list(
    benefit: str,
    *,
    actor: Actor,
    region_code: str,
    title: str,
    claims: Sequence[UUID] | None = None,
) -> PaymentList:
    """Put every approved claim of ``benefit`` that waits on a new list, or only ``claims``.

    Raises NothingToPay, Conflict when another list took one of them in the same moment.
    """
    actor.require_at(PREPARE_LISTS, region_code=region_code)
    title = require_text("title", title, longest=200)
    waiting = Claim.objects.filter(
        benefit=benefit, state=State.APPROVED, version__region_code=region_code
    )
    if claims is not None:
        waiting = waiting.filter(pk__in=claims)
    chosen = list(waiting.select_related("worker", "payee__key").order_by("number")[:LONGEST_LIST])
    taken = _take(chosen)
    if not taken:
        raise NothingToPay()
    made = PaymentList(
        number=list_number(region_code),
        region_code=region_code,
        benefit=benefit,
        title=title,
        prepared_by=actor.uid,
        prepared_name=actor.name,
    )
    made.save(force_insert=True)
    items = _items(made, taken)
    insert_all(PaymentItem, items)
    insert_all(ClaimStep, [step_row(claim, Step.LIST, actor=actor) for claim in taken])
    refresh_total(made)
    tell(actor, "programmes.prepare_list", made, claims=[str(claim.pk) for claim in taken])
    return made


def _take(chosen: Sequence[Claim]) -> list[Claim]:
    """Take the claims for this list; raises Conflict when another list took one of them in the same moment."""
    free = Claim.objects.filter(pk__in=[claim.pk for claim in chosen], state=State.APPROVED)
    if free.update(state=State.LISTED, row_version=F("row_version") + 1) != len(chosen):
        raise Conflict(_("另一张发放表刚刚列入了其中的申请。请重新编制。"))
    for claim in chosen:
        claim.state, claim.row_version = State.LISTED, claim.row_version + 1
    return list(chosen)


def _items(made: PaymentList, claims: Sequence[Claim]) -> list[PaymentItem]:
    units = _unit_names([claim.worker_id for claim in claims])
    taken = dict(
        Claim.objects.filter(pk__in=[claim.pk for claim in claims])
        .order_by()
        .values_list("pk")
        .annotate(taken=TAKEN)
    )
    return [
        PaymentItem(
            list=made,
            claim=claim,
            amount_fen=(claim.amount_fen or 0) - (taken.get(claim.pk) or 0),
            name=claim.worker.name,
            unit_name=units.get(claim.worker_id) or claim.worker.employer_name,
        )
        for claim in claims
    ]


def _unit_names(workers: Sequence[UUID]) -> dict[UUID, str]:
    posts = Placement.objects.on(clock.today()).filter(worker__in=workers)
    return dict(posts.order_by("-starts_on").values_list("worker_id", "unit__name"))


def refresh_total(made: PaymentList) -> None:
    """The sum of what stands on the list now."""
    pending = made.items.exclude(state=ItemState.REMOVED)
    made.total_fen = pending.aggregate(total=Sum("amount_fen"))["total"] or 0
    PaymentList.objects.filter(pk=made.pk).update(total_fen=made.total_fen)


@transaction.atomic
def remove_item(item: PaymentItem, *, actor: Actor, reason: str) -> None:
    """Take one claim off a list that was not sent yet; it waits for the next list."""
    made = item.list
    actor.require_at(PREPARE_LISTS, region_code=made.region_code)
    reason = require_text("reason", reason, longest=200)
    hold_rows(PaymentList, [made.pk])
    made.refresh_from_db()
    if made.state not in {ListState.DRAFT, ListState.APPROVED}:
        raise StepNotNow()
    _let_go(made, [item.pk], actor, reason)
    refresh_total(made)
    tell(actor, "programmes.remove_item", made, reason=reason, claim=str(item.claim_id))


def _let_go(made: PaymentList, items: Sequence[UUID], actor: Actor, reason: str) -> None:
    pending = PaymentItem.objects.filter(pk__in=items, list=made, state=ItemState.PENDING)
    rows = list(pending.select_related("claim__payee__key"))
    if not rows:
        raise StepNotNow()
    pending.update(state=ItemState.REMOVED, reason=reason)
    for row in rows:
        claim = row.claim
        move(claim, Step.UNLIST, actor=actor, expected=claim.row_version, note=reason)


@transaction.atomic
def approve_list(made: PaymentList, *, actor: Actor, expected: int) -> PaymentList:
    """Somebody who did not prepare it, and is not on it, approves the list. Raises SecondPersonNeeded, Conflict."""
    actor.require_at(APPROVE_LISTS, region_code=made.region_code)
    require_not(actor, made.prepared_by, APPROVE_LISTS)
    require_not_on_it(actor, made, APPROVE_LISTS)
    if made.state != ListState.DRAFT:
        raise StepNotNow()
    if not made.items.filter(state=ItemState.PENDING).exists():
        raise NothingToPay()
    take_version(
        made,
        expected=expected,
        changes={
            "state": ListState.APPROVED,
            "approved_by": actor.uid,
            "approved_name": actor.name,
        },
    )
    tell(actor, "programmes.approve_list", made)
    return made


@transaction.atomic
def post_list(made: PaymentList, *, actor: Actor, expected: int, posted_from: date) -> PaymentList:
    """The approved list hangs from ``posted_from`` for as many days as its template says, both ends included."""
    actor.require_at(PREPARE_LISTS, region_code=made.region_code)
    if made.state != ListState.APPROVED:
        raise StepNotNow()
    if posted_from > clock.today():
        raise Invalid.one("posted_from", _("这一天还没有到，请在张贴以后登记。"))
    days = template_for(made.region_code, made.benefit).days
    until = posted_from + timedelta(days=max(days, 1) - 1)
    take_version(
        made, expected=expected, changes={"posted_from": posted_from, "posted_until": until}
    )
    tell(actor, "programmes.post_list", made, until=until.isoformat())
    return made


@transaction.atomic
def dissolve_list(made: PaymentList, *, actor: Actor, expected: int, reason: str) -> PaymentList:
    """A list that was not sent is taken apart; its claims wait for the next one."""
    actor.require_at(PREPARE_LISTS, region_code=made.region_code)
    reason = require_text("reason", reason, longest=200)
    if made.state not in {ListState.DRAFT, ListState.APPROVED}:
        raise StepNotNow()
    take_version(made, expected=expected, changes={"state": ListState.DISSOLVED})
    pending = list(made.items.filter(state=ItemState.PENDING).values_list("pk", flat=True))
    if pending:
        _let_go(made, pending, actor, reason)
    refresh_total(made)
    tell(actor, "programmes.dissolve_list", made, reason=reason)
    return made
