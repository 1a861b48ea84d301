"""The payer takes a list to finance: accounts are fixed, and are for that person's eyes from now on."""

from __future__ import annotations

from django.db import transaction

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.superseding import take_version
from yimi.programmes.actions.list_parts import require_not, require_not_on_it, tell
from yimi.programmes.errors import (
    AccountMissing,
    NotPosted,
    NotPostedLongEnough,
    StepNotNow,
)
from yimi.programmes.models import BankAccount, ItemState, ListState, PaymentItem, PaymentList
from yimi.programmes.permissions import PAY_LISTS
from yimi.programmes.postings import template_for

#: So many people without an account are named.
NAMED = 5


@transaction.atomic
def send_list(made: PaymentList, *, actor: Actor, expected: int) -> PaymentList:
    """The payer takes the list to finance: accounts are fixed, and from now on only this person may see them.

    Raises SecondPersonNeeded for whoever approved, AccountMissing, NotPosted, NotPostedLongEnough, Conflict.
    """
    actor.require_at(PAY_LISTS, region_code=made.region_code)
    require_not(actor, made.approved_by, PAY_LISTS)
    require_not_on_it(actor, made, PAY_LISTS)
    if made.state != ListState.APPROVED:
        raise StepNotNow()
    _require_posted(made)
    take_version(
        made,
        expected=expected,
        changes={"state": ListState.SENT, "sent_by": actor.uid, "sent_on": clock.today()},
    )
    _fix_accounts(made)
    tell(actor, "programmes.send_list", made)
    return made


def _require_posted(made: PaymentList) -> None:
    days = template_for(made.region_code, made.benefit).days
    if not days:
        return
    if made.posted_until is None:
        raise NotPosted(days=days)
    if clock.today() <= made.posted_until:
        raise NotPostedLongEnough(day=made.posted_until.isoformat())


def _fix_accounts(made: PaymentList) -> None:
    items = list(made.items.filter(state=ItemState.PENDING).select_related("claim"))
    payees = [item.claim.payee_id for item in items]
    accounts = {row.payee_id: row for row in BankAccount.objects.current().filter(payee__in=payees)}
    if without := [item.name for item in items if item.claim.payee_id not in accounts]:
        more = "……" if len(without) > NAMED else ""
        raise AccountMissing(names="、".join(without[:NAMED]) + more)
    for item in items:
        item.account = accounts[item.claim.payee_id]
    PaymentItem.objects.bulk_update(items, ["account"], batch_size=500)
