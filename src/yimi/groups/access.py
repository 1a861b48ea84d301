"""Which groups an actor may reach. Strangers find nothing; colleagues without the right are told."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.groups.models import GroupMember, GroupSession, SocialGroup
from yimi.groups.permissions import EDIT, READ_FORMS, RECORD, VIEW


def visible_groups(actor: Actor, permission: str = VIEW) -> QuerySet[SocialGroup]:
    """Groups of the actor's units; raises Forbidden when the permission is held nowhere."""
    return SocialGroup.objects.filter(
        scope_condition(actor, permission, unit="unit_id", region="unit__region_code")
    )


def get_group_for_view(actor: Actor, uid: UUID) -> SocialGroup:
    """One group, or NotFound for strangers."""
    group = visible_groups(actor).filter(pk=uid).select_related("unit", "item", "key").first()
    if group is None:
        raise NotFound()
    return group


def get_group_for_edit(actor: Actor, uid: UUID) -> SocialGroup:
    """One group that the actor may plan, change and close; Forbidden for a colleague who may only look."""
    return _with_right(actor, get_group_for_view(actor, uid), EDIT)


def get_group_for_record(actor: Actor, uid: UUID) -> SocialGroup:
    """One group whose sessions the actor may record."""
    return _with_right(actor, get_group_for_view(actor, uid), RECORD)


def get_group_for_forms(actor: Actor, uid: UUID) -> SocialGroup:
    """One group whose forms the actor may read."""
    return _with_right(actor, get_group_for_view(actor, uid), READ_FORMS)


def _with_right(actor: Actor, group: SocialGroup, permission: str) -> SocialGroup:
    actor.require_at(permission, unit_uid=group.unit_id, region_code=group.unit.region_code)
    return group


def may_at_group(actor: Actor, permission: str, group: SocialGroup) -> bool:
    """Whether ``actor`` holds the permission at the group's unit. No query when the unit is loaded."""
    return actor.may_at(permission, unit_uid=group.unit_id, region_code=group.unit.region_code)


def get_member_for_edit(actor: Actor, uid: UUID) -> GroupMember:
    """A standing row of a member whose group the actor may change."""
    member = GroupMember.objects.current().select_related("resident__key").filter(pk=uid).first()
    if member is None:
        raise NotFound()
    member.group = get_group_for_edit(actor, member.group_id)
    return member


def get_session_for_view(actor: Actor, uid: UUID) -> GroupSession:
    """A session that was not taken back, of a group that the actor sees."""
    session = GroupSession.objects.filter(pk=uid, voided_at=None).first()
    if session is None:
        raise NotFound()
    session.group = get_group_for_view(actor, session.group_id)
    return session


def get_session_for_forms(actor: Actor, uid: UUID) -> GroupSession:
    """A session whose forms the actor may read."""
    session = get_session_for_view(actor, uid)
    _with_right(actor, session.group, READ_FORMS)
    return session


def get_session_for_edit(actor: Actor, uid: UUID) -> GroupSession:
    """A session that the actor may correct or take back."""
    session = get_session_for_view(actor, uid)
    _with_right(actor, session.group, RECORD)
    return session
