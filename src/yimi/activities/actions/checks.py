"""Checks and notes that the room's actions share."""

from __future__ import annotations

from typing import Any

from yimi.activities.errors import ActivityNotPlanned
from yimi.activities.models import Activity, ActivityStatus
from yimi.audit.actions import record_event
from yimi.core.actor import Actor


def require_at_activity(actor: Actor, permission: str, activity: Activity) -> None:
    """``actor`` holds the permission at the activity's unit; raises Forbidden."""
    actor.require_at(permission, unit_uid=activity.unit_id, region_code=activity.unit.region_code)


def require_planned(activity: Activity) -> None:
    """The activity is still ahead; raises ActivityNotPlanned."""
    if activity.status != ActivityStatus.PLANNED:
        raise ActivityNotPlanned


def note(
    actor: Actor, action: str, activity: Activity, *, reason: str = "", **details: Any
) -> None:
    """One event about one activity."""
    record_event(
        actor,
        f"activities.{action}",
        subject_kind="activity",
        subject_uid=activity.pk,
        unit_uid=activity.unit_id,
        region_code=activity.unit.region_code,
        reason=reason,
        details=details,
    )
