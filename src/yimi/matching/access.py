"""Who may reach which lead: the station of the family, and the township's office, by name; nobody above."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.matching.models import Lead
from yimi.matching.permissions import VIEW_LEADS, VIEW_UPTAKE, WORK_LEADS


def visible_leads(actor: Actor) -> QuerySet[Lead]:
    """Leads of the actor's stations or township; raises Forbidden without the right."""
    return Lead.objects.filter(
        scope_condition(actor, VIEW_LEADS, unit="unit_id", region="region_code")
    )


def get_lead_for_view(actor: Actor, uid: UUID) -> Lead:
    """One lead with its resident; NotFound for strangers."""
    found = visible_leads(actor).filter(pk=uid)
    lead = found.select_related("resident__key", "household", "unit").first()
    if lead is None:
        raise NotFound()
    return lead


def get_lead_for_edit(actor: Actor, uid: UUID) -> Lead:
    """One lead that the actor works on; Forbidden for those who may only look."""
    lead = get_lead_for_view(actor, uid)
    actor.require_at(WORK_LEADS, unit_uid=lead.unit_id, region_code=lead.region_code)
    return lead


def may_work(actor: Actor, lead: Lead) -> bool:
    """Whether the actor notes steps on this lead. No query."""
    return actor.may_at(WORK_LEADS, unit_uid=lead.unit_id, region_code=lead.region_code)


def counted_leads(actor: Actor) -> QuerySet[Lead]:
    """The leads that the actor may count: of their stations, townships or divisions."""
    return Lead.objects.filter(
        scope_condition(actor, VIEW_UPTAKE, unit="unit_id", region="region_code")
    )
