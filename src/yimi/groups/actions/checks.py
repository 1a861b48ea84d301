"""Checks and notes that the room's actions share."""

from __future__ import annotations

from typing import Any

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.groups.errors import GroupIsOver
from yimi.groups.models import SocialGroup


def require_at_group(actor: Actor, permission: str, group: SocialGroup) -> None:
    """``actor`` holds the permission at the group's unit; raises Forbidden."""
    actor.require_at(permission, unit_uid=group.unit_id, region_code=group.unit.region_code)


def require_open(group: SocialGroup) -> None:
    """The group was neither closed nor cancelled; raises GroupIsOver."""
    if not group.is_open:
        raise GroupIsOver


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
