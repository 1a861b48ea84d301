"""How a group is planned, phased and counted: pure functions over plain values, no database.

Faults are message keys of ``errors.MESSAGES``, so that rules stay free of Django.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

#: The phases of MZ/T 095-2017, in order.
PHASES = ("preparation", "forming", "transition", "maturity", "ending")
#: What textbooks and older ledgers call them (compendium §3.1: accept aliases).
PHASE_ALIASES = {
    "筹备": "preparation", "筹备期": "preparation", "准备": "preparation", "准备期": "preparation",
    "形成": "forming", "形成期": "forming", "开始": "forming", "开始期": "forming", "初期": "forming", "前期": "forming",
    "转折": "transition", "转折期": "transition", "中期": "transition", "冲突期": "transition",
    "成熟": "maturity", "成熟期": "maturity", "后期": "maturity", "工作期": "maturity", "发展期": "maturity",
    "结束": "ending", "结束期": "ending", "末期": "ending", "终结期": "ending",
}  # fmt: skip
#: A group of more is a course or an activity; a plan of more sessions is a slip of the finger. Typical are 6–12 and 4–8.
MOST_MEMBERS, MOST_SESSIONS = 200, 60
LONGEST_THEME = 60
Faults = dict[str, list[str]]


class Dates(Protocol):
    """A member's days in the group."""

    joined_on: date | None
    left_on: date | None


def read_phase(text: str) -> str | None:
    """The phase's code from a code, its name or an alias; None when it means nothing.

    >>> read_phase("maturity"), read_phase(" 成熟期 "), read_phase("后期"), read_phase("夏天")
    ('maturity', 'maturity', 'maturity', None)
    """
    word = text.strip()
    return word if word in PHASES else PHASE_ALIASES.get(word)


def suggest_phase(no: int, planned: int) -> str:
    """The phase in which session ``no`` of ``planned`` usually falls; the leader knows better and may change it.

    >>> [suggest_phase(no, 6) for no in range(1, 7)]
    ['forming', 'transition', 'maturity', 'maturity', 'maturity', 'ending']
    >>> suggest_phase(1, 1), suggest_phase(9, 6)
    ('forming', 'ending')
    """
    if no <= 1:
        return "forming"
    if no >= planned:
        return "ending"
    return "transition" if no - 1 <= planned / 4 else "maturity"


def is_expected(member: Dates, on: date) -> bool:
    """Whether a member belongs to the group on a day: from the day they joined to the day they left, both included."""
    return (
        member.joined_on is not None
        and member.joined_on <= on
        and (member.left_on is None or on <= member.left_on)
    )


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many members came out of how many that were expected, over one session or many. Guests are in neither."""

    came: int = 0
    expected: int = 0

    def __add__(self, other: Attendance) -> Attendance:
        return Attendance(self.came + other.came, self.expected + other.expected)

    @property
    def rate(self) -> float | None:
        """Per cent, from the two counts; None when nobody was expected.

        >>> Attendance(54, 60).rate, Attendance().rate
        (90.0, None)
        """
        return 100 * self.came / self.expected if self.expected else None


def attendance(present: Collection[UUID], members: Mapping[UUID, Dates], on: date) -> Attendance:
    """One session's attendance: of the members expected on ``on``, those who were there."""
    expected = {uid for uid, member in members.items() if is_expected(member, on)}
    return Attendance(len(expected.intersection(present)), len(expected))


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the plan's table, as somebody types it."""

    no: int
    theme: str
    planned_on: date | None = None


def check_plan(rows: Sequence[PlanRow]) -> list[str]:
    """What is wrong with a table of sessions: message keys, each once. Days may not run backwards."""
    faults = []
    if not rows:
        faults.append("no_sessions")
    if len(rows) > MOST_SESSIONS:
        faults.append("too_many_sessions")
    if sorted({row.no for row in rows}) != list(range(1, len(rows) + 1)):
        faults.append("session_numbers")
    if any(not row.theme.strip() for row in rows):
        faults.append("theme_needed")
    if any(len(row.theme) > LONGEST_THEME for row in rows):
        faults.append("theme_too_long")
    days = [row.planned_on for row in sorted(rows, key=lambda row: row.no) if row.planned_on]
    if days != sorted(days):
        faults.append("days_backwards")
    return faults


def check_session(
    *,
    no: int,
    phase: str,
    served_on: date,
    present: Iterable[UUID],
    members: Mapping[UUID, Dates],
    ended_on: date | None,
) -> Faults:
    """What is wrong with a session by the group's own rules; the service record's rules are checked with the record."""
    faults: Faults = {}
    if not 1 <= no <= MOST_SESSIONS:
        faults["no"] = ["session_number"]
    if phase not in PHASES:
        faults["phase"] = ["unknown_phase"]
    if any(uid not in members or not is_expected(members[uid], served_on) for uid in present):
        faults["present"] = ["not_a_member"]
    if ended_on is not None and served_on > ended_on:
        faults["served_on"] = ["after_the_end"]
    return faults


def check_ending(
    *, ended_on: date, last_held_on: date | None, today: date, replies: int, satisfied: int
) -> Faults:
    """What is wrong with a group's ending."""
    faults: Faults = {}
    if ended_on > today:
        faults["ended_on"] = ["end_in_future"]
    elif last_held_on is not None and ended_on < last_held_on:
        faults["ended_on"] = ["end_before_last_session"]
    if satisfied > replies:
        faults["satisfied"] = ["more_satisfied_than_replies"]
    return faults
