"""Which saved views an actor may reach: their own."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.explore.models import SavedView


def visible_views(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views, newest first."""
    return SavedView.objects.filter(owner_uid=actor.uid, removed_at=None).order_by("-saved_at")


def get_view_for_edit(actor: Actor, uid: UUID) -> SavedView:
    """One of the actor's own views; raises NotFound for everybody else's."""
    found = visible_views(actor).filter(pk=uid).first()
    if found is None:
        raise NotFound
    return found
