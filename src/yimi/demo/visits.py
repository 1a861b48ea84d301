"""A year of home visits and calls of one station: who is due when, who is met, what is written. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from yimi.demo.calendar import VISITS, Season, is_closed, lunar_day, season_of
from yimi.demo.households import EVERY, Home, Person, Tier
from yimi.demo.seeds import uid_at, weighted
from yimi.demo.stories import short_note, visit_note
from yimi.services.rules import NewRecord

#: A visit that fell through is tried again within so many days.
LONGEST_DELAY = 25
CHILD_KINDS = (
    "left_behind_child", "child_in_difficulty", "orphan", "de_facto_unsupported_child",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A worker at the station from a day to a day."""

    worker_uid: UUID
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the worker is there on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Station:
    """What the records of one unit need to know. ``coverage``: the share of due visits that are made.

    ``pace``: 2 halves the work of every kind; the demo county goes at 1, a province at its own.
    """

    uid: UUID
    region_code: str
    town: str
    posts: tuple[Post, ...]
    homes: list[Home] = field(repr=False)
    coverage: float = 0.92
    pace: float = 1.0

    def on_duty(self, day: date) -> list[UUID]:
        """The workers there on ``day``."""
        return [post.worker_uid for post in self.posts if post.holds(day)]


def clock_time(rng: Random, day: date) -> time:
    """When work starts: mornings more than afternoons, afternoons later in summer."""
    hour = weighted(rng, {8: 12, 9: 30, 10: 24, 11: 6, 14: 6, 15: 22, 16: 18, 17: 4})
    return time(hour + (hour > 12 and 6 <= day.month <= 8), rng.choice((0, 5, 10, 20, 30, 40, 50)))


def instant(day: date, start: time) -> datetime:
    """The moment in UTC; China is eight hours ahead."""
    return datetime.combine(day, start, UTC) - timedelta(hours=8)


def next_open(day: date) -> date:
    """``day``, or the next weekday on which the station is open."""
    while is_closed(day) or day.weekday() > 4:
        day += timedelta(days=1)
    return day


def year_of_visits(rng: Random, station: Station, first: date, last: date) -> Iterator[NewRecord]:
    """Every visit and call to the station's households from ``first`` to ``last``."""
    for home in station.homes:
        begin = max(first, home.opened_on)
        if begin <= last and (home.tier != Tier.YEARLY or rng.random() < 0.18):
            yield from _visits_to(rng, station, home, begin, last)


def _visits_to(
    rng: Random, station: Station, home: Home, first: date, last: date
) -> Iterator[NewRecord]:
    every, keeper = round(EVERY[home.tier] * station.pace), rng.random()
    due = first + timedelta(days=rng.randrange(every))
    yield from _new_year_visit(rng, station, home, keeper, span=(first, last))
    while due <= last and (day := next_open(due)) <= last:
        on_duty = station.on_duty(day)
        # the harvest puts off only what can wait
        waits = 1.0 if every < 30 else min(1.0, VISITS[season_of(day)])
        if not on_duty or rng.random() > station.coverage * waits:
            due += timedelta(days=min(max(5, round(every * rng.uniform(0.3, 0.8))), LONGEST_DELAY))
            continue
        record = _visit(rng, station, home, day, _workers(rng, on_duty, keeper))
        yield record
        if record.outcome == "not_met":
            due = day + timedelta(days=rng.randrange(2, 6))
            if rng.random() < 0.35:
                yield from _call(rng, station, home, next_open(due), last)
            continue
        if every <= 14 and rng.random() < 0.3:
            yield from _call(rng, station, home, next_open(day + timedelta(days=4)), last)
        planned = record.next_due_on or day + timedelta(days=every)
        if planned > last:
            return
        due = planned + timedelta(days=rng.randrange(-3, 2) if every > 7 else 0)


def _workers(rng: Random, on_duty: list[UUID], keeper: float) -> list[UUID]:
    """Each household has its worker, who now and then takes a colleague along."""
    lead = on_duty[int(keeper * len(on_duty))]
    if len(on_duty) > 1 and rng.random() < 0.22:
        return [lead, rng.choice([uid for uid in on_duty if uid != lead])]
    return [lead]


def _new_year_visit(
    rng: Random, station: Station, home: Home, keeper: float, *, span: tuple[date, date]
) -> Iterator[NewRecord]:
    """In the three weeks before 春节 many are called on beside their turn, with couplets and a look at the stove."""
    if home.tier in (Tier.WEEKLY, Tier.FORTNIGHTLY) or rng.random() > station.coverage * 0.32:
        return
    first, last = span
    for year in (first.year, last.year):
        day = next_open(lunar_day(year, 1, 1) - timedelta(days=rng.randrange(4, 21)))
        if first <= day <= last and (on_duty := station.on_duty(day)):
            yield _visit(rng, station, home, day, _workers(rng, on_duty, keeper))
            return


