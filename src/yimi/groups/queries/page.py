"""A group's page: its table with what was held, its members with how often they came, what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from yimi.core import clock
from yimi.groups.models import (
    GroupEnding,
    GroupLeader,
    GroupMember,
    Phase,
    PlannedSession,
    Screening,
    SocialGroup,
)
from yimi.groups.queries.held import Held, held_sessions
from yimi.groups.rules import Attendance, attendance, is_expected, suggest_phase


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A row of the table: planned, held, or both. ``is_due``: its day has come and it was not held."""

    no: int
    theme: str
    planned_on: date | None
    held: Held | None
    came: Attendance
    is_due: bool


class Mark(StrEnum):
    """A cell of the attendance grid."""

    CAME = "came"
    MISSED = "missed"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member, how often they came out of how often they were expected, and their cells of the grid."""

    member: GroupMember
    came: Attendance
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Everything a group's page shows. ``persons``: residents who came by name, each once."""

    group: SocialGroup
    rows: list[SessionRow]
    held: list[Held]
    members: list[MemberRow]
    others: list[GroupMember]
    leaders: list[GroupLeader]
    ending: GroupEnding | None
    phase: str
    next_no: int
    came: Attendance
    person_times: int
    persons: int

    @property
    def next_row(self) -> SessionRow | None:
        """The planned session that comes next."""
        return next((row for row in self.rows if row.no == self.next_no), None)

    @property
    def planned(self) -> int:
        """How many sessions the plan has."""
        return sum(row.planned_on is not None or row.theme != "" for row in self.rows)


def group_view(group: SocialGroup) -> GroupView:
    """Seven queries, whatever the number of members and sessions. The caller has fetched ``group`` through ``access``."""
    held = held_sessions([group.pk])[group.pk]
    listed = list(
        group.members.current()
        .select_related("resident")
        .order_by("joined_on", "recorded_at", "uid")
    )
    taken = [row for row in listed if row.screening == Screening.ACCEPTED]
    by_resident = {row.resident_id: row for row in taken}
    each = {
        one.session.no: attendance(one.present, by_resident, one.record.served_on) for one in held
    }
    rows = _rows(group.plan.current().order_by("no"), held, each)
    free = [row.no for row in rows if row.held is None]
    next_no = free[0] if free else len(rows) + 1
    return GroupView(
        group=group,
        rows=rows,
        held=held,
        members=[_member(row, held) for row in taken],
        others=[row for row in listed if row.screening != Screening.ACCEPTED],
        leaders=leaders_on(group, clock.today()),
        ending=group.endings.current().first(),
        phase=held[-1].session.phase if held else Phase.PREPARATION,
        next_no=next_no,
        came=sum(each.values(), Attendance()),
        person_times=sum(one.record.person_times for one in held),
        persons=len({uid for one in held for uid in one.present}),
    )


def _rows(
    plan: Iterable[PlannedSession], held: Sequence[Held], each: dict[int, Attendance]
) -> list[SessionRow]:
    planned = {row.no: row for row in plan}
    done = {one.session.no: one for one in held}
    today = clock.today()
    rows = []
    for no in sorted(planned.keys() | done.keys()):
        row, one = planned.get(no), done.get(no)
        day = row.planned_on if row else None
        rows.append(
            SessionRow(
                no=no,
                theme=row.theme if row else "",
                planned_on=day,
                held=one,
                came=each.get(no, Attendance()),
                is_due=one is None and day is not None and day <= today,
            )
        )
    return rows


def _member(member: GroupMember, held: Sequence[Held]) -> MemberRow:
    marks = []
    came = Attendance()
    for one in held:
        if not is_expected(member, one.record.served_on):
            marks.append(Mark.NOT_YET)
            continue
        was_there = member.resident_id in one.present
        marks.append(Mark.CAME if was_there else Mark.MISSED)
        came += Attendance(int(was_there), 1)
    return MemberRow(member, came, tuple(marks))


def leaders_on(group: SocialGroup, on: date) -> list[GroupLeader]:
    """Who leads the group on a day, the lead first; before its first day, who will. One query."""
    rows = group.leaders.on(max(on, group.starts_on))
    return list(rows.select_related("worker").order_by("-is_lead", "recorded_at", "uid"))


@dataclass(frozen=True, slots=True)
class SessionStart:
    """What the session's form presets: number, theme, phase, day, who may be tapped, who leads."""

    no: int
    theme: str
    phase: str
    day: date
    members: list[GroupMember]
    leaders: list[GroupLeader]


def session_start(group: SocialGroup, no: int | None = None) -> SessionStart:
    """Everything known before session ``no`` (the next one) is recorded. At most six queries."""
    plan = {row.no: row for row in group.plan.current()}
    if no is None:
        done = {one.session.no for one in held_sessions([group.pk])[group.pk]}
        no = next(n for n in range(1, len(plan) + len(done) + 2) if n not in done)
    row, today = plan.get(no), clock.today()
    day = row.planned_on if row and row.planned_on and row.planned_on <= today else today
    return SessionStart(
        no=no,
        theme=row.theme if row else "",
        phase=suggest_phase(no, len(plan)),
        day=day,
        members=tappable(group, day),
        leaders=leaders_on(group, day),
    )


def tappable(group: SocialGroup, day: date, present: Iterable[UUID] = ()) -> list[GroupMember]:
    """The members who may be tapped on ``day``: expected then or today, or already present. One query."""
    there, today = set(present), clock.today()
    rows = group.members.current().filter(screening=Screening.ACCEPTED).select_related("resident")
    return [
        row
        for row in rows.order_by("joined_on", "recorded_at", "uid")
        if is_expected(row, day) or is_expected(row, today) or row.resident_id in there
    ]
