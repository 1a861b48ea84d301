"""Referrals and resource links about to be opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.people.models import Household, Resident
from yimi.referrals.models import ReceiverKind
from yimi.stations.models import Authority, ServiceUnit
from yimi.workforce.models import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class ForWhom:
    """Whom it is for and who looks after it. ``household`` or ``resident``, or both; ``case_uid`` when it hangs on a case."""

    unit: ServiceUnit
    worker: Worker
    household: Household | None = None
    resident: Resident | None = None
    case_uid: UUID | None = None

    @property
    def key(self) -> DataKey:
        """The person's key, else the household's."""
        holder = self.resident or self.household
        if holder is None:
            raise ValueError("for nobody")
        return holder.key


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverDraft:
    """The receiving body: ``unit``, ``authority``, or the name and contact of one outside."""

    kind: str = ReceiverKind.OUTSIDE
    unit: ServiceUnit | None = None
    authority: Authority | None = None
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDraft:
    """A referral before anybody was asked. ``uid`` may come from the form, so that sending twice is opening once."""

    whom: ForWhom
    reason: str
    receiver: ReceiverDraft
    shared: Collection[str]
    text: str = ""
    opened_on: date | None = None
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDraft:
    """A need for which a resource is looked for."""

    whom: ForWhom
    need: str
    kind: str
    requested_on: date
    text: str = ""
    uid: UUID = field(default_factory=new_uid)
