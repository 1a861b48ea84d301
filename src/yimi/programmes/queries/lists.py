"""What waits for a payment list, and a list's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum
from django.db.models.fields.json import KeyTextTransform

from yimi.core.actor import Actor, ScopeKind
from yimi.core.scoping import scope_condition
from yimi.programmes.models import Claim, ItemState, PaymentList
from yimi.programmes.permissions import PREPARE_LISTS
from yimi.programmes.queries.claims import slot_text
from yimi.programmes.rules.states import State
from yimi.regions.rules import pad_code


@dataclass(frozen=True, slots=True)
class Waiting:
    """Approved claims of a benefit that no list has yet."""

    region_code: str
    benefit: str
    title: str
    count: int
    total_fen: int


def waiting_benefits(actor: Actor) -> list[Waiting]:
    """By benefit, what waits at the divisions where the actor prepares lists. One query."""
    rows = (
        Claim.objects.filter(scope_condition(actor, PREPARE_LISTS, region="version__region_code"))
        .filter(state=State.APPROVED)
        .order_by("version__region_code", "benefit")
        .values_list("version__region_code", "benefit")
        .annotate(
            title=Max(KeyTextTransform("benefit", "decision")),
            count=Count("pk"),
            total=Sum("amount_fen"),
        )
    )
    return [
        Waiting(region, benefit, title or benefit, count, total)
        for region, benefit, title, count, total in rows
    ]


def item_rows(made: PaymentList) -> list[dict[str, Any]]:
    """The list's people, without their accounts. One query."""
    items = made.items.exclude(state=ItemState.REMOVED).select_related("claim")
    return [
        {"item": item, "slot": slot_text(item.claim)} for item in items.order_by("claim__number")
    ]


def home_division(actor: Actor) -> str:
    """The division whose lists the actor prepares first; "" for the whole country."""
    for scope in actor.scopes(PREPARE_LISTS):
        if scope.kind == ScopeKind.REGION:
            return pad_code(scope.key)
    return ""
