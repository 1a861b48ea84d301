"""Who is acting, and where: the one value every room asks before it reads or writes.

An :class:`Actor` is immutable and knows nothing of tables. ``access`` builds it from grants; tests build it by hand.
Permissions and places stay paired: a person who is head of station A and officer of county B does not become head
of every station in B.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from yimi.core.errors import Forbidden


class ScopeKind(StrEnum):
    """What kind of place a grant names."""

    EVERYWHERE = "everywhere"
    REGION = "region"
    UNIT = "unit"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Scope:
    """A place: a service unit (key = its uid), a division and all below it (key = code prefix), or everywhere.

    >>> Scope(ScopeKind.REGION, "411623").covers_region("411623001000")
    True
    >>> Scope(ScopeKind.REGION, "411623").covers_region("411624001000")
    False
    """

    kind: ScopeKind
    key: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def is_in_force(self, on: date) -> bool:
        """True on ``starts_on``, on ``ends_on`` and between; an open end never ends."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on <= self.ends_on
        )

    def covers_region(self, code: str) -> bool:
        """Whether this scope contains the division ``code`` (12 digits)."""
        return self.kind == ScopeKind.EVERYWHERE or (
            self.kind == ScopeKind.REGION and code.startswith(self.key)
        )

    def covers(self, *, unit_uid: UUID | str | None = None, region_code: str = "") -> bool:
        """Whether a row of this unit, or in this division, lies inside this scope."""
        if self.kind == ScopeKind.UNIT:
            return unit_uid is not None and str(unit_uid) == self.key
        return self.covers_region(region_code)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role's permissions at one place."""

    role: str
    permissions: frozenset[str]
    scope: Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: a person, an API token acting for a person, or the system itself."""

    uid: UUID
    name: str
    grants: tuple[Grant, ...] = ()
    worker_uid: UUID | None = None
    token_uid: UUID | None = None
    _slugs: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        slugs = frozenset(slug for grant in self.grants for slug in grant.permissions)
        object.__setattr__(self, "_slugs", slugs)

    @property
    def roles(self) -> frozenset[str]:
        """The role slugs held anywhere; for greeting and navigation, never for deciding access."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, slug: str) -> bool:
        """Whether this actor holds the permission anywhere at all."""
        return slug in self._slugs

    def scopes(self, slug: str) -> tuple[Scope, ...]:
        """The places where this actor holds the permission; empty when nowhere."""
        return tuple(grant.scope for grant in self.grants if slug in grant.permissions)

    def may_at(
        self, slug: str, *, unit_uid: UUID | str | None = None, region_code: str = ""
    ) -> bool:
        """Whether this actor holds the permission for a row of this unit or division."""
        return any(
            scope.covers(unit_uid=unit_uid, region_code=region_code) for scope in self.scopes(slug)
        )

    def require(self, slug: str) -> None:
        """Raise :class:`Forbidden` unless the permission is held somewhere."""
        if not self.may(slug):
            raise Forbidden(permission=slug)

    def require_at(
        self, slug: str, *, unit_uid: UUID | str | None = None, region_code: str = ""
    ) -> None:
        """Raise :class:`Forbidden` unless the permission is held for this unit or division."""
        if not self.may_at(slug, unit_uid=unit_uid, region_code=region_code):
            raise Forbidden(permission=slug)
