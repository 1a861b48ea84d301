"""Accounts: made, given a new password, closed. Nothing is deleted: a closed account keeps its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.access.errors import AdministratorsApart, ReachesFurther, UserAlreadyInactive
from yimi.access.lockout import release
from yimi.access.models import ApiToken, RoleGrant, User
from yimi.access.passwords import one_time_password
from yimi.access.queries.places import Place, find_places
from yimi.access.rules import REASON_MAX, is_username, normal_username, plain_text
from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import Invalid
from yimi.core.permissions import Role
from yimi.regions.models import Region
from yimi.regions.rules import pad_code

#: Rows in one INSERT and one audit event.
CHUNK = 500
NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class NewUser:
    """One account to make. ``encoded`` is a password already through ``make_password`` (a demo's accounts share one
    and skip 100 slow hashes); without it a one-time password is made, to be changed at the first sign-in."""

    username: str
    name: str
    region_code: str = ""
    worker_uid: UUID | None = None
    encoded: str = ""


@transaction.atomic
def create_users(batch: Sequence[NewUser], *, actor: Actor) -> list[tuple[User, str]]:
    """Make accounts; returns each with its one-time password, shown once and kept nowhere ("" where one was given).

    Raises :class:`Invalid` with ``username`` (or ``3.username``: the row) when a name is taken or unusable, and
    :class:`Forbidden` outside the actor's divisions. One slow hash per row without ``encoded`` (about 0.3 s).
    """
    for row in batch:
        actor.require_at("access.manage_users", region_code=row.region_code)
    _check_new(batch)
    made = [_new_user(row) for row in batch]
    User.objects.bulk_create([user for user, _password in made], batch_size=CHUNK)
    for start in range(0, len(made), CHUNK):
        users = [user for user, _password in made[start : start + CHUNK]]
        record_event(
            actor,
            "access.users_created" if len(made) > 1 else "access.user_created",
            subject_kind="user",
            subject_uid=users[0].uid,
            region_code=users[0].region_code,
            details={"uids": [str(user.uid) for user in users]},
        )
    return made


def create_user(new: NewUser, *, actor: Actor) -> tuple[User, str]:
    """A batch of one; see :func:`create_users`."""
    return create_users([new], actor=actor)[0]


def _new_user(row: NewUser) -> tuple[User, str]:
    password = "" if row.encoded else one_time_password()
    user = User(
        username=normal_username(row.username),
        name=plain_text(row.name),
        region_code=row.region_code,
        worker_uid=row.worker_uid,
        password=row.encoded or make_password(password),
        must_change_password=not row.encoded,
    )
    return user, password


def _check_new(batch: Sequence[NewUser]) -> None:
    names = [normal_username(row.username) for row in batch]
    usable = [name for name in names if is_username(name)]
    taken = set(User.objects.filter(username__in=usable).values_list("username", flat=True))
    workers = [row.worker_uid for row in batch if row.worker_uid]
    busy = set(User.objects.filter(worker_uid__in=workers).values_list("worker_uid", flat=True))
    codes = {pad_code(row.region_code) for row in batch if row.region_code}
    places = Region.objects.filter(code__in=codes, is_placeholder=False)
    known = set(places.values_list("code", flat=True))
    problems: dict[str, list[Any]] = {}
    for number, (row, name) in enumerate(zip(batch, names, strict=True)):
        place = f"{number}." if len(batch) > 1 else ""
        if not is_username(name):
            problems[place + "username"] = [
                _("账号用 2—60 个小写字母、数字、汉字或 . _ - @，以字母、数字或汉字开头。")
            ]
        elif name in taken:
            problems[place + "username"] = [_("这个账号已经有人用了，请换一个。")]
        if not 0 < len(plain_text(row.name)) <= NAME_MAX:
            problems[place + "name"] = [_("请填姓名，不超过 100 个字。")]
        if row.region_code and pad_code(row.region_code) not in known:
            problems[place + "region_code"] = [_("没有这个行政区划，请重新选择。")]
        if row.worker_uid in busy:
            problems[place + "worker_uid"] = [_("这位社工已经有账号了。")]
        taken.add(name)
        if row.worker_uid:
            busy.add(row.worker_uid)
    if problems:
        raise Invalid(problems)


@transaction.atomic
def set_password(user: User, *, actor: Actor) -> str:
    """Give ``user`` a one-time password, to be changed at the next sign-in; ends their sessions and any lock-out.

    Their API tokens end with it: a password is reset when it may be in wrong hands, and tokens were made under it.
    Whoever holds the password is the user until it is changed, so nobody gets into an account that reaches further
    than their own: see :func:`_require_reach`.
    """
    actor.require_at("access.manage_users", region_code=user.region_code)
    _require_reach(user, actor)
    password = one_time_password()
    changed = User.objects.filter(pk=user.pk, is_active=True).update(
        password=make_password(password), must_change_password=True
    )
    if not changed:
        raise UserAlreadyInactive
    ended = ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    user.refresh_from_db()
    release(user.username)
    record_event(
        actor,
        "access.password_reset",
        subject_kind="user",
        subject_uid=user.uid,
        region_code=user.region_code,
        details={"tokens_ended": ended},
    )
    return password


def may_set_password(user: User, *, actor: Actor) -> bool:
    """Whether :func:`set_password` would do it: the page offers no button that only refuses. Three queries."""
    if not user.is_active or not actor.may_at("access.manage_users", region_code=user.region_code):
        return False
    try:
        _require_reach(user, actor)
    except (ReachesFurther, AdministratorsApart):
        return False
    return True


def _require_reach(user: User, actor: Actor) -> None:
    """Raise when a role of ``user`` lies outside the actor's places, or is one of the other two administrators'.

    GB/T 22239 (三员分立): who could sign in as the security administrator would grant whatever they like. At the machine
    itself every password can be given, by whoever holds its keys.
    """
    grants = list(RoleGrant.objects.filter(user=user, revoked_at=None))
    places = find_places((grant.place_kind, grant.place_key) for grant in grants)
    for grant in grants:
        place = places.get((grant.place_kind, grant.place_key), Place())
        code = user.region_code if grant.place_kind == ScopeKind.SELF else place.region_code
        if not actor.may_at("access.manage_users", unit_uid=place.unit_uid, region_code=code):
            raise ReachesFurther
        if grant.role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN) and not actor.may_at(
            "access.grant_roles", region_code=code
        ):
            raise AdministratorsApart


@transaction.atomic
def change_own_password(user: User, *, old: str, new: str, actor: Actor) -> User:
    """Change one's own password; other sessions of the user end. Raises :class:`Invalid` for a wrong or weak one."""
    if not user.check_password(old):
        raise Invalid.one("old", _("原密码不对，请再输一次。"))
    if old == new:
        raise Invalid.one("new", _("新密码和原密码一样，请换一个。"))
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Invalid({"new": list(error.messages)}) from None
    before = user.password
    encoded = make_password(new)
    changed = User.objects.filter(pk=user.pk, password=before).update(
        password=encoded, must_change_password=False
    )
    if not changed:
        raise Invalid.one("old", _("密码刚在别处改过了。请用新密码重新登录。"))
    user.password, user.must_change_password = encoded, False
    record_event(actor, "access.password_changed", subject_kind="user", subject_uid=user.uid)
    return user


