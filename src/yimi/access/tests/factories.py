"""Valid users and grants for any room's tests. They write rows directly: no permission, no audit, a quick password hash."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from yimi.access.models import RoleGrant, User
from yimi.access.queries import build_actor
from yimi.core.actor import Actor, ScopeKind
from yimi.core.ids import SYSTEM_UID
from yimi.core.permissions import Role
from yimi.regions.rules import prefix_of
from yimi.stations.models import ServiceUnit

#: What every user of the factories signs in with.
PASSWORD = "三只白鹅 walk home"
_numbers = count(1)


def make_user(
    role: str = "",
    place: ServiceUnit | str | None = None,
    *,
    name: str = "",
    username: str = "",
    **fields: Any,
) -> User:
    """A user, with one role when given.

    ``place``: a unit, a 12-digit code, or None for everywhere. Sign in with ``client.force_login(user)``; the password
    is :data:`PASSWORD`.
    """
    serial = next(_numbers)
    user = User.objects.create(
        username=username or f"user{serial}",
        name=name or f"测试员{serial}",
        password=fields.pop("password", None) or _encoded(),
        **fields,
    )
    if role:
        grant(user, role, place)
    return user


def grant(
    user: User, role: str, place: ServiceUnit | str | None = None, **fields: Any
) -> RoleGrant:
    """Another role for ``user``, in force since 2024 unless told otherwise."""
    kind, key = ScopeKind.EVERYWHERE, ""
    if isinstance(place, ServiceUnit):
        kind, key = ScopeKind.UNIT, str(place.uid)
    elif place:
        kind, key = ScopeKind.REGION, prefix_of(place)
    fields.setdefault("starts_on", date(2024, 1, 1))
    fields.setdefault("granted_by", SYSTEM_UID)
    return RoleGrant.objects.create(
        user=user, role=Role(role), place_kind=kind, place_key=key, **fields
    )


def make_actor(role: str, place: ServiceUnit | str | None = None, **fields: Any) -> Actor:
    """The Actor of a fresh user with this role."""
    return build_actor(make_user(role, place, **fields))


@lru_cache(maxsize=1)
def _encoded() -> str:
    """One slow hash per test run."""
    return make_password(PASSWORD)
