"""What callers hand to the actions: a new case, a session, a goal, a follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from yimi.cases.choices import GoalKind, Risk, SessionKind, Source
from yimi.cases.models import Case
from yimi.core.ids import new_uid
from yimi.people.models import Household, Resident
from yimi.stations.models import ServiceUnit


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to be opened. ``owner_uid`` empty: the actor's own worker. ``uid`` may be made by the client."""

    unit: ServiceUnit
    resident: Resident
    source: str = Source.OUTREACH
    household: Household | None = None
    opened_on: date | None = None
    owner_uid: UUID | None = None
    level: str = ""
    risk: str = Risk.UNKNOWN
    previous: Case | None = None
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True)
class NewSession:
    """One meeting with the client. ``uid`` is made by the client, so that sending twice is saving once.

    ``present`` are the residents met (the client when empty), ``collateral`` those only spoken about; ``progress``
    maps a goal's line to its status. ``worker_uids`` empty: the actor's own worker.
    """

    case: Case
    served_on: date
    minutes: int
    item_code: str
    kind: str = SessionKind.INTERVIEW
    note: str = ""
    present: Sequence[UUID] = ()
    collateral: Sequence[UUID] = ()
    worker_uids: Sequence[UUID] = ()
    starts_at: time | None = None
    next_on: date | None = None
    progress: Mapping[UUID, str] = field(default_factory=dict)
    effects: Sequence[str] = ()
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal to be reached, by what one would see it, and the problem it answers to."""

    text: str
    measure: str = ""
    kind: str = GoalKind.SPECIFIC
    target_on: date | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NewScale:
    """A tool used with this client, with its first score."""

    name: str
    lowest: Decimal
    highest: Decimal
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A contact after closing. ``minutes`` count when somebody was reached; ``next_on`` empty ends the follow-up."""

    followed_on: date
    mode: str
    state: str
    minutes: int = 0
    item_code: str = ""
    has_new_needs: bool = False
    advises_reopening: bool = False
    next_on: date | None = None
    uid: UUID = field(default_factory=new_uid)
