"""场 and 人次 of activities in a period, counted from the service records that stand.

Every activity held is 1 场, whether it was planned here or recorded on the spot; 团体活动 are told apart from 社区活动, and
neither is ever a group (个) or a group's session (节).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from yimi.activities.models import Activity, ActivityKind
from yimi.core.actor import Actor
from yimi.services.models.record import Method
from yimi.services.queries.figures import figure_records


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """``events`` = ``community`` + ``mass``, in 场; ``person_times`` of all of them, ``mass_person_times`` of those."""

    events: int = 0
    community: int = 0
    mass: int = 0
    person_times: int = 0
    mass_person_times: int = 0


def activity_counts(
    actor: Actor, *, first: date, last: date, unit_uids: list[UUID] | None = None
) -> ActivityCounts:
    """The counts from ``first`` to ``last``, both included, where the actor may see figures. Two queries.

    ``events`` agrees with the figure 活动 of ``services.queries.figures`` by construction: the same records.
    """
    records = figure_records(actor, first=first, last=last, unit_uids=unit_uids)
    records = records.filter(method=Method.ACTIVITY).order_by()
    summed = {"n": Count("pk"), "times": Sum("person_times", default=0)}
    every = records.aggregate(**summed)
    mass = records.filter(
        number__in=Activity.objects.filter(kind=ActivityKind.MASS).values("record_number")
    ).aggregate(**summed)
    return ActivityCounts(
        events=every["n"],
        community=every["n"] - mass["n"],
        mass=mass["n"],
        person_times=every["times"],
        mass_person_times=mass["times"],
    )
