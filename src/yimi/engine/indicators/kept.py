"""Figures that are kept added up: by place, unit and month, for every indicator that is a matter of single rows.

A fact whose catalogue entry says ``kept`` may lie beside its rows as a table of sums, one row per unit, township and month.
How many different persons there were is kept as a sum, too: a person counts in a month where no earlier month of the same
stretch (month, quarter, half-year, year and up to three of them) had them at the same place. Which columns the table has
is named by what they count: a definition that changed has another name, and is computed from the rows until it is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlglot import exp

from yimi.engine.backends.build import case, wide
from yimi.engine.backends.pieces import literal
from yimi.engine.catalogue import Fact
from yimi.engine.expressions.tree import (
    ColumnOf,
    Day,
    Node,
    OneOfSmall,
    Parameter,
    Quantifier,
    walk,
)
from yimi.engine.indicators.definitions import Indicator, Measure
from yimi.engine.indicators.periods import Periods

if TYPE_CHECKING:
    from yimi.engine.backends.sql import SelectBuilder
    from yimi.engine.indicators.grouping import Grouping

#: The column that counts rows: a cell exists where there are any.
ROWS = "rows"
#: Digits of the places that persons are told apart in; the last is what a row of the table stands for.
LEVELS = (0, 2, 4, 6, 9)
#: Months of the calendar stretches that persons are told apart in; from 24 on they begin with the years before.
SPANS = (1, 3, 6, 12, 24, 36)
YEAR = 12


@dataclass(frozen=True)
class Tally:
    """What one indicator adds up, without its words: two indicators that count alike share it."""

    measure: Measure
    value: Node | None
    filter: Node | None

    @cached_property
    def digest(self) -> str:
        """Names the columns; another definition has another."""
        text = repr((str(self.measure), self.value, self.filter))
        return sha256(text.encode()).hexdigest()[:12]

    @property
    def sum(self) -> str:
        """The column of the sum, or of the count of rows."""
        return f"s_{self.digest}"

    @property
    def values(self) -> str:
        """How many rows the sum is of: none make it unknown, not 0."""
        return f"n_{self.digest}"

    def persons(self, by_unit: bool, digits: int, months: int) -> str:
        """The column of those not counted yet in the stretch of so many months, at a place or a unit's part of it."""
        return f"d_{self.digest}_{'u' if by_unit else 'p'}{digits}_{months}"

    @property
    def columns(self) -> Iterator[str]:
        """All its columns."""
        if self.measure == Measure.COUNT_DISTINCT:
            for by_unit in (False, True):
                for digits in LEVELS:
                    yield from (self.persons(by_unit, digits, months) for months in SPANS)
            return
        yield self.sum
        if self.measure == Measure.SUM:
            yield self.values


def table_of(fact: str) -> str:
    """What the table of sums of a fact is called."""
    return f"{fact}__kept"


def tally_of(indicator: Indicator, fact: Fact) -> Tally | None:
    """The indicator's tally, or None where it cannot be kept: a stock, a ratio, or one that looks beyond its own row."""
    if fact.kept is None or indicator.measure == Measure.RATIO or indicator.on != fact.kept.on:
        return None
    trees = [tree for tree in (indicator.value, indicator.filter) if tree is not None]
    if not all(_is_of_the_row(node) for tree in trees for node in walk(tree)):
        return None
    if indicator.measure == Measure.COUNT_DISTINCT and not isinstance(indicator.value, ColumnOf):
        return None
    return Tally(indicator.measure, indicator.value, indicator.filter)


def tallies(indicators: Iterable[Indicator], fact: Fact) -> list[Tally]:
    """What is kept of ``fact`` for ``indicators``, each once, in the order of their names."""
    own = [tally_of(one, fact) for one in indicators if one.fact == fact.name]
    found = {one.digest: one for one in own if one is not None}
    return [found[name] for name in sorted(found)]


def covers(fact: Fact, grouping: Grouping) -> bool:
    """Whether the table's rows are fine enough: whole months of the calendar, no cuts, places down to the township."""
    return (
        fact.kept is not None
        and grouping.periods.first_day == 1
        and grouping.periods.through_day == 31
        and not grouping.cuts
        and len(grouping.place) <= LEVELS[-1]
        and grouping.digits <= LEVELS[-1]
    )


def kept_value(
    tally: Tally, on: str, columns: Collection[str], builder: SelectBuilder, grouping: Grouping
) -> exp.Expr | None:
    """The measure from the table of sums, or None where it does not say."""
    if tally.measure == Measure.COUNT_DISTINCT:
        return _persons(tally, on, columns, builder, grouping)
    if not set(tally.columns) <= set(columns):
        return None
    total = wide(exp.Sum(this=builder.own(tally.sum)))
    if tally.measure == Measure.COUNT:
        return total
    any_value = exp.GT(this=exp.Sum(this=builder.own(tally.values)), expression=literal(0))
    return case((any_value, total), otherwise=exp.Null())


def _persons(
    tally: Tally, on: str, columns: Collection[str], builder: SelectBuilder, grouping: Grouping
) -> exp.Expr | None:
    of_units = grouping.by_unit or bool(grouping.units)
    if not grouping.by_unit and len(grouping.units) > 1:
        return None  # the same person may have been at several of them
    digits, months = max(grouping.digits, len(grouping.place)), stretch(grouping.periods)
    if digits not in LEVELS or not months:
        return None
    names = [tally.persons(of_units, digits, span) for span in SPANS if span <= max(months, YEAR)]
    if not set(names) <= set(columns):
        return None
    if months <= YEAR:
        return wide(exp.Sum(this=builder.own(tally.persons(of_units, digits, months))))
    year = exp.Anonymous(this="YEAR", expressions=[builder.own(on)])
    branches = [
        (
            exp.EQ(this=year.copy(), expression=literal(grouping.periods.year + passed)),
            builder.own(tally.persons(of_units, digits, YEAR * (passed + 1))),
        )
        for passed in range(months // YEAR)
    ]
    return wide(exp.Sum(this=case(*branches, otherwise=exp.Null())))


def stretch(periods: Periods) -> int:
    """The kept stretch that every period begins with and does not outlast; 0 when there is none.

    >>> stretch(Periods(2025, 4, count=2, months=3)), stretch(Periods(2025, 1, months=10)), stretch(Periods(2025, 5, months=2))
    (3, 12, 0)
    >>> stretch(Periods(2023, 1, months=30)), stretch(Periods(2023, 2, months=30)), stretch(Periods(2025, 2, count=3))
    (36, 0, 1)
    """
    for months in SPANS:
        begins = (periods.month - 1) % min(months, YEAR) == 0
        fits = periods.months <= months if periods.count == 1 else periods.months == months <= YEAR
        if begins and fits:
            return months
    return 0


def _is_of_the_row(node: Node) -> bool:
    if isinstance(node, (Day, Parameter, Quantifier, OneOfSmall)):
        return False
    return not (isinstance(node, ColumnOf) and node.path)
