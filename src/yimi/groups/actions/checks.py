"""Checks and notes that the room's actions share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.groups.errors import GroupIsOver
from yimi.groups.models import SocialGroup
from yimi.stations.models import ServiceUnit


def require_at_group(actor: Actor, permission: str, group: SocialGroup) -> None:
    """``actor`` holds the permission at the group's unit; raises Forbidden."""
    actor.require_at(permission, unit_uid=group.unit_id, region_code=group.unit.region_code)


def require_open(group: SocialGroup) -> None:
    """The group was neither closed nor cancelled; raises GroupIsOver."""
    if not group.is_open:
        raise GroupIsOver


def units_by_uid(uids: Collection[UUID]) -> Mapping[UUID, ServiceUnit]:
    """These units; raises NotFound when one does not exist. One query."""
    found = ServiceUnit.objects.in_bulk(list(uids))
    if len(found) != len(set(uids)):
        raise NotFound
    return found


def note(
    actor: Actor, action: str, group: SocialGroup, *, reason: str = "", **details: Any
) -> None:
    """One event about one group."""
    record_event(
        actor,
        f"groups.{action}",
        subject_kind="social_group",
        subject_uid=group.pk,
        unit_uid=group.unit_id,
        region_code=group.unit.region_code,
        reason=reason,
        details=details,
    )
