"""A station's professional work before it is written: which cases and groups, with whom, on which days. Pure functions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

from yimi.demo.calendar import is_closed
from yimi.demo.households import Home, Person
from yimi.demo.records import Entry, Year
from yimi.demo.seeds import some, uid_at
from yimi.demo.visits import CHILD_KINDS, Station, clock_time, instant, next_open
from yimi.services.models.record import Method
from yimi.services.rules import NewRecord

#: Before how many days a station's cases began: one of every stage, and some that are over.
BEGINNINGS = (4, 17, 44, 79, 165, 250)
#: Meetings with a client lie so many days apart.
APART = range(9, 13)
#: The station's last activities and consultations that are followed up in their own rooms.
ACTIVITIES, CONSULTATIONS = 3, 4
LONGEST_CASE = 8
OLD, GROWN, SCHOOL = 65, 18, 8


@lru_cache(maxsize=1)
def practice() -> dict[str, Any]:
    """The shipped stories."""
    return tomllib.loads((files("yimi.demo") / "data" / "practice.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of a case: its day, who holds it, and how long it takes."""

    uid: UUID
    on: date
    worker_uid: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A case with its meetings. ``is_over``: it came to its end before the day the demo is made for."""

    uid: UUID
    home: Home
    client: Person
    story: str
    meetings: tuple[Meeting, ...]
    is_over: bool

    @property
    def opened_on(self) -> date:
        """The first meeting is the intake."""
        return self.meetings[0].on


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group: who was taken, on which days it meets, and how many of these have been."""

    uid: UUID
    theme: Mapping[str, Any]
    members: tuple[UUID, ...]
    days: tuple[date, ...]
    held: int
    leaders: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """What was taken out of a year of records, to be written through the rooms of professional work."""

    activities: tuple[NewRecord, ...]
    consultations: tuple[NewRecord, ...]


def last_open(day: date) -> date:
    """``day``, or the weekday before it on which the station was open."""
    while is_closed(day) or day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def split_year(year: Year) -> tuple[Year, Practice]:
    """The year without the records that belong to a case or a group, and without the last activities and consultations.

    Casework and group work without a case or a group are left out: both are planned anew, each with its own.
    """
    records = [record for entry in year.entries for record in entry.records]
    activities = _last(records, Method.ACTIVITY, ACTIVITIES)
    consultations = _last(records, Method.CONSULTATION, CONSULTATIONS)
    taken = {record.uid for record in (*activities, *consultations)}
    kept = tuple(_without(year.entries, taken))
    there = {record.uid for entry in kept for record in entry.records}
    mendings = tuple(mending for mending in year.mendings if mending.record_uid in there)
    return Year(kept, mendings), Practice(activities, consultations)


def _last(records: Iterable[NewRecord], method: str, count: int) -> tuple[NewRecord, ...]:
    found = [record for record in records if record.method == method]
    return tuple(sorted(found, key=lambda record: (record.served_on, record.uid))[-count:])


def _without(entries: Iterable[Entry], taken: set[UUID]) -> Iterable[Entry]:
    planned = {Method.CASE_SESSION, Method.GROUP_SESSION}
    for entry in entries:
        records = tuple(
            record
            for record in entry.records
            if record.uid not in taken and record.method not in planned
        )
        if records:
            yield replace(entry, records=records)


def plan_cases(rng: Random, station: Station, *, first: date, on: date) -> list[CasePlan]:
    """The station's cases, the newest first; none where nobody works."""
    plans: list[CasePlan] = []
    used: set[UUID] = set()
    for ago in BEGINNINGS[: 3 + len(station.posts)]:
        begin = last_open(on - timedelta(days=ago))
        known = [home for home in station.homes if home.opened_on <= begin and home.uid not in used]
        found = _client(rng, known, begin, len(plans)) if begin >= first else None
        if found is None or not station.on_duty(begin):
            continue
        home, client, story = found
        used.add(home.uid)
        meetings = tuple(
            _meetings(rng, station, begin, on, most=rng.randrange(6, LONGEST_CASE + 1))
        )
        # some days pass between the last meeting and the closing
        is_over = len(meetings) > 5 and (on - meetings[-1].on).days > 18
        uid = uid_at(rng, instant(begin, clock_time(rng, begin)))
        plans.append(CasePlan(uid, home, client, story, meetings, is_over))
    return plans


