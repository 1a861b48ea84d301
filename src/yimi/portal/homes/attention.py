"""Which stations need a hand first: pure rules over figures, no database.

Workers are never ranked; a station is named when something is missing that somebody can do something about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

SILENT_DAYS = 30
OVERDUE_SHARE = 0.2
OVERDUE_LEAST = 5
LATE_SHARE = 0.3
LATE_LEAST = 5
#: The coverage ladder, the lowest rung first.
RUNGS = ("plated", "staffed", "professional", "regular")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a station lacks. ``weight`` orders: danger 3, soon 2, worth a look 1."""

    kind: str
    weight: int
    amount: int = 0


@dataclass(slots=True)
class StationState:
    """What is known of a station on a day."""

    uid: UUID
    name: str
    number: str
    region_code: str
    workers: int = 0
    certified: int = 0
    days_unstaffed: int | None = 0
    last_served_on: date | None = None
    weeks_served: int = 0
    #: So many weeks in a row with a service are “regular” (常态化); a place sets its own (``services.parameters``).
    regular_weeks: int = 4
    overdue: int = 0
    due: int = 0
    households: int = 0
    records: int = 0
    late: int = 0
    #: What it did in the month, as the facts count it; empty while there are none.
    figures: Mapping[str, int] = field(default_factory=dict)

    @property
    def short_name(self) -> str:
        """As a table of stations calls it: without 社工站, which all of them are."""
        return self.name.removesuffix("社工站") or self.name

    def figure(self, key: str) -> int:
        """A figure of the month."""
        return self.late if key == "late" else self.figures.get(key, 0)

    @property
    def rung(self) -> str:
        """The highest rung of the coverage ladder that holds: plated → staffed → professional → regular."""
        if not self.workers:
            return "plated"
        if not self.certified:
            return "staffed"
        return "regular" if self.weeks_served >= self.regular_weeks else "professional"


def needs_of(state: StationState, on: date) -> list[Need]:
    """What this station needs, the gravest first."""
    needs: list[Need] = []
    if not state.workers:
        needs.append(Need("unstaffed", 3, state.days_unstaffed or 0))
    silent = (on - state.last_served_on).days if state.last_served_on else None
    if silent is None:
        needs.append(Need("never_served", 3))
    elif silent >= SILENT_DAYS:
        needs.append(Need("silent", 3, silent))
    if state.overdue >= OVERDUE_LEAST and state.overdue >= OVERDUE_SHARE * max(1, state.due):
        needs.append(Need("overdue", 2, state.overdue))
    if state.workers and not state.certified:
        needs.append(Need("uncertified", 2, state.workers))
    if state.late >= LATE_LEAST and state.late >= LATE_SHARE * max(1, state.records):
        needs.append(Need("late", 1, state.late))
    return sorted(needs, key=lambda need: (-need.weight, -need.amount))


def most_in_need(
    states: list[StationState], on: date, *, limit: int
) -> list[tuple[StationState, list[Need]]]:
    """Stations that need something, the gravest first; ties in order of number, so that the list is steady."""
    found = [(state, needs) for state in states if (needs := needs_of(state, on))]
    found.sort(
        key=lambda pair: (-sum(need.weight for need in pair[1]), -pair[1][0].weight, pair[0].number)
    )
    return found[:limit]


def ladder(states: list[StationState]) -> dict[str, int]:
    """How many stations stand on each rung or above it."""
    return {
        rung: sum(RUNGS.index(state.rung) >= RUNGS.index(rung) for state in states)
        for rung in RUNGS
    }


def stuck_below(states: list[StationState]) -> dict[str, list[str]]:
    """For each rung the stations that stand right below it: whom one would have to help to fill it."""
    return {
        rung: [state.short_name for state in states if number and state.rung == RUNGS[number - 1]]
        for number, rung in enumerate(RUNGS)
    }


_RED = {"unstaffed", "never_served", "silent"}


def tag_class(need: Need) -> Any:
    """Red for danger or an empty post, warm for what needs somebody."""
    return "r" if need.kind in _RED else "w"
