"""Roles given and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.access.errors import GrantAlreadyRevoked, OwnGrant, RolesExclude
from yimi.access.labels import ROLE_LABELS
from yimi.access.models import RoleGrant, User
from yimi.access.queries.places import Place, find_places
from yimi.access.rules import (
    REASON_MAX,
    ends_too_late,
    excluded_by,
    overlaps,
    place_fits,
    plain_text,
)
from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import Invalid
from yimi.core.permissions import Role
from yimi.regions.rules import pad_code, prefix_of

#: Rows in one INSERT and one audit event.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class NewGrant:
    """One role to give: at a unit (``place_key`` its uid), a division (its code, short or of 12 digits) or everywhere.

    ``starts_on`` None is today. ``ends_on`` is the last day.
    """

    user: User
    role: str
    place_kind: str
    place_key: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def grant_roles(batch: Sequence[NewGrant], *, actor: Actor) -> list[RoleGrant]:
    """Give roles, all or none. Four reads whatever the size, then one INSERT and one event per 500.

    Raises :class:`Invalid` for a place or date that does not fit the role, :class:`RolesExclude` for a second
    administrator role, :class:`OwnGrant`, and :class:`Forbidden` outside the actor's divisions.
    """
    grants = [_unsaved(row, actor) for row in batch]
    users = _locked_users(grants)
    places = find_places((grant.place_kind, grant.place_key) for grant in grants)
    held = _held_by(users)
    for grant in grants:
        place = places.get((grant.place_kind, grant.place_key))
        _check(grant, users[grant.user_id], place, held[grant.user_id], actor)
        held[grant.user_id].append(grant)
    _insert(grants)
    _note(grants, places, actor)
    return grants


def grant_role(new: NewGrant, *, actor: Actor) -> RoleGrant:
    """A batch of one; see :func:`grant_roles`."""
    return grant_roles([new], actor=actor)[0]


def _unsaved(row: NewGrant, actor: Actor) -> RoleGrant:
    key = row.place_key.strip()
    if row.place_kind == ScopeKind.REGION and key.isascii() and key.isdigit():
        key = prefix_of(pad_code(key))
    return RoleGrant(
        user=row.user,
        role=row.role,
        place_kind=row.place_kind,
        place_key=key,
        starts_on=row.starts_on or clock.today(),
        ends_on=row.ends_on,
        granted_by=actor.uid,
    )


def _locked_users(grants: Sequence[RoleGrant]) -> dict[UUID, User]:
    """The users, locked: two grants at once to one person must see each other, or both rules would say yes."""
    wanted = {grant.user_id for grant in grants}
    locked = User.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {user.uid: user for user in locked}


def _held_by(users: dict[UUID, User]) -> dict[UUID, list[RoleGrant]]:
    held: dict[UUID, list[RoleGrant]] = {uid: [] for uid in users}
    for grant in RoleGrant.objects.filter(user__in=users.values(), revoked_at=None):
        held[grant.user_id].append(grant)
    return held


def _require_grantor(actor: Actor, grant: RoleGrant, user: User, place: Place | None) -> None:
    """Who may give or take this: whoever grants at the place. "Everywhere" lies in no division, so that only someone
    who grants everywhere may; what is assigned to a person by name goes by where the person's account belongs."""
    code = place.region_code if place else ""
    if grant.place_kind == ScopeKind.SELF:
        code = user.region_code
    actor.require_at(
        "access.grant_roles", unit_uid=place.unit_uid if place else None, region_code=code
    )
    if user.uid == actor.uid:
        raise OwnGrant


def _check(
    grant: RoleGrant, user: User, place: Place | None, held: list[RoleGrant], actor: Actor
) -> None:
    if grant.role not in set(Role):
        raise Invalid.one("role", _("没有这个岗位，请从列表里选。"))
    if place is None:
        raise Invalid.one("place", _("没有找到这个地方或单位，请重新选择。"))
    _require_grantor(actor, grant, user, place)
    if not user.is_active:
        raise Invalid.one("role", _("这个账号已停用，不能再授予岗位。"))
    if not place_fits(
        grant.role, grant.place_kind, grant.place_key, has_no_counties=place.has_no_counties
    ):
        raise Invalid.one("place", _("这个岗位不能设在这一级。请选与岗位相称的单位或行政区划。"))
    _check_dates(grant, place)
    _check_held(grant, held)