def _client(
    rng: Random, homes: list[Home], on: date, number: int
) -> tuple[Home, Person, str] | None:
    """Somebody whom a story fits; the stories take turns."""
    stories = list(WHO)
    turn = stories[number % len(stories) :] + stories[: number % len(stories)]
    for story in turn:
        fitting = [(home, who) for home in homes if (who := WHO[story](home, on)) is not None]
        if fitting:
            home, who = rng.choice(fitting)
            return home, who, story
    return None


def _elder(home: Home, on: date) -> Person | None:
    if any(GROWN <= person.age(on) < OLD for person in home.present):
        return None
    return next((person for person in home.present if person.age(on) >= OLD), None)


def _child(home: Home, on: date) -> Person | None:
    fitting = [p for p in home.present if SCHOOL <= p.age(on) < 15 and p.has("left_behind_child")]
    return fitting[0] if fitting and any(p.age(on) >= GROWN for p in home.present) else None


def _disabled(home: Home, on: date) -> Person | None:
    fitting = [p for p in home.present if GROWN <= p.age(on) < OLD and p.has("disabled")]
    return fitting[0] if fitting and len(home.present) > 1 else None


def _family(home: Home, on: date) -> Person | None:
    if len(home.present) < 2 or not home.has("dibao", "near_dibao", "poverty_return_watch"):
        return None
    return next((p for p in home.present if 30 <= p.age(on) < 60 and not p.has("disabled")), None)


WHO: dict[str, Callable[[Home, date], Person | None]] = {
    "elder": _elder, "child": _child, "disabled": _disabled, "family": _family,
}  # fmt: skip


def _meetings(
    rng: Random, station: Station, begin: date, on: date, *, most: int
) -> Iterable[Meeting]:
    """A meeting every ten days or so, with the same worker while they are there."""
    day, worker = begin, rng.choice(station.on_duty(begin))
    for _number in range(most):
        day = next_open(day)
        on_duty = station.on_duty(day)
        if day >= on or not on_duty:
            return
        worker = worker if worker in on_duty else on_duty[0]
        yield Meeting(
            uid_at(rng, instant(day, clock_time(rng, day))),
            day,
            worker,
            rng.choice((40, 45, 50, 60)),
        )
        day += timedelta(days=rng.choice(APART))


def plan_groups(rng: Random, station: Station, *, first: date, on: date) -> list[GroupPlan]:
    """A group of children in the long holiday, which is over, and one of old people that is running."""
    summer = date(on.year if (on.month, on.day) > (8, 20) else on.year - 1, 7, 8)
    themes = practice()["group"]
    elder = themes[0] if station.uid.int % 2 else themes[2]
    plans = [
        _group(rng, station, themes[1], begin=next_open(max(summer, first)), on=on),
        _group(rng, station, elder, begin=last_open(on - timedelta(days=26)), on=on),
    ]
    return [plan for plan in plans if plan is not None]


def _group(
    rng: Random, station: Station, theme: Mapping[str, Any], *, begin: date, on: date
) -> GroupPlan | None:
    people = (_children if theme["who"] == "child" else _elders)(station, begin)
    members, on_duty = tuple(some(rng, people, 11)), station.on_duty(begin)
    if len(members) < 4 or not on_duty:
        return None
    days = [next_open(begin + timedelta(days=7 * number)) for number in range(len(theme["themes"]))]
    held = sum(day < on and on_duty[0] in station.on_duty(day) for day in days)
    uid = uid_at(rng, instant(begin, clock_time(rng, begin)))
    return GroupPlan(uid, theme, members, tuple(days), held, tuple(on_duty[:2]))


def _children(station: Station, day: date) -> list[UUID]:
    return _people(station, day, lambda p: 8 <= p.age(day) < 14 and p.has(*CHILD_KINDS))


def _elders(station: Station, day: date) -> list[UUID]:
    return _people(station, day, lambda p: 60 <= p.age(day) < 78)


def _people(station: Station, day: date, fits: Callable[[Person], bool]) -> list[UUID]:
    homes = [home for home in station.homes if home.opened_on <= day]
    return [person.uid for home in homes for person in home.present if fits(person)]
