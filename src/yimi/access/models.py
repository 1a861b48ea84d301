"""Users, their grants and their API tokens."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yimi.access.rules import normal_username
from yimi.core import clock
from yimi.core.actor import ScopeKind
from yimi.core.ids import new_uid
from yimi.core.permissions import Role


class UserManager(BaseUserManager["User"]):
    """Finds users by sign-in name, however it was typed (case, full-width letters)."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in as ``username``; sign-in names are stored in their normal form."""
        return self.get(username=normal_username(username or ""))


class User(AbstractBaseUser):
    """Someone who can sign in. What they may do comes from grants alone; nobody is a superuser.

    ``region_code`` is the division whose administrators look after the account; it gives no rights by itself.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    username = models.CharField(_("账号"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=100)
    region_code = models.CharField(max_length=12, blank=True)
    worker_uid = models.UUIDField(null=True, unique=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    deactivated_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at=None)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="user_inactive_since",
            ),
        ]
        # the users list of one administrator, in the order of sign-in names
        indexes = [models.Index(fields=["region_code", "username"], name="user_by_region")]

    def __str__(self) -> str:
        return self.username


class RoleGrant(models.Model):
    """A role at a place, from a day, to a day. The place is kind + key (a unit's uid, a division's code prefix).

    ``starts_on``–``ends_on`` say when it is true, ``granted_at``–``revoked_at`` when we knew it. Taking a role away
    ends it at once and keeps the row.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    place_kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in ScopeKind]
    )
    place_key = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(place_kind__in=["everywhere", "self"]) | ~Q(place_key=""),
                name="grant_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_by_someone",
            ),
            # a form sent twice grants once
            models.UniqueConstraint(
                fields=["user", "role", "place_kind", "place_key", "starts_on"],
                condition=Q(revoked_at=None),
                name="grant_once_a_day",
            ),
        ]
        indexes = [
            # the one query behind every Actor
            models.Index(fields=["user", "starts_on"], name="grant_by_user"),
            # the users list filtered by place
            models.Index(fields=["place_kind", "place_key"], name="grant_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.place_kind}:{self.place_key}"

    @property
    def is_in_force(self) -> bool:
        """Not revoked, begun and not ended, today."""
        today = clock.today()
        return (
            self.revoked_at is None
            and self.starts_on <= today
            and (self.ends_on is None or today <= self.ends_on)
        )


class ApiToken(models.Model):
    """A key for programs. It acts for its user, with that user's grants or the reading part of them.

    Only the SHA-256 of the key is kept: 32 random bytes need no slow hash, and a copy of the database opens nothing.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    read_only = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # a form sent twice makes one token; also the index for "my tokens"
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(revoked_at=None), name="token_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """Neither revoked nor past its last day."""
        return self.revoked_at is None and clock.today() <= self.expires_on
