"""Kept sums say what the rows say: every shipped indicator, any grouping, whatever came, changed or went."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Figures, Grouping, IndicatorSet, Periods, read_indicators
from yimi.engine.indicators.kept import tally_of
from yimi.engine.packs import load_pack, shipped_packs
from yimi.insight.facts import compacting, keeping
from yimi.insight.facts.changing import Comparison, Moment, read_versions
from yimi.insight.facts.feed import workbench
from yimi.insight.facts.keeping import weeks_of
from yimi.insight.facts.published import PUBLISHED
from yimi.insight.facts.shapes import empty_table
from yimi.insight.facts.snapshot import Snapshot, forget_snapshots, open_snapshot
from yimi.insight.facts.store import Manifest, Table, write_manifest
from yimi.insight.facts.verifying import sums_at_fault

FACT = load_catalogue().fact("service_contact")
CONTACT = PUBLISHED["service_contact"]
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = ("411623001001", "411623001002", "411623002001", "411624001001", "421002001001")
SETS = [
    found
    for found in map(load_pack, shipped_packs())
    if found.kind == "indicators" and not found.prefix
]


def uid(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + number))


class World:
    """Records that come, change and go, published step by step; none of the rooms takes part."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.records: dict[int, list[dict[str, Any]]] = {}
        self.work: Any = None
        self.table, self.number, self.made = Table(), 0, 0
        #: changed in a step that was killed
        self.pending: set[int] = set()

    def record(self, at: int) -> list[dict[str, Any]]:
        """One record with its rows; most people keep to one place, some do not."""
        dice = self.dice
        day = date(2023, 11, 1) + timedelta(days=dice.randrange(500))
        common = {
            "record_uid": uid(1, at), "served_on": day, "recorded_on": day, "estimated": False, "minutes": None,
            "method": dice.choice(["home_visit", "phone", "handling", "case_session"]),
            "outcome": dice.choice(["met", "met", "met", "not_met"]),
            "domain": dice.choice(["SA", "EL", None]), "by_certified": dice.choice([True, False, None]),
        }  # fmt: skip
        rows = []
        for rank in range(dice.randrange(1, 3)):
            person = dice.randrange(14)
            home = person if dice.random() < 0.7 else dice.randrange(14)
            rows.append(
                common
                | {
                    "uid": uid(2, at * 4 + rank), "is_first_row": not rank,
                    "resident_uid": None if dice.random() < 0.1 else uid(3, person),
                    "household_uid": None if dice.random() < 0.1 else uid(4, person // 2),
                    "unit_uid": None if dice.random() < 0.05 else uid(5, home % 3),
                    "region_code": PLACES[home % len(PLACES)],
                    "person_times": dice.choice([0, 1, 1, 5]),
                    "minutes": None if rank or dice.random() < 0.3 else dice.randrange(90),
                    "in_hardship": dice.choice([True, False, None]),
                }
            )  # fmt: skip
        return rows

    def begin(self, count: int) -> None:
        for at in range(count):
            self.records[at] = self.record(at)
        self.made = count
        self.number += 1
        self._lay("made", list(self.records))
        self.table = compacting.begin(self.work, CONTACT, "made", self.number)
        self._point()

    def step(self) -> None:
        """Some records come, some change, some go."""
        changed = set(self.dice.sample(sorted(self.records), 3))
        for at in changed:
            if self.dice.random() < 0.4:
                del self.records[at]
            else:
                # a correction never moves a contact to another day
                day = self.records[at][0]["served_on"]
                self.records[at] = [row | {"served_on": day} for row in self.record(at)]
        for _ in range(3):
            self.records[self.made] = self.record(self.made)
            changed.add(self.made)
            self.made += 1
        changed |= self.pending
        self.pending = set(changed)
        self.number += 1
        self._lay("fresh", [at for at in changed if at in self.records])
        keys = {uid(1, at) for at in changed}
        self.work.execute("CREATE OR REPLACE TABLE keys AS SELECT unnest(?) AS key", [list(keys)])
        comparison = Comparison(self.work, CONTACT, replace(self.table), keys)
        found = comparison.find("fresh", Moment(self._now(-1), self._now()))
        stored = comparison.store(self.number, found)
        self.table = compacting.tidy(self.work, CONTACT, stored, self.table, self.number)
        self._point()
        self.pending = set()

    def faults(self) -> list[str]:
        """What proving finds wrong with the sums."""
        parts = (*self.table.open, *self.table.added)
        read_versions(self.work, FACT, parts, self.table.closed, "old")
        return list(sums_at_fault(self.work, CONTACT, self.table))

    def _now(self, shift: int = 0) -> datetime:
        return BEGUN + timedelta(hours=self.number + shift)

    def _lay(self, name: str, at: list[int]) -> None:
        self.work.execute(f'DROP TABLE IF EXISTS "{name}"')
        self.work.execute(empty_table(FACT, name))
        rows = [row for each in at for row in self.records[each]]
        columns = [*FACT.columns, "known_from"]
        values = [[*(row.get(column) for column in FACT.columns), self._now().replace(tzinfo=None)] for row in rows]  # fmt: skip
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        if values:
            self.work.executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', values)

    def _point(self) -> None:
        write_manifest(
            Manifest(self.number, self._now(), self._now(), 0, "", {FACT.name: self.table})
        )


def groupings(dice: random.Random, count: int) -> list[Grouping]:
    """Tables of every kind that is kept, and a few that are not."""
    found = []
    for _ in range(count):
        months = dice.choice([1, 1, 3, 6, 12])
        starts = dice.choice([1, 4, 7, 10, dice.randrange(1, 13)])
        periods = Periods(dice.choice([2023, 2024]), starts, dice.choice([1, 1, 4, 12]), months)
        if dice.random() < 0.25:
            periods = Periods(dice.choice([2022, 2023]), 1, months=dice.randrange(2, 37))
        by_unit = dice.random() < 0.3
        chosen = tuple(uid(5, number) for number in dice.sample(range(3), dice.randrange(1, 3)))
        found.append(
            Grouping(
                periods,
                place=dice.choice(["", "41", "4116", "411623", "411623001"]),
                digits=0 if by_unit else dice.choice([0, 2, 4, 6, 9, 12]),
                by_unit=by_unit,
                units=chosen if dice.random() < 0.25 else (),
            )
        )
    return found


def compared(snapshot: Snapshot, indicators: IndicatorSet, asked: list[Grouping]) -> int:
    """How many figures came from the sums; all of them are what the rows say."""
    backend = snapshot.backend
    weeks = "SELECT unit_uid, week FROM {} ORDER BY ALL"
    of_rows = f"({weeks_of(FACT.name)})"
    cursor = backend.connection.cursor()
    kept_weeks = cursor.execute(weeks.format("served_weeks")).fetchall()
    assert kept_weeks == cursor.execute(weeks.format(of_rows)).fetchall()
    own = [one for one in indicators.indicators.values() if one.fact == FACT.name and one.on]
    keys = [one.key for one in own if tally_of(one, FACT)]
    by_unit = [one.key for one in own]
    kept, answered = backend.kept, 0
    for grouping in asked:
        backend.kept = kept
        figures = Figures(indicators, backend, backend.catalogue)
        answered += sum(
            "__kept" in backend.sql(one) for one in figures.statements(by_unit, grouping)
        )
        summed = figures.compute(keys, grouping)
        backend.kept = {}
        assert summed == figures.compute(keys, grouping), grouping
        backend.kept = kept
    return answered


class Killed(BaseException):
    """What ends a process in the middle of a step."""


def die(*_: Any, **__: Any) -> Any:
    raise Killed


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compacting, "SERVED_FROM", 1)
    monkeypatch.setattr(compacting, "WAITING_ROWS", 36)
    monkeypatch.setattr(compacting, "SMALL_FILES", 4)
    monkeypatch.setattr(keeping, "SMALL_FILES", 2)


@pytest.mark.usefixtures("small")
def test_sums_say_what_the_rows_say(monkeypatch: pytest.MonkeyPatch):
    world, dice = World(5), random.Random(5)
    seen: set[int] = set()
    with workbench() as world.work:
        world.begin(120)
        for number in range(5):
            snapshot = open_snapshot()
            core = read_indicators(SETS[number % len(SETS)])
            assert compared(snapshot, core, groupings(dice, 6))
            assert not world.faults()
            seen.add(len(world.table.kept))
            if number == 1:
                with monkeypatch.context() as patch:
                    patch.setattr(keeping, "write_part", die)
                    with pytest.raises(Killed):
                        world.step()
            world.step()
        assert seen >= {0, 1, 2}, "compacted, brought up and folded"
        while not world.table.kept:
            world.step()
        world.table = replace(world.table, kept=())
        assert "合计与记录不符" in world.faults()[0]
    then = open_snapshot(BEGUN + timedelta(hours=3))
    assert not then.backend.kept, "the past is counted from the rows"
    forget_snapshots()