def _visit(rng: Random, station: Station, home: Home, day: date, workers: list[UUID]) -> NewRecord:
    season, start = season_of(day), clock_time(rng, day)
    missed = 0.13 if season in (Season.WHEAT, Season.MAIZE) else 0.055
    every = round(EVERY[home.tier] * station.pace)
    common: dict[str, Any] = {
        "uid": uid_at(rng, instant(day, start)),
        "unit_uid": station.uid,
        "method": "home_visit",
        "served_on": day,
        "starts_at": start,
        "household_uid": home.uid,
        "worker_uids": tuple(workers),
    }
    met = people_met(rng, home, day)
    if not met or rng.random() < missed:
        note = short_note(rng, "not_met", home)
        return NewRecord(
            **common, item_code=item_for(rng, home), minutes=rng.choice((5, 10, 15)),
            outcome="not_met", note=note, next_due_on=day + timedelta(days=7) if home.tier != Tier.YEARLY else None,
        )  # fmt: skip
    due = None
    if home.tier != Tier.YEARLY and rng.random() < 0.95:
        due = day + timedelta(days=every + (rng.randrange(-2, 3) if every > 7 else 0))
    participants = {person.uid: "served" for person in met}
    if rng.random() < 0.12:
        participants |= {person.uid: "collateral" for person in home.members if person.is_away}
    item = item_for(rng, home)
    return NewRecord(
        **common,
        item_code=item,
        minutes=rng.choice((20, 25, 30, 30, 35, 40, 45, 50, 60)),
        note=visit_note(rng, home, met, season, day.year) if rng.random() < 0.82 else "",
        participants=participants,
        further_items=_further(rng, home, item),
        changes=_changes(rng),
        effects=_effects(rng),
        next_due_on=due,
    )


def people_met(rng: Random, home: Home, day: date) -> list[Person]:
    """Who is at home: the old and those cared for nearly always, others in part; nobody before their birth."""
    met = [
        person
        for person in home.present
        if person.born_on < day and rng.random() < _at_home(person, day)
    ]
    return met[:5]


def _at_home(person: Person, day: date) -> float:
    age = person.age(day)
    if age >= 60:
        return 0.93
    if age < 18:
        return 0.75 if season_of(day) == Season.SUMMER else 0.35
    return 0.9 if person.has("disabled") else 0.5


def item_for(rng: Random, home: Home) -> str:
    """The item of the catalogue that a visit to this household mostly is."""
    if home.has(*CHILD_KINDS):
        return weighted(rng, {"CH2": 80, "CH1": 5, "CH3": 7, "CH6": 8})
    if home.has("elder_alone", "elder_empty_nest", "elder_left_behind", "elder_disabled_care"):
        return weighted(rng, {"EL2": 82, "EL3": 8, "EL5": 5, "EL6": 5})
    if home.has("tekun", "dibao", "near_dibao", "temporary_assistance"):
        return weighted(rng, {"SA5": 80, "SA4": 8, "SA7": 6, "SA6": 6})
    if home.has("disabled"):
        return weighted(rng, {"AF1": 88, "SA6": 12})
    return weighted(rng, {"SA1": 45, "SA2": 25, "EL1": 15, "CH1": 8, "GV1": 7})


def _further(rng: Random, home: Home, item: str) -> tuple[str, ...]:
    if rng.random() > 0.12:
        return ()
    more = rng.choice(("SA2", "EL6", "CH5") if home.has(*CHILD_KINDS) else ("SA2", "EL6", "AF1"))
    return (more,) if more != item else ()


def _changes(rng: Random) -> tuple[str, ...]:
    code = weighted(rng, {"": 38, "none": 45, "health": 8, "care": 3, "income": 2, "need": 4})
    return (code,) if code else ()


def _effects(rng: Random) -> tuple[str, ...]:
    code = weighted(
        rng,
        {"": 55, "comfort": 22, "hardship": 9, "relations": 6, "empowerment": 4, "inclusion": 4},
    )
    return (code,) if code else ()


def _call(rng: Random, station: Station, home: Home, day: date, last: date) -> Iterator[NewRecord]:
    """A phone call to somebody of the household, by whoever is at the station."""
    people = [person for person in home.members if person.age(day) >= 16]
    on_duty = station.on_duty(day)
    if day > last or not on_duty or not people:
        return
    start = clock_time(rng, day)
    yield NewRecord(
        uid=uid_at(rng, instant(day, start)),
        unit_uid=station.uid,
        method="phone",
        item_code="EL3" if home.has("elder_alone") else item_for(rng, home),
        served_on=day,
        starts_at=start,
        minutes=rng.choice((5, 8, 10, 15)),
        household_uid=home.uid,
        note=short_note(rng, "phone", home) if rng.random() < 0.85 else "",
        participants={rng.choice(people).uid: "served"},
        worker_uids=(rng.choice(on_duty),),
    )
