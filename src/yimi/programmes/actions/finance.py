"""Between the payer and finance: taking the file with accounts, reading what came back, money returned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.superseding import hold_rows, replace_fact
from yimi.programmes.actions.checks import move
from yimi.programmes.actions.steps import require_approver
from yimi.programmes.errors import FinanceFileUnreadable, StepNotNow
from yimi.programmes.finance_file import marked_file, payment_file, rows_of_file
from yimi.programmes.models import (
    FinanceFile,
    ItemState,
    ListState,
    PaymentItem,
    PaymentList,
    Reversal,
)
from yimi.programmes.permissions import PAY_LISTS
from yimi.programmes.rules.finance import Expected, Outcome, header_of, match, read_rows
from yimi.programmes.rules.states import Step

WAS_PAID = {ItemState.PENDING: None, ItemState.PAID: True, ItemState.FAILED: False}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a file of finance did: rows that counted, rows that did not, and the file with the reasons beside them."""

    paid: int
    failed: int
    repeats: int
    wrong: tuple[Outcome, ...]
    marked: bytes


@transaction.atomic
def export_list(made: PaymentList, *, actor: Actor) -> bytes:
    """The workbook with bank accounts, for the one person who took the list to finance; every look is in the trail."""
    _require_payer(actor, made)
    if made.state not in {ListState.SENT, ListState.RECONCILED}:
        raise StepNotNow()
    items = list(
        made.items.exclude(state=ItemState.REMOVED)
        .select_related("claim", "account__key")
        .order_by("claim__number")
    )
    _tell(actor, "programmes.reveal_accounts", made, accounts=[str(i.account_id) for i in items])
    return payment_file(made, items)


def _require_payer(actor: Actor, made: PaymentList) -> None:
    actor.require_at(PAY_LISTS, region_code=made.region_code)
    if actor.uid != made.sent_by:
        raise Forbidden(
            _("这张表由另一位同事送财务，收款账户和对账只由他办理。"), permission=PAY_LISTS
        )


@transaction.atomic
def reconcile_list(made: PaymentList, content: bytes, *, actor: Actor) -> Reconciled:
    """Read what finance sent back. Right rows count, wrong ones come back with their reasons; the same row counts once.

    Paid: the claim is paid. Failed: the claim waits for the next list. With every item settled the list is reconciled.
    Raises FinanceFileUnreadable, StepNotNow before the list was sent.
    """
    _require_payer(actor, made)
    hold_rows(PaymentList, [made.pk])
    made.refresh_from_db()
    if made.state not in {ListState.SENT, ListState.RECONCILED} or made.sent_on is None:
        raise StepNotNow()
    rows = rows_of_file(content)
    head = header_of(rows)
    if head is None:
        raise FinanceFileUnreadable(why=_("没有找到“申请编号”“金额（元）”“结果”三列。"))
    items = {
        item.claim.number: item
        for item in made.items.exclude(state=ItemState.REMOVED).select_related("claim__payee__key")
    }
    expected = {
        number: Expected(item.amount_fen, WAS_PAID[ItemState(item.state)])
        for number, item in items.items()
    }
    outcomes = match(read_rows(rows, *head), expected, sent_on=made.sent_on, today=clock.today())
    good = [one for one in outcomes if not one.faults and not one.is_repeat]
    for one in good:
        _settle_item(items[one.row.number], one, actor)
    _close_if_settled(made)
    result = Reconciled(
        paid=sum(1 for one in good if one.row.is_paid),
        failed=sum(1 for one in good if not one.row.is_paid),
        repeats=sum(1 for one in outcomes if one.is_repeat),
        wrong=tuple(one for one in outcomes if one.faults),
        marked=marked_file(rows, head[0], outcomes),
    )
    _note_file(made, content, result, actor)
    return result


def _settle_item(item: PaymentItem, outcome: Outcome, actor: Actor) -> None:
    row = outcome.row
    changes = {
        "state": ItemState.PAID if row.is_paid else ItemState.FAILED,
        "paid_on": row.paid_on if row.is_paid else None,
        "reason": "" if row.is_paid else row.reason,
    }
    held = PaymentItem.objects.filter(pk=item.pk, state=ItemState.PENDING)
    if held.update(**changes) != 1:
        raise StepNotNow()
    claim = item.claim
    step = Step.PAY if row.is_paid else Step.UNLIST
    move(
        claim, step, actor=actor, expected=claim.row_version, note="" if row.is_paid else row.reason
    )


def _close_if_settled(made: PaymentList) -> None:
    if made.items.filter(state=ItemState.PENDING).exists():
        return
    PaymentList.objects.filter(pk=made.pk, state=ListState.SENT).update(
        state=ListState.RECONCILED, reconciled_on=clock.today()
    )
    made.refresh_from_db()


def _note_file(made: PaymentList, content: bytes, result: Reconciled, actor: Actor) -> None:
    digest = hashlib.sha256(content).hexdigest()
    FinanceFile.objects.create(
        list=made,
        sha256=digest,
        paid_rows=result.paid,
        failed_rows=result.failed,
        wrong_rows=len(result.wrong),
        recorded_by=actor.uid,
    )
    _tell(
        actor, "programmes.reconcile_list", made,
        sha256=digest, paid=result.paid, failed=result.failed, wrong=len(result.wrong),
    )  # fmt: skip


@transaction.atomic
def note_returned(reversal: Reversal, *, actor: Actor, returned_on: date) -> Reversal:
    """Money that was paid and taken back has come in."""
    require_approver(actor, reversal.claim)
    if not reversal.was_paid or reversal.returned_on is not None:
        raise StepNotNow()
    if returned_on > clock.today():
        raise Invalid.one("returned_on", _("日期不能晚于今天。"))
    fresh = replace_fact(reversal, actor=actor, returned_on=returned_on)
    record_event(
        actor, "programmes.note_returned", subject_kind="claim", subject_uid=reversal.claim_id,
        region_code=reversal.claim.region_code,
        details={"amount_fen": reversal.amount_fen, "returned_on": returned_on.isoformat()},
    )  # fmt: skip
    return fresh


def _tell(actor: Actor, action: str, made: PaymentList, **details: object) -> None:
    record_event(
        actor, action, subject_kind="payment_list", subject_uid=made.pk,
        region_code=made.region_code, details={"number": made.number, **details},
    )  # fmt: skip
