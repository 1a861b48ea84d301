"""Who may reach which team: those with a grant on its unit, and the offices of every division where it serves.

A team may span counties: 卫辉's officer sees the team whose base is 浚县 because it serves a town of 卫辉. Changing
it is for the county or city of its base.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import region_range, scope_condition
from yimi.stations.models import ServedArea, ServiceUnit, UnitKind
from yimi.teams.models import Deployment

VIEW = "teams.view_teams"
EDIT = "teams.edit_teams"


def visible_deployments(actor: Actor) -> QuerySet[Deployment]:
    """Teams that the actor may look at; raises Forbidden without the right."""
    based = scope_condition(actor, VIEW, unit="unit_id", region="unit__region_code")
    served = Q(pk__in=())
    for scope in actor.scopes(VIEW):
        if scope.kind == ScopeKind.REGION:
            served |= region_range("region_prefix", scope.key)
    # areas that ended with the team count on: who was served may look back
    areas = ServedArea.objects.filter(served, unit=OuterRef("unit"))
    return Deployment.objects.filter(based | Q(Exists(areas)))


def get_deployment_for_view(actor: Actor, uid: UUID | str) -> Deployment:
    """One team; NotFound for strangers."""
    if not actor.may(VIEW):
        raise NotFound()
    found = visible_deployments(actor).select_related("unit").filter(pk=uid).first()
    if found is None:
        raise NotFound()
    return found


def get_deployment_for_edit(actor: Actor, uid: UUID | str) -> Deployment:
    """One team that the actor may change; Forbidden for those who may only look."""
    deployment = get_deployment_for_view(actor, uid)
    if not may_edit(actor, deployment.unit):
        raise Forbidden(permission=EDIT)
    return deployment


def may_edit(actor: Actor, unit: ServiceUnit) -> bool:
    """Whether the actor keeps the books of the team's base. No query."""
    return actor.may_at(EDIT, unit_uid=unit.pk, region_code=unit.region_code)


def undeployed_units(actor: Actor) -> QuerySet[ServiceUnit]:
    """Temporary teams registered as units at which the actor may still add the deployment."""
    here = scope_condition(actor, EDIT, unit="uid", region="region_code")
    found = ServiceUnit.objects.filter(here, kind=UnitKind.TEMPORARY_TEAM, deployment=None)
    return found.order_by("region_code", "number")