def _check_dates(grant: RoleGrant, place: Place) -> None:
    starts_on, ends_on = grant.starts_on, grant.ends_on
    if ends_on is not None and ends_on < starts_on:
        raise Invalid.one("ends_on", _("结束日期早于开始日期，请检查。"))
    if ends_too_late(grant.role, starts_on, ends_on):
        raise Invalid.one("ends_on", _("评估岗位要有结束日期，最长一年。"))
    if place.ends_on is not None and (ends_on is None or ends_on > place.ends_on):
        raise Invalid.one("ends_on", _("这个单位或区划已定停用日期，岗位不能比它更晚结束。"))


def _check_held(grant: RoleGrant, held: list[RoleGrant]) -> None:
    together = [
        other
        for other in held
        if overlaps(grant.starts_on, grant.ends_on, other.starts_on, other.ends_on)
    ]
    excluding = excluded_by(grant.role, [other.role for other in together])
    if excluding is not None:
        raise RolesExclude(held=str(ROLE_LABELS[excluding]), role=str(ROLE_LABELS[grant.role]))
    wanted = (grant.role, grant.place_kind, grant.place_key)
    if any((other.role, other.place_kind, other.place_key) == wanted for other in together):
        raise Invalid.one("role", _("这段时间里已有同一个岗位，不用再授一次。"))


def _insert(made: list[RoleGrant]) -> None:
    try:
        with transaction.atomic():
            RoleGrant.objects.bulk_create(made, batch_size=CHUNK)
    except IntegrityError:
        # The form came twice at the same moment; the other one has just granted it.
        raise Invalid.one("role", _("这段时间里已有同一个岗位，不用再授一次。")) from None


def _note(made: list[RoleGrant], places: dict[tuple[str, str], Place], actor: Actor) -> None:
    for start in range(0, len(made), CHUNK):
        chunk = made[start : start + CHUNK]
        place = places[(chunk[0].place_kind, chunk[0].place_key)]
        record_event(
            actor,
            "access.role_granted",
            subject_kind="user",
            subject_uid=chunk[0].user_id,
            unit_uid=place.unit_uid,
            region_code=place.region_code,
            details={
                "grants": [
                    {
                        "uid": str(grant.uid),
                        "user": str(grant.user_id),
                        "role": str(grant.role),
                        "place": f"{grant.place_kind}:{grant.place_key}",
                        "from": str(grant.starts_on),
                        "to": str(grant.ends_on or ""),
                    }
                    for grant in chunk
                ]
            },
        )


@transaction.atomic
def revoke_role(grant: RoleGrant, *, actor: Actor, reason: str) -> RoleGrant:
    """Take a role away, at once. Of two people doing it at the same time one gets :class:`GrantAlreadyRevoked`."""
    key = (grant.place_kind, grant.place_key)
    place = find_places([key]).get(key)
    _require_grantor(actor, grant, grant.user, place)
    reason = plain_text(reason)
    if not 0 < len(reason) <= REASON_MAX:
        raise Invalid.one("reason", _("请写明收回的原因，不超过 300 个字，例如“已调离本站”。"))
    changed = RoleGrant.objects.filter(pk=grant.pk, revoked_at=None).update(
        revoked_at=clock.now(), revoked_by=actor.uid, revoke_reason=reason
    )
    if changed != 1:
        raise GrantAlreadyRevoked
    grant.refresh_from_db(fields=["revoked_at", "revoked_by", "revoke_reason"])
    record_event(
        actor,
        "access.role_revoked",
        subject_kind="user",
        subject_uid=grant.user_id,
        unit_uid=place.unit_uid if place else None,
        region_code=place.region_code if place else "",
        reason=reason,
        details={"grant": str(grant.uid), "role": grant.role},
    )
    return grant
