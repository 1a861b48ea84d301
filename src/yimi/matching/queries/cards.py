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
    """Paid benefits that nobody has asked about yet, those that look sure first; None for others and without any.

    One query where there are none, else five.
    """
    if not actor.may(WORK_LEADS):
        return None
    waiting = visible_leads(actor).filter(state="new")
    if not waiting.exists():
        return None
    words = Words.of_today()
    found = waiting.filter(benefit__in=words.paid())
    rows = found.select_related("resident").order_by("outcome", "-recorded_at", "pk")[:limit]
    return LeadCard(lead_rows(list(rows), words), found.count()) if rows else None


def leads_of_household(actor: Actor, household: Household) -> LeadCard | None:
    """What is to do in one household; None for those who may not see it, or when there is nothing.

    One query where there is nothing, else three.
    """
    if not actor.may(VIEW_LEADS):
        return None
    found = visible_leads(actor).filter(OPEN, household=household).select_related("resident")
    leads = list(found.order_by("outcome", "benefit", "pk"))
    return LeadCard(lead_rows(leads, Words.of_today()), len(leads)) if leads else None
