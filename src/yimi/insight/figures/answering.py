"""Answering a question: who may, which figures, what is withheld, the totals that may be given, last year beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.engine.indicators import Figure, Indicator, IndicatorSet, Measure
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.figures.hiding import hidden_places
from yimi.insight.figures.indicators import core_indicators, parts_of
from yimi.insight.figures.question import LEVELS, Question
from yimi.insight.figures.reach import (
    TOWNSHIP,
    Depth,
    Reach,
    is_small,
    needs_settled,
    reach_of,
    settled_at,
    withheld_whole,
)
from yimi.insight.figures.rowing import rows_of, shared_townships
from yimi.insight.figures.running import Computed, Cut, Facts, Runner
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import Cell, CellRef, Column, NoTotal, Row, Table, Withheld
from yimi.insight.figures.words import cut_labels, label_of

#: (indicator key, place prefix or unit uid) → target for the question's span.
Targets = Mapping[tuple[str, str], int]
#: Values of cuts that become columns; more would not be read.
MAX_COLUMNS = 40


def ask(
    question: Question,
    *,
    actor: Actor,
    open_snapshot: Callable[[datetime | None], Facts],
    known: IndicatorSet | None = None,
    targets: Targets | None = None,
) -> Table:
    """Answer over the snapshot that the question needs. Raises NotFound outside the actor's places, and NoFactsYet."""
    known = known or core_indicators()
    reach = reach_of(actor, place=question.place, unit_uid=question.unit)
    when = question.known_at
    if needs_settled(question, known, reach) and settled_at(question.span) <= clock.now():
        when = settled_at(question.span)
    return answer(question, snapshot=open_snapshot(when), actor=actor, known=known, targets=targets)


def answer(
    question: Question,
    *,
    snapshot: Facts,
    actor: Actor,
    known: IndicatorSet | None = None,
    targets: Targets | None = None,
) -> Table:
    """The table of a question. Raises NotFound outside the actor's places, EngineError for what cannot be computed."""
    known = known or core_indicators()
    reach = reach_of(actor, place=question.place, unit_uid=question.unit)
    return _Answer(question, snapshot, known, reach, targets or {}).table()


