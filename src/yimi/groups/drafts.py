"""What somebody types before it is checked: a group to plan, its ending, a session that was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from yimi.core.ids import new_uid
from yimi.groups.models import GoalResult
from yimi.groups.rules import PlanRow


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """A group about to be planned. ``leader_uids``: workers, the one who leads first."""

    unit_uid: UUID
    title: str
    kind: str
    item_code: str
    starts_on: date
    capacity: int
    sessions: Sequence[PlanRow]
    leader_uids: Sequence[UUID]
    place: str = ""
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSession:
    """A session that was held: who came by tap list, guests without names by band.

    ``record_uid`` is the service record's own uid, made with the form: sent twice, it is saved once.
    ``worker_uids``: who led it, the lead first.
    """

    group_uid: UUID
    no: int
    phase: str
    served_on: date
    minutes: int
    present: Sequence[UUID]
    worker_uids: Sequence[UUID]
    starts_at: time | None = None
    guests: Mapping[str, int] = field(default_factory=dict)
    record_uid: UUID = field(default_factory=new_uid)
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingDraft:
    """How a group ended; money in fen."""

    ended_on: date
    reason: str
    goal_result: str = GoalResult.NOT_ASSESSED
    replies: int = 0
    satisfied: int = 0
    cost_fen: int | None = None
