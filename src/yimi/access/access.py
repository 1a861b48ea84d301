"""Who may reach which account, grant and token. Administrators see the accounts of their own divisions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.access.models import ApiToken, RoleGrant, User
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition

VIEW = "access.view_users"
MANAGE = "access.manage_users"
GRANT = "access.grant_roles"


def visible_users(actor: Actor) -> QuerySet[User]:
    """The accounts in the actor's divisions; raises Forbidden for someone who sees none anywhere."""
    return User.objects.filter(scope_condition(actor, VIEW, region="region_code"))


def get_user_for_view(actor: Actor, uid: UUID | str) -> User:
    """One account; raises NotFound for a stranger's and for one that does not exist."""
    user = visible_users(actor).filter(pk=uid).first() if actor.may(VIEW) else None
    if user is None:
        raise NotFound
    return user


def get_user_for_edit(actor: Actor, uid: UUID | str, permission: str = MANAGE) -> User:
    """One account that the actor may change (``permission``: manage or grant); raises Forbidden when only seen."""
    user = get_user_for_view(actor, uid)
    actor.require_at(permission, region_code=user.region_code)
    return user


def visible_grants(actor: Actor) -> QuerySet[RoleGrant]:
    """The grants, past ones too, of the accounts that the actor sees."""
    return RoleGrant.objects.filter(user__in=visible_users(actor))


def get_grant_for_edit(actor: Actor, user_uid: UUID | str, uid: UUID | str) -> RoleGrant:
    """One grant of one account that the actor may take away."""
    user = get_user_for_edit(actor, user_uid, GRANT)
    grant = visible_grants(actor).select_related("user").filter(user=user, pk=uid).first()
    if grant is None:
        raise NotFound
    return grant


def visible_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens."""
    return ApiToken.objects.filter(user_id=actor.uid)


def get_token_for_edit(actor: Actor, uid: UUID | str) -> ApiToken:
    """One of the actor's own tokens; anybody else's is not found."""
    token = visible_tokens(actor).select_related("user").filter(pk=uid).first()
    if token is None:
        raise NotFound
    return token
