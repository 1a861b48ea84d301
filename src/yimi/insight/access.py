"""Which versions of places' indicators an actor may reach: what is published is public, drafts are the place's own."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.insight.models import DECIDED, IndicatorVersion
from yimi.insight.permissions import APPROVE_INDICATORS, PROPOSE_INDICATORS
from yimi.services.permissions import VIEW_FIGURES


def visible_versions(actor: Actor) -> QuerySet[IndicatorVersion]:
    """Published and withdrawn versions for whoever may see figures; the others for the offices of the place."""
    actor.require(VIEW_FIGURES)
    found = Q(state__in=DECIDED)
    for permission in (PROPOSE_INDICATORS, APPROVE_INDICATORS):
        if actor.may(permission):
            found |= scope_condition(actor, permission, region="indicator__region_code")
    return IndicatorVersion.objects.filter(found).select_related("indicator")


def get_version_for_view(actor: Actor, uid: UUID) -> IndicatorVersion:
    """One version; NotFound for strangers."""
    version = visible_versions(actor).filter(pk=uid).first()
    if version is None:
        raise NotFound
    return version


def get_version_for_edit(
    actor: Actor, uid: UUID, permission: str = PROPOSE_INDICATORS
) -> IndicatorVersion:
    """One version at a place where the actor may write, or decide; Forbidden for those who may only read."""
    version = get_version_for_view(actor, uid)
    actor.require_at(permission, region_code=version.indicator.region_code)
    return version
