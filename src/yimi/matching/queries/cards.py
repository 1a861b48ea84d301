"""Leads on other rooms' pages: 今天, and a household's file."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.core.actor import Actor
from yimi.matching.access import visible_leads
from yimi.matching.models import OPEN
from yimi.matching.permissions import VIEW_LEADS, WORK_LEADS
from yimi.matching.queries.lists import LeadRow, lead_rows
from yimi.matching.words import Words
from yimi.people.models import Household


@dataclass(frozen=True, slots=True)
class LeadCard:
    """The first few leads, and how many there are."""

    rows: list[LeadRow]
    total: int


def leads_to_check(actor: Actor, *, limit: int) -> LeadCard | None:
    """Paid benefits that nobody has asked about yet, those that look sure first. Four queries; None for others."""
    if not actor.may(WORK_LEADS):
        return None
    words = Words.of_today()
    found = visible_leads(actor).filter(state="new", benefit__in=words.paid())
    total = found.count()
    if not total:
        return None
    rows = found.select_related("resident").order_by("outcome", "-recorded_at", "pk")[:limit]
    return LeadCard(lead_rows(list(rows), words), total)


def leads_of_household(actor: Actor, household: Household) -> LeadCard | None:
    """What is to do in one household. Three queries; None for those who may not see it, or when there is nothing."""
    if not actor.may(VIEW_LEADS):
        return None
    words = Words.of_today()
    found = visible_leads(actor).filter(OPEN, household=household).select_related("resident")
    rows = lead_rows(list(found.order_by("outcome", "benefit", "pk")), words)
    return LeadCard(rows, len(rows)) if rows else None
