"""Who may reach which import: colleagues of its station. For everyone else it does not exist."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.imports.kinds import KINDS, kind_of
from yimi.imports.models import ImportJob
from yimi.imports.permissions import VIEW_IMPORTS
from yimi.stations.models import ServiceUnit


def visible_jobs(actor: Actor) -> QuerySet[ImportJob]:
    """Imports of the actor's stations whose contents they could have brought themselves.

    A county's officer sees lists of staff and none of residents. Raises Forbidden for someone without the permission.
    """
    actor.require(VIEW_IMPORTS)
    reach = Q(pk__in=())
    for kind in KINDS.values():
        if actor.may(kind.permission):
            place = scope_condition(
                actor, kind.permission, unit="unit_id", region="unit__region_code"
            )
            reach |= Q(place, kind=kind.slug)
    return ImportJob.objects.filter(reach)


def get_job_for_view(actor: Actor, uid: UUID | str) -> ImportJob:
    """One visible import, or :class:`NotFound`."""
    try:
        return visible_jobs(actor).select_related("unit", "key").get(pk=uid)
    except (ImportJob.DoesNotExist, ValidationError, ValueError):
        raise NotFound from None


def get_job_for_edit(actor: Actor, uid: UUID | str) -> ImportJob:
    """One import that the actor may take further; Forbidden for a colleague who may only look."""
    job = get_job_for_view(actor, uid)
    actor.require_at(
        kind_of(job.kind).permission, unit_uid=job.unit_id, region_code=job.unit.region_code
    )
    return job


def units_to_import_for(actor: Actor, permission: str) -> QuerySet[ServiceUnit]:
    """The stations that the actor may import for."""
    return ServiceUnit.objects.filter(
        scope_condition(actor, permission, unit="uid", region="region_code"), closed_on=None
    ).order_by("number")
