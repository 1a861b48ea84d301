"""The list of groups: filtered, newest first, with the same number of queries for three rows and thirty."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.groups.access import visible_groups
from yimi.groups.models import GroupLeader, PlannedSession, SocialGroup
from yimi.groups.queries.held import held_sessions
from yimi.services.planned import PlannedFilter

#: A word of the filter → the states it stands for.
TOGETHER = {"open": ("planned", "running")}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row: how many sessions were held of how many planned, how many 人次, who leads."""

    group: SocialGroup
    held: int
    planned: int
    person_times: int
    leader: str


def list_groups(
    actor: Actor, chosen: PlannedFilter, *, before: str = "", after: str = ""
) -> tuple[list[GroupRow], Page[SocialGroup]]:
    """A page of groups. Six queries."""
    page = page_of(
        visible_groups(actor).filter(chosen.condition(TOGETHER)).select_related("unit"),
        by="starts_on",
        key="uid",
        before=before,
        after=after,
        newest_first=True,
    )
    uids = [group.pk for group in page.rows]
    held = held_sessions(uids)
    planned: dict[UUID, int] = dict.fromkeys(uids, 0)
    for uid in (
        PlannedSession.objects.current().filter(group__in=uids).values_list("group_id", flat=True)
    ):
        planned[uid] += 1
    leaders = dict(
        GroupLeader.objects.current()
        .filter(group__in=uids, is_lead=True, ends_on=None)
        .values_list("group_id", "worker__name")
    )
    rows = [
        GroupRow(
            group=group,
            held=len(held[group.pk]),
            planned=planned[group.pk],
            person_times=sum(one.record.person_times for one in held[group.pk]),
            leader=leaders.get(group.pk, ""),
        )
        for group in page.rows
    ]
    return rows, page
