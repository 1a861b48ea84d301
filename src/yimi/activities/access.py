"""Which activities an actor may reach, and which sheet a token opens."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.activities.models import Activity, SignInSheet
from yimi.activities.permissions import EDIT, RECORD, VIEW
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import region_range, scope_condition
from yimi.stations.models import Authority, ServiceUnit


def visible_activities(actor: Actor, permission: str = VIEW) -> QuerySet[Activity]:
    """Activities of the actor's units; raises Forbidden when the permission is held nowhere."""
    return Activity.objects.filter(
        scope_condition(actor, permission, unit="unit_id", region="unit__region_code")
    )


def get_activity_for_view(actor: Actor, uid: UUID) -> Activity:
    """One activity, or NotFound for strangers."""
    found = visible_activities(actor).filter(pk=uid)
    activity = found.select_related("unit", "item", "key", "sheet").first()
    if activity is None:
        raise NotFound()
    return activity


def get_activity_for_edit(actor: Actor, uid: UUID) -> Activity:
    """One activity that the actor may plan, change and cancel; Forbidden for a colleague who may only look."""
    return _with_right(actor, get_activity_for_view(actor, uid), EDIT)


def get_activity_for_record(actor: Actor, uid: UUID) -> Activity:
    """One activity that the actor may open for signing in, and record."""
    return _with_right(actor, get_activity_for_view(actor, uid), RECORD)


def _with_right(actor: Actor, activity: Activity, permission: str) -> Activity:
    actor.require_at(permission, unit_uid=activity.unit_id, region_code=activity.unit.region_code)
    return activity


def may_at_activity(actor: Actor, permission: str, activity: Activity) -> bool:
    """Whether ``actor`` holds the permission at the activity's unit. No query when the unit is loaded."""
    return actor.may_at(
        permission, unit_uid=activity.unit_id, region_code=activity.unit.region_code
    )


def get_public_sheet(token: str) -> SignInSheet:
    """The sheet behind a QR code, open or not; NotFound for a token we never issued."""
    sheet = SignInSheet.objects.select_related("activity__unit").filter(token=token).first()
    if sheet is None:
        raise NotFound()
    return sheet


def authorities_near(unit: ServiceUnit) -> QuerySet[Authority]:
    """The authorities on file that a unit may hold activities with: those of its county, still standing."""
    in_county = region_range("region_code", unit.region_code[:6])
    return Authority.objects.filter(in_county, ended_on=None).order_by("name")
