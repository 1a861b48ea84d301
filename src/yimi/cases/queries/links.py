"""Referrals and resource links that hang on a case, for those who read its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from yimi.cases.models import Case
from yimi.core.actor import Actor
from yimi.referrals.access import may_edit
from yimi.referrals.models import Referral, ResourceLink
from yimi.referrals.queries.contents import body_of


@dataclass(frozen=True, slots=True)
class LinkView:
    """One line of the case's page; ``url`` is empty for a reader from elsewhere, the case's supervisor."""

    kind: str
    number: str
    what: Any
    whither: str
    state: Any
    on: date | None
    url: str


def referral_rows_of(case: Case) -> list[Referral]:
    """The oldest first. The caller has fetched the case for reading. One query."""
    rows = Referral.objects.filter(case_uid=case.pk).select_related(
        "unit", "resident", "household", "key", "worker", "consent",
        "receiver__unit", "receiver__authority",
    )  # fmt: skip
    return list(rows.order_by("recorded_at", "uid"))


def resource_rows_of(case: Case) -> list[ResourceLink]:
    """The oldest first. The caller has fetched the case for reading. One query."""
    rows = ResourceLink.objects.filter(case_uid=case.pk)
    rows = rows.select_related("unit", "resident", "household", "key", "worker")
    return list(rows.order_by("requested_on", "uid"))


def links_of(case: Case, actor: Actor) -> list[LinkView]:
    """Both kinds as the page lists them. Two queries."""
    found = [
        LinkView(
            "referral", row.number, row.get_reason_display(), body_of(row.receiver, row).label,
            row.get_state_display(), row.due_on,
            reverse("referrals:referral", args=[row.pk]) if may_edit(actor, row) else "",
        )
        for row in referral_rows_of(case)
    ]  # fmt: skip
    return found + [
        LinkView(
            "resource", row.number, row.get_need_display(), row.provider, _state_of(row),
            row.delivered_on or row.matched_on or row.requested_on,
            reverse("referrals:resource", args=[row.pk]) if may_edit(actor, row) else "",
        )
        for row in resource_rows_of(case)
    ]  # fmt: skip


def _state_of(row: ResourceLink) -> str:
    """The template's words for how far it is."""
    if row.delivered_on:
        return "delivered"
    if row.ended_on:
        return "ended"
    return "matched" if row.matched_on else "open"
