"""What somebody types before it is checked: an activity to plan, and what was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from yimi.activities.models import ActivityKind
from yimi.activities.rules import Line
from yimi.core.ids import new_uid


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """A co-organiser: an authority on file, or only a name."""

    name: str
    authority_uid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity about to be planned."""

    unit_uid: UUID
    title: str
    item_code: str
    planned_on: date
    place: str
    expected: int
    kind: str = ActivityKind.COMMUNITY
    starts_at: time | None = None
    partners: Sequence[PartnerDraft] = ()
    budget: Sequence[Line] = ()
    uid: UUID = field(default_factory=new_uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldActivity:
    """An activity that was held: the confirmed heads by band, and residents who were there by name (not in the bands).

    ``record_uid`` is the service record's own uid, made with the form: sent twice, it is saved once.
    ``worker_uids``: who held it, the lead first. ``served_region_code``: where, when it was not the unit's own place.
    """

    activity_uid: UUID
    served_on: date
    minutes: int
    worker_uids: Sequence[UUID]
    head_counts: Mapping[str, int] = field(default_factory=dict)
    present: Sequence[UUID] = ()
    starts_at: time | None = None
    served_region_code: str = ""
    record_uid: UUID = field(default_factory=new_uid)
