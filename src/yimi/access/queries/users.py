"""Users and grants as the administrators' pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.access.access import GRANT, visible_users
from yimi.access.labels import ROLE_LABELS
from yimi.access.models import RoleGrant, User
from yimi.access.queries.places import PlaceKey, place_names
from yimi.access.rules import normal_username
from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.paging import page_of
from yimi.core.scoping import region_range, scope_condition
from yimi.stations.models import ServiceUnit

#: A county has a few dozen units; beyond this the form asks for the unit's place instead.
UNITS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class UserFilter:
    """What the list is narrowed to; an empty value narrows nothing, an empty ``state`` means accounts in use."""

    q: str = ""
    role: str = ""
    region: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One grant in words. ``state``: current, coming, ended or revoked."""

    uid: UUID | None
    role: str
    role_label: Any
    place: str
    starts_on: date | None
    ends_on: date | None
    state: str = "current"
    granted_at: datetime | None = None
    revoked_at: datetime | None = None
    revoke_reason: str = ""
    granted_by: str = ""
    revoked_by: str = ""


@dataclass(frozen=True, slots=True)
class UserRow:
    """One line of the users list, with the roles in force."""

    user: User
    roles: list[RoleLine]


@dataclass(frozen=True, slots=True)
class UserPage:
    """A page of the list; ``newer`` and ``older`` are the cursors to the pages around it, empty at the ends."""

    rows: list[UserRow]
    newer: str
    older: str


def page_of_users(
    actor: Actor, wanted: UserFilter, *, after: str = "", before: str = ""
) -> UserPage:
    """Users by sign-in name, a page at a time: those following ``before``, or preceding ``after``.

    At most five queries whatever the number of rows: units of a filtered place, users, grants, units, divisions.
    """
    users = _filtered(visible_users(actor), wanted)
    page = page_of(users, by="username", key="uid", after=after, before=before)
    return UserPage(_with_roles(page.rows), page.newer, page.older)


def all_users(actor: Actor, wanted: UserFilter) -> list[UserRow]:
    """Every account that the actor sees and that matches, unpaged, for the command line."""
    return _with_roles(list(_filtered(visible_users(actor), wanted).order_by("username")))


def _filtered(users: QuerySet[User], wanted: UserFilter) -> QuerySet[User]:
    if wanted.q:
        users = users.filter(
            Q(username__contains=normal_username(wanted.q)) | Q(name__contains=wanted.q.strip())
        )
    if wanted.state != "all":
        users = users.filter(is_active=wanted.state != "inactive")
    if not wanted.role and not wanted.region:
        return users
    grants = _in_force(RoleGrant.objects.all(), clock.today())
    if wanted.role:
        grants = grants.filter(role=wanted.role)
    if wanted.region:
        grants = grants.filter(_lies_in(wanted.region))
    holders = Q(pk__in=grants.values("user_id"))
    if wanted.region and not wanted.role:
        holders |= region_range("region_code", wanted.region)
    return users.filter(holders)


def _lies_in(prefix: str) -> Q:
    """Grants at a division under ``prefix``, or at a unit that lies there."""
    units = ServiceUnit.objects.within(prefix).values_list("uid", flat=True)
    return Q(place_kind=ScopeKind.REGION) & region_range("place_key", prefix) | Q(
        place_kind=ScopeKind.UNIT, place_key__in=[str(uid) for uid in units]
    )


def _in_force(grants: QuerySet[RoleGrant], on: date) -> QuerySet[RoleGrant]:
    return grants.filter(Q(ends_on=None) | Q(ends_on__gte=on), revoked_at=None, starts_on__lte=on)


def _with_roles(users: list[User]) -> list[UserRow]:
    grants = list(_in_force(RoleGrant.objects.filter(user__in=users), clock.today()))
    names = place_names(map(_key_of, grants))
    lines: dict[UUID, list[RoleLine]] = {user.uid: [] for user in users}
    for grant in sorted(grants, key=lambda grant: (grant.role, names[_key_of(grant)])):
        lines[grant.user_id].append(_line(grant, names, {}))
    return [UserRow(user, lines[user.uid]) for user in users]


def grants_of(user: User) -> list[RoleLine]:
    """Every grant that ``user`` has or had: in force first, then by the day it began, newest first. Four queries."""
    grants = list(user.role_grants.order_by("-starts_on", "-granted_at"))
    names = place_names(map(_key_of, grants))
    people = _names_of(
        uid for grant in grants for uid in (grant.granted_by, grant.revoked_by) if uid
    )
    lines = [_line(grant, names, people) for grant in grants]
    return sorted(lines, key=lambda line: line.state != "current")


def own_roles(actor: Actor) -> list[RoleLine]:
    """The actor's roles in words, out of the Actor itself; two queries for the names of places."""
    names = place_names((grant.scope.kind, grant.scope.key) for grant in actor.grants)
    return [
        RoleLine(
            uid=None,
            role=grant.role,
            role_label=ROLE_LABELS[grant.role],
            place=names[grant.scope.kind, grant.scope.key],
            starts_on=grant.scope.starts_on,
            ends_on=grant.scope.ends_on,
        )
        for grant in actor.grants
    ]


def grantable_units(actor: Actor) -> list[tuple[str, str]]:
    """The open units where the actor may grant roles, as (uid, name), in order of place; one query."""
    units = (
        ServiceUnit.objects.open_on(clock.today())
        .filter(scope_condition(actor, GRANT, unit="uid", region="region_code"))
        .order_by("region_code", "number")
        .values_list("uid", "name")
    )
    return [(str(uid), name) for uid, name in units[:UNITS_SHOWN]]


def _key_of(grant: RoleGrant) -> PlaceKey:
    return grant.place_kind, grant.place_key


def _names_of(uids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=set(uids)).values_list("uid", "name"))


def _line(grant: RoleGrant, names: dict[PlaceKey, str], people: dict[UUID, str]) -> RoleLine:
    return RoleLine(
        uid=grant.uid,
        role=grant.role,
        role_label=ROLE_LABELS.get(grant.role, grant.role),
        place=names[_key_of(grant)],
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        state=_state(grant),
        granted_at=grant.granted_at,
        revoked_at=grant.revoked_at,
        revoke_reason=grant.revoke_reason,
        granted_by=people.get(grant.granted_by, ""),
        revoked_by=people.get(grant.revoked_by, "") if grant.revoked_by else "",
    )


def _state(grant: RoleGrant) -> str:
    if grant.revoked_at is not None:
        return "revoked"
    if grant.is_in_force:
        return "current"
    return "coming" if grant.starts_on > clock.today() else "ended"
