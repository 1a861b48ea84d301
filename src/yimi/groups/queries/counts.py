"""个, 节, 人次, 人 of group work in a period, counted from the service records that stand.

A group is 1 个 however many sessions it held; a session held is 1 节; everyone there is 1 人次 each time; 人 are the
residents who came by name, each once. 个 and 人 are distinct counts: never added over periods or units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.groups.models import GroupEnding, GroupSession, GroupStatus
from yimi.services.models import Participant
from yimi.services.models.record import Method, Presence
from yimi.services.queries.figures import figure_records


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """``groups``: held a session in the period; ``started``: held their first; ``finished``: closed in it."""

    groups: int = 0
    started: int = 0
    finished: int = 0
    sessions: int = 0
    person_times: int = 0
    persons: int = 0


def group_counts(
    actor: Actor, *, first: date, last: date, unit_uids: list[UUID] | None = None
) -> GroupCounts:
    """The counts from ``first`` to ``last``, both included, where the actor may see figures. Six queries."""
    everything = figure_records(actor, first=date.min, last=last, unit_uids=unit_uids).filter(
        method=Method.GROUP_SESSION, number__in=_standing().values("record_number")
    )
    records = everything.filter(served_on__gte=first)
    sums = records.order_by().aggregate(sessions=Count("pk"), times=Sum("person_times", default=0))
    came = Participant.objects.filter(record__in=records.values("pk"), presence=Presence.SERVED)
    active = _standing().filter(record_number__in=records.values("number"))
    earlier = _standing().filter(
        record_number__in=everything.filter(served_on__lt=first).values("number")
    )
    return GroupCounts(
        groups=_distinct(active, "group"),
        started=_distinct(active.exclude(group__in=earlier.values("group")), "group"),
        finished=_finished(actor, first, last, unit_uids),
        sessions=sums["sessions"],
        person_times=sums["times"],
        persons=_distinct(came, "resident"),
    )


def _standing() -> QuerySet[GroupSession]:
    """Sessions that were not taken back; whether they were held, their record says."""
    return GroupSession.objects.filter(voided_at=None)


def _distinct(rows: QuerySet[Any], field: str) -> int:
    return int(rows.order_by().aggregate(n=Count(field, distinct=True))["n"])


def _finished(actor: Actor, first: date, last: date, unit_uids: list[UUID] | None) -> int:
    endings = GroupEnding.objects.current().filter(
        scope_condition(
            actor, "services.view_figures", unit="group__unit_id", region="group__unit__region_code"
        ),
        group__status=GroupStatus.CLOSED,
        ended_on__gte=first,
        ended_on__lte=last,
    )
    if unit_uids is not None:
        endings = endings.filter(group__unit__in=unit_uids)
    return endings.count()
