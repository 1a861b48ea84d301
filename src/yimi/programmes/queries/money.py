"""Sums over claims: what was granted, taken back, paid, and what is owed. Computed from rows, never stored."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from yimi.programmes.models import Claim, ItemState, PaymentItem, Reversal
from yimi.programmes.rules.ledger import Ledger, Line, sum_up
from yimi.programmes.rules.states import State


def ledger(claims: QuerySet[Claim]) -> Ledger:
    """The ledger of these claims. One query."""
    reversals = Reversal.objects.current().filter(claim=OuterRef("pk")).order_by().values("claim")
    paid = PaymentItem.objects.filter(claim=OuterRef("pk"), state=ItemState.PAID)
    total = Sum("amount_fen")
    rows = claims.filter(approved_at__isnull=False).annotate(
        cancelled=Subquery(reversals.filter(was_paid=False).annotate(sum=total).values("sum")),
        recalled=Subquery(reversals.filter(was_paid=True).annotate(sum=total).values("sum")),
        paid=Subquery(paid.order_by().values("claim").annotate(sum=total).values("sum")),
    )
    found = rows.order_by().values_list("state", "amount_fen", "cancelled", "recalled", "paid")
    return sum_up(
        Line(State(state), amount or 0, cancelled or 0, recalled or 0, paid or 0)
        for state, amount, cancelled, recalled, paid in found
    )
