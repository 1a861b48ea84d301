"""Everybody under every pack, in one pass over the published facts: who may have a lead, in the order of their uids."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from yimi.engine.errors import EngineError
from yimi.engine.expressions.tree import ColumnOf, Node
from yimi.engine.parameters import Bindings
from yimi.engine.regions import bounds
from yimi.engine.rules import Outcome
from yimi.engine.rules.bits import WORD
from yimi.engine.rules.population import Population
from yimi.insight.facts.snapshot import SnapshotBackend
from yimi.matching.deciding import Home, Verdicts, found_in
from yimi.matching.packs_in_force import SUBJECT, PacksInForce, ResidentPack
from yimi.matching.rules import Found, horizon_of
from yimi.programmes.versions import catalogue

#: Rows taken from DuckDB at a time.
FETCHED = 5_000
FLAGS = ("receiving", "likely", "open")


@dataclass(slots=True)
class Candidate:
    """A person with something to say; ``ahead``: what holds on the horizon only, with its pack and benefit."""

    uid: UUID
    home: Home
    verdicts: Verdicts = field(default_factory=Verdicts)
    ahead: dict[str, tuple[ResidentPack, str, Found]] = field(default_factory=dict)


class Candidates:
    """The people of a run. ``failed``: packs that could not be computed, with the engine's sentence."""

    def __init__(
        self, backend: SnapshotBackend, packs: PacksInForce, today: date, prefix: str = ""
    ) -> None:
        self.backend, self.packs, self.today, self.prefix = backend, packs, today, prefix
        self.failed: dict[str, str] = {}
        self._here: dict[str, frozenset[ResidentPack]] = {}

    def after(self, position: UUID | None) -> Iterator[Candidate]:
        """The candidates behind ``position``."""
        streams = []
        for pack in self.packs.everywhere:
            days = [(self.today, False)]
            if pack.is_on(horizon_of(self.today)):
                days.append((horizon_of(self.today), True))
            try:
                streams += [self._rows(pack, day, is_ahead, position) for day, is_ahead in days]
            except EngineError as error:
                self.failed[pack.rules.pack.id] = error.message
        rows = heapq.merge(*streams, key=itemgetter(0, 1))
        for uid, mine in groupby(rows, key=itemgetter(0)):
            candidate = self._candidate(uid, mine)
            if candidate is not None:
                yield candidate

    def _candidate(self, uid: UUID, rows: Iterator[tuple[Any, ...]]) -> Candidate | None:
        candidate = None
        for _uid, is_ahead, pack, row in rows:
            if pack not in self._packs_at(row["place"]):
                continue
            if candidate is None:
                home = Home(row["x_unit"], row["place"], row["x_household"])
                candidate = Candidate(uid, home, Verdicts(left=set(self.failed)))
            take = self._take_ahead if is_ahead else self._take
            take(candidate, pack, row)
        return candidate

    def _take(self, candidate: Candidate, pack: ResidentPack, row: Mapping[str, Any]) -> None:
        verdicts = candidate.verdicts
        for name, decision in _decisions(pack, row):
            full = pack.benefit_name(name)
            if decision.outcome == Outcome.ALREADY_RECEIVING:
                verdicts.receiving.add(full)
            elif found := found_in(pack, decision):
                verdicts.found[full] = found

    def _take_ahead(self, candidate: Candidate, pack: ResidentPack, row: Mapping[str, Any]) -> None:
        """Rows of a day stand before those of the horizon, so what holds today is known."""
        verdicts = candidate.verdicts
        for name, decision in _decisions(pack, row):
            full = pack.benefit_name(name)
            found = found_in(pack, decision, turns_on=horizon_of(self.today))
            if found and full not in verdicts.found and full not in verdicts.receiving:
                candidate.ahead[full] = pack, name, found

    def _packs_at(self, place: str) -> frozenset[ResidentPack]:
        if place not in self._here:
            self._here[place] = frozenset(self.packs.at(place))
        return self._here[place]

    def _rows(
        self, pack: ResidentPack, day: date, is_ahead: bool, position: UUID | None
    ) -> Iterator[tuple[UUID, bool, ResidentPack, dict[str, Any]]]:
        """The statement is made now (it may be refused), its rows come when they are asked for."""
        population = Population(pack.rules, self.backend, catalogue(), Bindings(day))
        statement = population.statement(SUBJECT, besides=_besides())
        names = [output.alias_or_name for output in statement.selects]
        low, high = bounds(self.prefix)
        wanted = _worth_a_look(pack, with_receiving=not is_ahead)
        past = f"AND key > UUID '{position}'" if position else ""
        sql = (
            f"SELECT * FROM ({self.backend.sql(statement)}) WHERE ({wanted}) "  # noqa: S608 - the engine's own statement
            f"AND place BETWEEN '{low}' AND '{high}' {past} ORDER BY key"
        )
        return self._fetch(sql, names, is_ahead, pack)

    def _fetch(
        self, sql: str, names: list[str], is_ahead: bool, pack: ResidentPack
    ) -> Iterator[tuple[UUID, bool, ResidentPack, dict[str, Any]]]:
        cursor = self.backend.connection.cursor().execute(sql)
        while rows := cursor.fetchmany(FETCHED):
            for values in rows:
                row = dict(zip(names, values, strict=True))
                yield row["key"], is_ahead, pack, row


def _besides() -> dict[str, Node]:
    """What a lead takes from the resident's row besides its place."""
    columns = catalogue().fact(SUBJECT).columns
    wanted = {"unit": columns["unit_uid"], "household": columns["household_uid"]}
    return {
        name: ColumnOf(column.kind, (), column.name, column.nullable)
        for name, column in wanted.items()
    }


def _decisions(pack: ResidentPack, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    flags = 0
    for name in FLAGS:
        flags |= row[name]
    for benefit in pack.benefits:
        if flags & pack.bits[benefit.id]:
            yield benefit.id, pack.layout.decision(benefit, row)


def _worth_a_look(pack: ResidentPack, *, with_receiving: bool) -> str:
    """SQL: rows that hold a lead, or a benefit that is received. What ``Signs.worth_asking`` says, on bits."""
    every = sum(pack.bits.values())
    tests = [f"likely & {every} <> 0"]
    if with_receiving:
        tests.append(f"receiving & {every} <> 0")
    tests += [_worth_asking(pack, benefit.id) for benefit in pack.benefits]
    return " OR ".join(tests)


def _worth_asking(pack: ResidentPack, benefit: str) -> str:
    """SQL: one answer is missing, and it is one of those that are worth it."""
    signs, numbers = pack.signs[benefit], dict(pack.layout.conditions[benefit])
    asked = [
        name
        for name in numbers
        if name in signs.own or (signs.first and name != signs.first and name not in signs.places)
    ]
    missing = " + ".join(_is_unknown(pack, number) for number in numbers.values())
    ours = " + ".join(_is_unknown(pack, numbers[name]) for name in asked) or "0"
    return f"(open & {pack.bits[benefit]} <> 0 AND {missing} = 1 AND {ours} = 1)"


def _is_unknown(pack: ResidentPack, number: int) -> str:
    """1 where a condition is not known, else 0."""
    bit = pack.layout.first + number
    return f"(unknown_{bit // WORD} >> {bit % WORD} & 1)"
