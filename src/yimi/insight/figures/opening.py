"""The rows behind a cell: as many as the cell says, because they are asked for with the very same tests.

Who has the records gets them row by row; offices get groups without names (month, item, age band, sex), from the
township up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.engine.backends.build import all_of, any_of, is_null
from yimi.engine.backends.pieces import literal
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import load_catalogue
from yimi.engine.expressions.simplify import simplify
from yimi.engine.indicators import Indicator, IndicatorSet, Measure
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings
from yimi.engine.regions import bounds
from yimi.insight.figures.answering import may_list
from yimi.insight.figures.exposure import Exposes, Rows, load_exposure
from yimi.insight.figures.indicators import UNIT, core_indicators
from yimi.insight.figures.reach import Reach, reach_of
from yimi.insight.figures.running import Facts
from yimi.insight.figures.table import CellRef

#: One row: its key, the value it adds, what it shows, the uid of the record it belongs to.
Found = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """One row of a fact. ``adds`` is its part of the cell; ``opens`` the uid that leads to its record, where named."""

    key: str
    adds: int
    shows: tuple[Any, ...]
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a cell counts. ``rows`` with ``opens`` for who has the records; groups of equal masked rows otherwise."""

    ref: CellRef
    indicator: Indicator
    columns: tuple[str, ...]
    rows: tuple[OpenedRow, ...]
    masked: bool

    @property
    def count(self) -> int:
        """Always the cell's value."""
        return sum(row.adds for row in self.rows)


def open_cell(
    ref: CellRef, *, snapshot: Facts, actor: Actor, known: IndicatorSet | None = None
) -> Opened:
    """The rows that the cell counts. Raises NotFound where the actor may not list them."""
    known = known or core_indicators()
    indicator = known.get(ref.indicator)
    reach = reach_of(actor, place=ref.place, unit_uid=ref.unit)
    if indicator.measure == Measure.RATIO or not _is_a_cell(ref, indicator):
        raise NotFound
    if not may_list(indicator, reach, place=ref.place, unit=ref.unit):
        raise NotFound
    rule = load_exposure().rows(indicator.fact)
    found = snapshot.backend.fetch(_statement(ref, indicator, rule, known=known, snapshot=snapshot))
    counted = list(_counted(indicator, found))
    masked = not _is_named(rule.exposes, reach)
    rows = _groups(counted) if masked else [OpenedRow(*row) for row in counted]
    return Opened(ref, indicator, rule.shows, tuple(rows), masked)


def _is_a_cell(ref: CellRef, indicator: Indicator) -> bool:
    """Whether the indicator can be cut so, and by unit."""
    columns = load_catalogue().fact(indicator.fact).columns
    return {name for name, _code in ref.cuts} <= set(indicator.cuts) and (
        ref.unit is None or UNIT in columns
    )


def _is_named(exposes: Exposes, reach: Reach) -> bool:
    if exposes == Exposes.PERSONAL:
        return reach.is_whole
    return reach.staff if exposes == Exposes.STAFF else True


def _counted(indicator: Indicator, found: Iterable[Found]) -> Iterable[tuple[str, int, tuple, str]]:
    """What each row adds to the measure: its value, one, or one where its uid is seen for the first time."""
    seen: set[Any] = set()
    for key, value, opens, *shows in found:
        if indicator.measure == Measure.SUM:
            adds = int(value)
        elif indicator.measure == Measure.COUNT_DISTINCT:
            adds = int(value not in seen)
            seen.add(value)
        else:
            adds = 1
        yield str(key), adds, tuple(shows), str(opens or "")


def _groups(rows: Iterable[tuple[str, int, tuple, str]]) -> list[OpenedRow]:
    """Equal masked rows together; days are months, so that nobody is found by a date."""
    groups: Counter[tuple] = Counter()
    for _key, adds, shows, _opens in rows:
        shown = tuple(one.replace(day=1) if isinstance(one, date) else one for one in shows)
        groups[shown] += adds
    ordered = sorted(groups.items(), key=lambda group: [str(one) for one in group[0]])
    return [OpenedRow("", adds, shows) for shows, adds in ordered if adds]


def _statement(
    ref: CellRef, indicator: Indicator, rule: Rows, *, known: IndicatorSet, snapshot: Facts
) -> exp.Select:
    """Rows of the fact that pass the indicator's filter in the cell's place, time and cuts, oldest first."""
    catalogue = load_catalogue()
    fact = catalogue.fact(indicator.fact)
    span = ref.span
    bindings = Bindings(span.last_day, span.start, span.end, known.table)
    builder = SelectBuilder(Plan(catalogue, bindings, snapshot.backend.dialect), fact)
    value = literal(1) if indicator.value is None else builder.value(indicator.value)
    tests = [*_where(ref, indicator, builder), exp.Not(this=is_null(value))]
    if indicator.filter is not None:
        tests.append(exp.Paren(this=builder.value(simplify(indicator.filter, bindings))))
    lead = rule.opens if rule.opens in fact.columns else fact.key
    outputs: Mapping[str, exp.Expr] = {
        "key": builder.own(fact.key),
        "value": value,
        "opens": builder.own(lead),
        **{f"shows_{name}": builder.own(name) for name in rule.shows},
    }
    day = indicator.on or indicator.starts
    select = builder.build(outputs, all_of(tests))
    return select.order_by(builder.own(day), builder.own(fact.key), copy=False)


def _where(ref: CellRef, indicator: Indicator, builder: SelectBuilder) -> list[exp.Expr]:
    low, high = bounds(ref.place)
    place = builder.own(builder.fact.place)
    tests: list[exp.Expr] = [exp.Between(this=place, low=literal(low), high=literal(high))]
    if ref.unit is not None:
        tests.append(exp.EQ(this=builder.own(UNIT), expression=literal(str(ref.unit))))
    for name, code in ref.cuts:
        column, kind = builder.own(name), builder.fact.columns[name].kind
        wanted = literal(code == "true" if kind == Kind.BOOL else code)
        tests.append(is_null(column) if code is None else exp.EQ(this=column, expression=wanted))
    if indicator.is_stock:
        last = literal(ref.span.last_day)
        tests.append(exp.LTE(this=builder.own(indicator.starts), expression=last))
        if indicator.ends:
            end = builder.own(indicator.ends)
            still = [is_null(end), exp.GT(this=end, expression=last.copy())]
            tests.append(exp.Paren(this=any_of(still)))
        return tests
    day = builder.own(indicator.on)
    tests.append(exp.GTE(this=day, expression=literal(ref.span.start)))
    tests.append(exp.LT(this=day.copy(), expression=literal(ref.span.end)))
    return tests