@transaction.atomic
def deactivate_user(user: User, *, actor: Actor, reason: str) -> User:
    """Close an account: its sessions and tokens stop at once, its roles are taken away. A role never outlives its account."""
    actor.require_at("access.manage_users", region_code=user.region_code)
    reason = plain_text(reason)
    if not 0 < len(reason) <= REASON_MAX:
        raise Invalid.one("reason", _("请写明停用的原因，不超过 300 个字，例如“已离职”。"))
    if user.uid == actor.uid:
        raise Invalid.one("reason", _("不能停用自己的账号，请另一位系统管理员来办。"))
    now = clock.now()
    changed = User.objects.filter(pk=user.pk, is_active=True).update(
        is_active=False, deactivated_at=now
    )
    if not changed:
        raise UserAlreadyInactive
    grants = RoleGrant.objects.filter(user=user, revoked_at=None)
    ended = [str(uid) for uid in grants.values_list("uid", flat=True)]
    grants.update(revoked_at=now, revoked_by=actor.uid, revoke_reason=reason)
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    user.refresh_from_db()
    record_event(
        actor,
        "access.user_deactivated",
        subject_kind="user",
        subject_uid=user.uid,
        region_code=user.region_code,
        reason=reason,
        details={"grants_ended": ended},
    )
    return user
