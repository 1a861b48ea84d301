"""What a household's page shows: plain values, masked, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yimi.people.models import FileOpening, Household


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A phone, masked."""

    uid: UUID
    label: str
    masked: str

    @property
    def field(self) -> str:
        """What ``reveal_value`` calls it."""
        return f"phone:{self.uid}"


@dataclass(frozen=True, slots=True)
class AddressView:
    """The way to the door: there or not; the text itself is shown one at a time."""

    uid: UUID
    since: date


@dataclass(frozen=True, slots=True)
class StatusView:
    """An answer about one status. ``is_open``: it holds now; a closed one is history."""

    uid: UUID
    code: str
    name: str
    detail: str
    value: bool
    starts_on: date
    ends_on: date | None
    source: str
    verified_on: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent: given, pending with its day, or withdrawn."""

    uid: UUID
    purpose: str
    purpose_code: str
    given_by: str
    given_on: date | None
    due_on: date | None
    withdrawn_on: date | None
    is_overdue: bool

    @property
    def is_pending(self) -> bool:
        """Asked for, not yet given."""
        return self.given_on is None and self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class RelativeView:
    """A relative, as what they are to the member."""

    uid: UUID
    name: str
    relation: str
    situation: str
    since: date


@dataclass(frozen=True, slots=True)
class GuardianView:
    """Who answers for the member. ``has_phone``: a number is sealed and can be shown."""

    uid: UUID
    name: str
    relation: str
    kind: str
    since: date
    has_phone: bool

    @property
    def field(self) -> str:
        """What ``reveal_value`` calls the phone."""
        return f"guardian_phone:{self.uid}"


@dataclass(frozen=True, slots=True)
class OwnAddressView:
    """Where a member is registered or lives, when that is not the household's door. ``has_detail``: can be shown."""

    uid: UUID
    kind: str
    kind_code: str
    place: str
    since: date
    has_detail: bool

    @property
    def field(self) -> str:
        """What ``reveal_value`` calls it."""
        return f"address:{self.kind_code}"


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as the page shows them. ``read_as``: the file that this one was merged into."""

    uid: UUID
    name: str
    relation: str
    relation_code: str
    sex: str
    birth_on: date | None
    birth_precision: str
    age: int | None
    died_on: date | None
    id_kind: str
    id_masked: str
    region_code: str
    hukou_region_code: str
    living_region_code: str
    since: date
    until: date | None
    read_as: UUID | None
    phones: tuple[PhoneView, ...] = ()
    statuses: tuple[StatusView, ...] = ()
    consents: tuple[ConsentView, ...] = ()
    relatives: tuple[RelativeView, ...] = ()
    guardians: tuple[GuardianView, ...] = ()
    addresses: tuple[OwnAddressView, ...] = ()

    @property
    def is_split(self) -> bool:
        """人户分离: registered in one township, living in another; unknown is not split."""
        here, there = self.hukou_region_code[:9], self.living_region_code[:9]
        return bool(here and there and here != there)


@dataclass(frozen=True, slots=True)
class HouseholdFile:
    """Everything the people room knows of one household, for whoever is looking."""

    household: Household
    name: str
    head: MemberView | None
    members: tuple[MemberView, ...]
    former: tuple[MemberView, ...]
    address: AddressView | None
    openings: tuple[FileOpening, ...] = field(default=())
    may_edit: bool = False
    may_reveal: bool = False

    @property
    def open_statuses(self) -> list[tuple[MemberView, StatusView]]:
        """What members are known to be now."""
        return [
            (member, status)
            for member in self.members
            for status in member.statuses
            if status.is_open and status.value
        ]

    @property
    def pending_consents(self) -> list[tuple[MemberView, ConsentView]]:
        """What is still to be asked."""
        return [
            (member, consent)
            for member in self.members
            for consent in member.consents
            if consent.is_pending
        ]

    @property
    def given_consents(self) -> list[tuple[MemberView, ConsentView]]:
        """What was agreed to and not withdrawn."""
        return [
            (member, consent)
            for member in self.members
            for consent in member.consents
            if consent.given_on is not None and consent.withdrawn_on is None
        ]

    @property
    def has_kin(self) -> bool:
        """A member has relatives or guardians noted."""
        return any(member.relatives or member.guardians for member in self.members)
