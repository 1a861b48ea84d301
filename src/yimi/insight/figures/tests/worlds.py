"""Random small worlds of facts with a past, random questions to them, and the promises that hold for every cell.

The suite tries some hundred cells, ``yimi bench cells`` ten thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from yimi.access.tests.factories import make_actor
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import Column, Fact, load_catalogue
from yimi.engine.indicators import IndicatorSet, Measure
from yimi.engine.kinds import NUMBERS, Kind
from yimi.engine.packs import load_pack, shipped_packs
from yimi.insight.figures.answering import answer, ask
from yimi.insight.figures.indicators import UNIT, core_indicators, indicators_at, parts_of
from yimi.insight.figures.opening import open_cell
from yimi.insight.figures.question import LEVELS, Question
from yimi.insight.figures.reach import Depth, reach_of
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import Cell, Table
from yimi.regions.tests.factories import make_region
from yimi.services.permissions import VIEW_FIGURES
from yimi.stations.models import ServiceUnit
from yimi.stations.tests.factories import make_unit

COUNTY = "411623"
TOWNS = ("411623001", "411623002")
VILLAGES = tuple(f"{town}{number:03}" for town in TOWNS for number in (1, 2, 3, 4))
ELSEWHERE = "411622001001"
FIRST, DAYS = date(2025, 1, 1), 640
THROUGH = datetime(2026, 11, 20, tzinfo=UTC)
CORE = core_indicators()


@dataclass(frozen=True)
class Held:
    """A snapshot as the figures take it."""

    number: int
    through_at: datetime
    known_at: datetime | None
    backend: DuckBackend


class World:
    """Rows with the times between which we held them to be true, and the snapshots of any instant.

    ``whole``: every fact of the catalogue has rows, not only those that most figures come from.
    """

    def __init__(self, seed: int, *, size: int = 150, whole: bool = False) -> None:
        self.chance = Random(seed)
        self.units = {town: UUID(int=number + 1) for number, town in enumerate(TOWNS)}
        self.rows = {
            "service_contact": [row for n in range(size) for row in self._event(n)],
            "case_file": [self._case(n) for n in range(size // 6)],
            "activity": [self._activity(n) for n in range(size // 8)],
            "worker": [self._worker(n) for n in range(12)],
        }
        self.rows["certificate"] = [
            self._known({"uid": f"c{n}", "worker_uid": _uid(4, n), "region_code": COUNTY + "000000",
                         "level": self.chance.choice(["assistant", "senior"]), "issued_on": self._day()})
            for n in range(0, 12, 2)
        ]  # fmt: skip
        for number, fact in enumerate(load_catalogue().facts.values(), 5):
            if whole and fact.name not in self.rows:
                amount = range(size // 8)
                self.rows[fact.name] = [self._any(fact, _uid(number, one)) for one in amount]
        self._open: dict[datetime | None, Held] = {}

    def at(self, known_at: datetime | None = None) -> Held:
        """The snapshot of an instant."""
        if known_at is not None and known_at >= THROUGH:
            known_at = None
        if known_at not in self._open:
            duck = DuckBackend(load_catalogue(), threads=1)
            for fact, rows in self.rows.items():
                duck.add_rows(fact, [row for row in rows if _is_held(row, known_at or THROUGH)])
            duck.lock()
            self._open[known_at] = Held(1, THROUGH, known_at, duck)
        return self._open[known_at]

    def record_late(self) -> None:
        """Something is corrected after everything else: only snapshots from now on may see it."""
        late = THROUGH - timedelta(hours=1)
        for row in self.chance.sample(self.rows["service_contact"], 10):
            if row["_to"] is None:
                row["_to"] = late
        self.rows["service_contact"] += [
            row | {"_from": late} for n in range(10) for row in self._event(10_000 + n)
        ]
        self._open.clear()

    def _event(self, number: int) -> list[dict]:
        pick = self.chance.choice
        village = self.chance.choices([*VILLAGES, TOWNS[0] + "000"], [9, 5, 2, 1, 6, 6, 2, 1, 1])[0]
        if self.chance.random() < 0.05:
            village = ELSEWHERE
        day = self._day()
        event = self._known({
            "record_uid": _uid(1, number), "unit_uid": str(self.units.get(village[:9], UUID(int=9))), "region_code": village,
            "served_on": day, "recorded_on": day, "domain": pick(["EL", "CH", "SA", None]), "item": pick(["EL2", "CH1", None]),
            "method": pick(["home_visit", "home_visit", "phone", "activity", "case_session"]), "estimated": False,
            "outcome": pick(["met", "met", "met", "met", "not_met"]), "by_certified": pick([True, False, None]),
        }, day)  # fmt: skip
        event["household_uid"] = f"h{pick(range(30))}" if event["method"] != "activity" else None
        people = self.chance.choice([1, 1, 1, 2, 3]) if event["outcome"] == "met" else 1
        found = []
        for place in range(people):
            named = event["method"] != "activity" and event["outcome"] == "met"
            found.append(event | {
                "uid": f"{number}-{place}", "is_first_row": place == 0, "minutes": 30 if place == 0 else None,
                "resident_uid": f"p{pick(range(60))}" if named else None, "sex": pick(["1", "2", None]),
                "person_times": 0 if event["outcome"] == "not_met" else 1 if named else pick([4, 30]),
                "age_band": pick(["child", "adult", "elder"]), "in_hardship": pick([True, False, None]),
            })  # fmt: skip
        return found

    def _case(self, number: int) -> dict:
        opened = self._day()
        closed = opened + timedelta(days=self.chance.randint(1, 200))
        return self._known({
            "uid": _uid(2, number), "unit_uid": str(self.units[TOWNS[0]]), "region_code": self.chance.choice(VILLAGES),
            "domain": self.chance.choice(["EL", "CH"]), "stage": "plan", "opened_on": opened, "sessions": 1,
            "closed_on": self.chance.choice([None, closed]),
        }, opened)  # fmt: skip

    def _activity(self, number: int) -> dict:
        day = self._day()
        return self._known({
            "uid": _uid(3, number), "unit_uid": str(self.units[TOWNS[0]]), "region_code": self.chance.choice(VILLAGES),
            "domain": "GV", "held_on": day, "attendance": self.chance.randint(3, 60), "estimated": False,
        }, day)  # fmt: skip

    def _worker(self, number: int) -> dict:
        joined = self._day()
        left = self.chance.choice([None, joined + timedelta(days=300)])
        return self._known({
            "uid": _uid(4, number), "region_code": COUNTY + "000000", "sex": self.chance.choice(["1", "2"]),
            "joined_on": joined, "left_on": left,
        }, joined)  # fmt: skip

    def _any(self, fact: Fact, key: str) -> dict:
        """A row of any other fact: made of what its columns may hold, so that no indicator is always nothing."""
        row = {name: self._value(one) for name, one in fact.columns.items()}
        if UNIT in row:
            row[UNIT] = str(self.chance.choice(list(self.units.values())))
        return self._known(row | ({fact.key: key} if fact.key == "uid" else {}))

    def _value(self, column: Column) -> Any:
        pick = self.chance
        if column.nullable and pick.random() < 0.2:
            return None
        if column.kind == Kind.DATE:
            return self._day()
        if column.kind == Kind.REGION:
            return pick.choice(VILLAGES)
        if column.kind == Kind.BOOL:
            return pick.random() < 0.5
        if column.kind in NUMBERS:
            return pick.randint(0, 40)
        if column.kind == Kind.UID:
            return _uid(1_000, pick.randrange(20))
        return pick.choice([*column.codes, *([] if column.codes else ("a", "b"))])

    def _known(self, row: dict, day: date | None = None) -> dict:
        """Held to be true from some days after it happened, and in some cases not for good."""
        begun = datetime.combine(day or FIRST, datetime.min.time(), UTC)
        begun += timedelta(days=self.chance.choice([0, 0, 0, 2, 45]))
        ended = None
        if self.chance.random() < 0.1:
            ended = begun + timedelta(days=self.chance.randint(1, 90))
        return row | {"_from": begun, "_to": ended}

    def _day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(DAYS))


def _uid(kind: int, number: int) -> str:
    """The ``number``-th row of a kind."""
    return str(UUID(int=kind * 10**6 + number))


def _is_held(row: dict, instant: datetime) -> bool:
    return row["_from"] <= instant and (row["_to"] is None or instant < row["_to"])


def make_people(world: World) -> SimpleNamespace:
    """The places of the world in the database, and people who look at it from their own."""
    for village in (*VILLAGES, ELSEWHERE):
        make_region(village)
    units = {
        town: make_unit(town + "000", uid=uid, name=f"{town}社工站")
        for town, uid in world.units.items()
    }
    first = units[TOWNS[0]]
    return SimpleNamespace(
        first=first,
        units=list(units.values()),
        drolma=make_actor("worker", first),
        town=make_actor("township_officer", TOWNS[0] + "000"),
        li=make_actor("county_officer", COUNTY + "000000"),
        province=make_actor("province_officer", "410000000000"),
        wang=make_actor("county_officer", "411622000000"),
    )


def local_sets() -> list[IndicatorSet]:
    """The indicators as the country calls them, and as each place with a pack of its own does."""
    packs = (load_pack(name) for name in shipped_packs())
    places = {one.prefix for one in packs if one.kind == "indicators" and one.prefix}
    found = {id(one): one for one in (CORE, *(indicators_at(place) for place in sorted(places)))}
    return list(found.values())


def random_question(
    chance: Random, actor: Actor, people: SimpleNamespace, known: IndicatorSet = CORE
) -> Question | None:
    """A question that makes sense for the actor; None when chance made one that does not."""
    place, unit = "", None
    if actor is people.drolma:
        unit = people.first.pk
    elif chance.random() < 0.2:
        unit = chance.choice([one.pk for one in people.units if _sees(actor, one)] or [None])
        if unit is None:
            return None
    else:
        own = {people.town: [TOWNS[0]], people.li: [COUNTY, *TOWNS], people.wang: ["411622"]}
        place = chance.choice(own.get(actor, ["41", "4116", COUNTY, *TOWNS]))
    keys = chance.sample(sorted(known.indicators), chance.choice([1, 1, 2, 3]))
    cuts: list[str] = []
    if len(keys) == 1:
        both = [set(part.cuts) for part in parts_of(known.get(keys[0]), known)]
        possible = sorted(set.intersection(*both))
        cuts = chance.sample(possible, min(len(possible), chance.choice([0, 0, 1, 2])))
    rows = chance.choice(["", *LEVELS, "unit", "month", "quarter", "year", *cuts[:1]])
    span = Span.parse(
        chance.choice(["2025", "2026-Q1", "2026-Q2", "2025-Q4", "2026-05", "2025-03..2026-02"])
    )
    question = Question(
        tuple(keys), span, place, unit, rows, tuple(cut for cut in cuts if cut != rows),
        versus=chance.choice([(), ("year",)]),
        known_on=chance.choice([None, None, date(2026, 3, 31), date(2025, 9, 5)]),
    )  # fmt: skip
    try:
        return Question.parse({}, default=question, known=known)
    except Invalid:
        return None


def _sees(actor: Actor, unit: ServiceUnit) -> bool:
    return actor.may_at(VIEW_FIGURES, unit_uid=unit.pk, region_code=unit.region_code)


def check_table(
    world: World,
    actor: Actor,
    question: Question,
    chance: Random,
    cells: int,
    known: IndicatorSet = CORE,
) -> int:
    """Ask, then hold some cells to their promises; returns how many. Raises AssertionError."""
    table = ask(question, actor=actor, open_snapshot=world.at, known=known)
    _check_sums(table)
    shown = [cell for row in table.rows for cell in row.cells if cell.may_open]
    small = [
        cell
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.withheld is None and column.indicator.fact == "service_contact"
    ]
    reach = reach_of(actor, place=question.place, unit_uid=question.unit)
    if question.digits == LEVELS["village"] and reach.depth != Depth.RECORDS:
        assert all((cell.value or 0) >= 5 for cell in small), question
    chosen = chance.sample(shown, min(len(shown), cells))
    for cell in chosen:
        _check_opened(world, actor, table, cell, known)
    return len(chosen) or len(small[:1])


def _check_opened(
    world: World, actor: Actor, table: Table, cell: Cell, known: IndicatorSet
) -> None:
    wanted = cell.counts if cell.counts else (cell.value,)
    snapshot = world.at(table.known_at)
    for ref, value in zip(cell.refs, wanted, strict=True):
        found = open_cell(ref, snapshot=snapshot, actor=actor, known=known)
        assert found.count == value, (table.question, ref, found.count, value)


def _check_sums(table: Table) -> None:
    """Children and own equal the parent where they may be added."""
    for number, (column, total) in enumerate(zip(table.columns, table.total, strict=False)):
        cells = [row.cells[number] for row in table.rows]
        if not isinstance(total, Cell) or total.withheld or any(cell.withheld for cell in cells):
            continue
        if column.indicator.measure == Measure.COUNT_DISTINCT:
            values = [cell.value or 0 for cell in cells]
            assert max(values, default=0) <= (total.value or 0) <= sum(values), table.question
        elif column.indicator.measure != Measure.RATIO:
            assert total.value == sum(cell.value or 0 for cell in cells), table.question


def same_as_ever(
    world: World, actor: Actor, question: Question, known: IndicatorSet = CORE
) -> bool:
    """Whether a figure of a past day is the same after later corrections."""
    past = question.but(known_on=date(2026, 8, 31))
    before = ask(past, actor=actor, open_snapshot=world.at, known=known)
    world.record_late()
    after = ask(past, actor=actor, open_snapshot=world.at, known=known)
    return [row.cells for row in before.rows] == [row.cells for row in after.rows]


__all__ = [
    "World",
    "answer",
    "check_table",
    "local_sets",
    "make_people",
    "random_question",
    "same_as_ever",
]