class _Answer:
    """One answer being made."""

    def __init__(
        self, question: Question, facts: Facts, known: IndicatorSet, reach: Reach, targets: Targets
    ) -> None:
        self.question, self.facts, self.known, self.reach = question, facts, known, reach
        self.targets = targets
        self.rule = load_exposure()
        self.runner = Runner(facts, known)
        self.indicators = [known.get(key) for key in question.indicators]
        self.withheld = {one.key: self._withheld(one) for one in self.indicators}
        self.given = [key for key, reason in self.withheld.items() if reason is None]

    def table(self) -> Table:
        question = self.question
        small = [key for key in self.given if self._is_small(key)]
        extra = [self.rule.counts_people] if small else []
        now = self.runner.rows(question, dict.fromkeys([*self.given, *extra]))
        before = self._before()
        rows = rows_of(question, now.rows() | (before.rows() if before else set()), self.known)
        hidden = self._hidden(small, now, rows)
        columns = self._columns(now, before)
        made = [
            replace(
                row,
                cells=tuple(self._cell(column, row, now, before, hidden) for column in columns),
            )
            for row in rows
        ]
        settled = needs_settled(question, self.known, self.reach)
        return Table(
            question=question,
            columns=tuple(columns),
            rows=tuple(made),
            total=self._totals(columns, made),
            of=self.known.pack.name,
            through_at=self.facts.through_at,
            known_at=self.facts.known_at,
            settled=settled and bool(small),
        )

    # what is not shown

    def _withheld(self, indicator: Indicator) -> Withheld | None:
        reason = withheld_whole(self.question, indicator, self.known, self.reach)
        if reason is None and self._is_small(indicator.key):
            fixed = settled_at(self.question.span)
            if self.facts.known_at != fixed or self.facts.through_at < fixed:
                return Withheld.NOT_SETTLED
        return reason

    def _is_small(self, key: str) -> bool:
        """Whether this column's counts are of residents below the township, for someone without their records."""
        parts = parts_of(self.known.get(key), self.known)
        personal = any(self.rule.is_personal(part.fact) for part in parts)
        return personal and is_small(self.question) and not self.reach.is_whole

    def _hidden(
        self, small: Sequence[str], now: Computed, rows: Sequence[Row]
    ) -> dict[str, set[str]]:
        """indicator → row keys not shown."""
        hidden: dict[str, set[str]] = {}
        for key in small:
            hidden[key] = set()
            for group in _by_township(rows).values():
                values = {row: _value(now.get(key, row)) for row in group}
                people = {row: _value(now.get(self.rule.counts_people, row)) for row in group}
                hidden[key] |= hidden_places(values, people, self.rule.threshold)
        if self.question.rows == "unit" and not self.reach.is_whole:
            shared = shared_townships(self.question.place)
            for key in self.given:
                parts = parts_of(self.known.get(key), self.known)
                if any(self.rule.is_personal(part.fact) for part in parts):
                    hidden[key] = shared
        return hidden

    # cells

    def _before(self) -> Computed | None:
        if "year" not in self.question.versus or (
            is_small(self.question) and not self.reach.is_whole
        ):
            return None
        found = self.runner.rows(self.question, self.given, self.question.span.last_year())
        if not self.question.by_period:
            return found
        labels = zip(
            self.question.span.last_year().periods(self.question.rows).list(),
            self.question.span.periods(self.question.rows).list(),
            strict=True,
        )
        renamed = {then.label: now.label for then, now in labels}
        return Computed(
            {(key, renamed[row], cut): cell for (key, row, cut), cell in found.cells.items()}
        )

    def _columns(self, now: Computed, before: Computed | None) -> list[Column]:
        cuts = self.question.cuts
        if not cuts:
            return [Column(one) for one in self.indicators]
        only = self.indicators[0]
        part = parts_of(only, self.known)[0]
        found = now.cuts(only.key) | (before.cuts(only.key) if before else set())
        words = [
            cut_labels(part, name, {cut[number] for cut in found})
            for number, name in enumerate(cuts)
        ]
        order = [{code: place for place, code in enumerate(labels)} for labels in words]

        def rank(cut: Cut) -> list[Any]:
            return [
                (order[n].get(code, 999) if code else 1_000, code or "")
                for n, code in enumerate(cut)
            ]

        return [
            Column(
                only,
                tuple(zip(cuts, cut, strict=True)),
                tuple(label_of(words[n], code) for n, code in enumerate(cut)),
            )
            for cut in islice(sorted(found, key=rank), MAX_COLUMNS)
        ]

    def _cell(
        self,
        column: Column,
        row: Row,
        now: Computed,
        before: Computed | None,
        hidden: Mapping[str, set[str]],
    ) -> Cell:
        key = column.indicator.key
        if reason := self.withheld[key]:
            return Cell(withheld=reason)
        if row.key in hidden.get(key, ()):
            by_unit = self.question.rows == "unit"
            return Cell(withheld=Withheld.ROOMS if by_unit else Withheld.SMALL)
        cut = tuple(code for _name, code in column.cuts)
        cell = self._bare(column.indicator, now.get(key, row.key, cut))
        then = self._bare(column.indicator, before.get(key, row.key, cut)) if before else None
        return replace(
            cell,
            before=then,
            target=self._target(key, row) if not column.cuts else None,
            refs=self._refs(column, row),
        )

    def _bare(self, indicator: Indicator, figure: Figure | None) -> Cell:
        if indicator.measure == Measure.RATIO:
            return Cell(counts=figure.counts if figure and figure.counts else (0, 0))
        return Cell(value=_value(figure))

    def _target(self, key: str, row: Row) -> int | None:
        question = self.question
        if "target" not in question.versus or question.by_period or question.row_cut:
            return None
        is_place = question.digits or question.rows == "unit"
        return self.targets.get((key, row.key if is_place else self._about))

    @property
    def _about(self) -> str:
        """The place or unit asked about, as targets name it."""
        return str(self.question.unit) if self.question.unit else self.question.place

    def _refs(self, column: Column, row: Row) -> tuple[CellRef, ...]:
        """What :func:`open_cell` lists for the cell, where this reach may list rows."""
        question = self.question
        place, unit, span = question.place, question.unit, question.span
        cuts = column.cuts
        if question.digits:
            place = row.key
        elif question.rows == "unit":
            if row.is_own:
                return ()  # that unit's rows are shown at its own place
            unit = UUID(row.key)
        elif question.by_period:
            span = Span.parse(row.key)
        elif question.row_cut:
            cuts = ((question.row_cut, row.key or None), *cuts)
        parts = parts_of(column.indicator, self.known)
        if not all(may_list(part, self.reach, place=place, unit=unit) for part in parts):
            return ()
        return tuple(CellRef(part.key, span, place, unit, cuts) for part in parts)

    # totals

    def _totals(self, columns: Iterable[Column], rows: Sequence[Row]) -> tuple[Cell | NoTotal, ...]:
        """One per column: added where figures may be added, else counted anew over all rows; or why there is none."""
        if not self.question.rows or (len(rows) < 2 and not is_small(self.question)):
            return ()
        again = [key for key in self.given if self._is_counted_anew(key)]
        anew = self.runner.totals(self.question, again)
        then = None
        if "year" in self.question.versus and not is_small(self.question):
            then = self.runner.totals(self.question, again, self.question.span.last_year())
        return tuple(
            self._total(column, number, rows, anew, then) for number, column in enumerate(columns)
        )

    def _is_counted_anew(self, key: str) -> bool:
        one = self.known.get(key)
        return not one.may_add_places or (is_small(self.question) and not self.reach.is_whole)

    def _total(
        self,
        column: Column,
        number: int,
        rows: Sequence[Row],
        anew: Computed,
        then: Computed | None,
    ) -> Cell | NoTotal:
        one = column.indicator
        if reason := self.withheld[one.key]:
            return Cell(withheld=reason)
        stock = any(part.is_stock for part in parts_of(one, self.known))
        if self.question.by_period and stock:
            return NoTotal.STOCK
        cut = tuple(code for _name, code in column.cuts)
        if self._is_counted_anew(one.key):
            cell = self._bare(one, anew.get(one.key, "", cut))
            before = self._bare(one, then.get(one.key, "", cut)) if then else None
            return replace(cell, before=before)
        cells = [row.cells[number] for row in rows]
        befores = [cell.before for cell in cells if cell.before]
        before = Cell(value=sum(cell.value or 0 for cell in befores)) if befores else None
        if any(cell.withheld for cell in cells):
            return self._bare(
                one, self.runner.totals(self.question, [one.key]).get(one.key, "", cut)
            )
        target = self.targets.get((one.key, self._about)) if not column.cuts else None
        return Cell(
            value=sum(cell.value or 0 for cell in cells),
            before=before,
            target=target if "target" in self.question.versus else None,
        )


def may_list(indicator: Indicator, reach: Reach, *, place: str, unit: Any) -> bool:
    """Whether the rows behind a cell at a place or unit may be listed, masked or with their records."""
    rule = load_exposure()
    if reach.is_whole or not rule.is_personal(indicator.fact):
        return True
    at_township = len(place) == TOWNSHIP or (unit is not None and len(place) < TOWNSHIP)
    return reach.depth >= Depth.MASKED and at_township and not reach.shares_township


def _by_township(rows: Iterable[Row]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[row.key[: LEVELS["town"]]].append(row.key)
    return groups


def _value(figure: Figure | None) -> int:
    return (figure.value or 0) if figure else 0
