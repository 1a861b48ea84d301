"""Computing figures: one statement per fact and kind of time, however many indicators, places, periods and cuts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import all_of, any_of, case, is_null, wide
from yimi.engine.backends.pieces import literal
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue
from yimi.engine.errors import EngineError, nearest
from yimi.engine.expressions.simplify import simplify
from yimi.engine.indicators.definitions import Indicator, IndicatorSet, Measure
from yimi.engine.indicators.periods import Period, Periods
from yimi.engine.indicators.values import Figure
from yimi.engine.parameters import Bindings
from yimi.engine.regions import LENGTHS, bounds

#: The column of a fact that names the service unit.
UNIT = "unit_uid"


@dataclass(frozen=True)
class Grouping:
    """What a table is broken down by: places of ``digits`` (0: all in one) under ``place``, periods, and cuts.

    ``units`` narrows it to some service units; ``by_unit`` makes each unit a place of its own, called by its uid.
    """

    periods: Periods
    place: str = ""
    digits: int = 0
    cuts: tuple[str, ...] = ()
    by_unit: bool = False
    units: tuple[str, ...] = ()

    @property
    def is_one_place(self) -> bool:
        """All rows make one figure."""
        return not self.digits and not self.by_unit


class Figures:
    """The indicators of one set over a backend's facts."""

    def __init__(self, indicators: IndicatorSet, backend: Backend, catalogue: Catalogue) -> None:
        self.indicators, self.backend, self.catalogue = indicators, backend, catalogue

    def compute(self, keys: Sequence[str], grouping: Grouping) -> list[Figure]:
        """The figures of every cell that has any; a ratio wherever its denominator has. Raises :class:`EngineError`."""
        wanted = [self.indicators.get(key) for key in keys]
        parts = dict.fromkeys(
            part.key
            for one in wanted
            for part in ([self.indicators.get(k) for k in one.of] if one.of[0] else [one])
        )
        simple = [self.indicators.get(key) for key in parts]
        _check(grouping, simple, self.catalogue)
        cells: dict[str, dict[tuple, int]] = {key: {} for key in parts}
        for group in _by_statement(simple):
            for statement, period in self._statements(group, grouping):
                self._gather(statement, period, group, grouping, cells)
        return [figure for one in wanted for figure in self._figures(one, cells, grouping)]

    def statements(self, keys: Iterable[str], grouping: Grouping) -> list[exp.Select]:
        """The statements that :meth:`compute` would run, for those who want to read or time them."""
        simple = [self.indicators.get(key) for key in keys]
        _check(grouping, simple, self.catalogue)
        groups = _by_statement(simple)
        return [found[0] for group in groups for found in self._statements(group, grouping)]

    def _statements(
        self, group: Sequence[Indicator], grouping: Grouping
    ) -> list[tuple[exp.Select, Period | None]]:
        """Flows take one statement for all periods; stocks one for each period's last day."""
        periods = grouping.periods.list()
        if not group[0].is_stock:
            return [(self._statement(group, grouping, None), None)]
        return [(self._statement(group, grouping, period), period) for period in periods]

    def _statement(
        self, group: Sequence[Indicator], grouping: Grouping, at: Period | None
    ) -> exp.Select:
        first, fact = group[0], self.catalogue.fact(group[0].fact)
        spread = grouping.periods
        bindings = Bindings(
            at.last_day if at else spread.list()[-1].last_day,
            at.start if at else spread.start,
            at.end if at else spread.end,
            self.indicators.table,
        )
        plan = Plan(self.catalogue, bindings, self.backend.dialect)
        builder = SelectBuilder(plan, fact)
        outputs = self._keys(builder, fact.place, first, grouping)
        number_of_keys = len(outputs)
        for indicator in group:
            outputs[f"i_{indicator.key}"] = _aggregate(indicator, builder, bindings)
        where = _within(builder, fact.place, first, grouping, at)
        if grouping.units:
            where = all_of([where, builder.own(UNIT).isin(*grouping.units)])
        elif grouping.by_unit:
            where = all_of([where, exp.Not(this=is_null(builder.own(UNIT)))])
        select = builder.build(outputs, where)
        if not number_of_keys:
            return select
        return select.group_by(*[literal(n + 1) for n in range(number_of_keys)], copy=False)

    def _keys(
        self, builder: SelectBuilder, place: str, first: Indicator, grouping: Grouping
    ) -> dict[str, exp.Expr]:
        outputs: dict[str, exp.Expr] = {}
        if grouping.by_unit:
            outputs["place"] = builder.own(UNIT)
        elif grouping.digits:
            cut = [builder.own(place), literal(1), literal(grouping.digits)]
            outputs["place"] = exp.Anonymous(this="SUBSTRING", expressions=cut)
        if not first.is_stock:
            outputs["period"] = grouping.periods.bucket(builder.own(first.on))
        return outputs | {f"by_{name}": builder.own(name) for name in grouping.cuts}

    def _gather(
        self,
        statement: exp.Select,
        at: Period | None,
        group: Sequence[Indicator],
        grouping: Grouping,
        cells: Mapping[str, dict[tuple, int]],
    ) -> None:
        names = [output.alias_or_name for output in statement.selects]
        labels = [period.label for period in grouping.periods.list()]
        for values in self.backend.fetch(statement):
            row = dict(zip(names, values, strict=True))
            place = grouping.place if grouping.is_one_place else str(row["place"])
            label = at.label if at else labels[int(row["period"])]
            cut = tuple(_plain(row[f"by_{name}"]) for name in grouping.cuts)
            for indicator in group:
                value = row[f"i_{indicator.key}"]
                if value is not None:
                    cells[indicator.key][place, label, cut] = int(value)

    def _figures(
        self,
        indicator: Indicator,
        cells: Mapping[str, Mapping[tuple, int]],
        grouping: Grouping,
    ) -> list[Figure]:
        found, of = [], indicator.pack or self.indicators.pack.name
        ratio = indicator.measure == Measure.RATIO
        for cell in sorted(cells[indicator.of[1] if ratio else indicator.key], key=str):
            place, period, cut = cell
            by = dict(zip(grouping.cuts, cut, strict=True))
            if ratio:
                top, bottom = (cells[key].get(cell, 0) for key in indicator.of)
                found.append(Figure(indicator, of, place, period, None, by, (top, bottom)))
            else:
                value = cells[indicator.key][cell]
                found.append(Figure(indicator, of, place, period, value, by))
        return found


def _check(grouping: Grouping, indicators: Sequence[Indicator], catalogue: Catalogue) -> None:
    of_units = grouping.by_unit or bool(grouping.units)
    if grouping.digits not in {0, *LENGTHS}:
        raise EngineError("level", f"没有 {grouping.digits} 位的区划级别。")
    for indicator in indicators:
        if of_units and UNIT not in catalogue.fact(indicator.fact).columns:
            raise EngineError("no_unit", f"“{indicator.title}”不能按站点统计。")
        for cut in grouping.cuts:
            if cut not in indicator.cuts:
                raise EngineError(
                    "unknown_cut",
                    f"“{indicator.title}”不能按“{cut}”分。{nearest(cut, indicator.cuts)}",
                    name=cut,
                )


def _by_statement(indicators: Iterable[Indicator]) -> list[list[Indicator]]:
    """Indicators that one statement can answer: the same fact and the same dates."""
    groups: dict[tuple[str, str, str, str], list[Indicator]] = {}
    for one in indicators:
        groups.setdefault((one.fact, one.on, one.starts, one.ends), []).append(one)
    return list(groups.values())


def _aggregate(indicator: Indicator, builder: SelectBuilder, bindings: Bindings) -> exp.Expr:
    """The measure over rows that the filter holds for; a row it is unknown for is not counted."""
    value = literal(1) if indicator.value is None else builder.value(indicator.value)
    if indicator.filter is not None:
        test = builder.value(simplify(indicator.filter, bindings))
        value = case((test, value), otherwise=exp.Null())
    if indicator.measure == Measure.SUM:
        return wide(exp.Sum(this=value))
    if indicator.measure == Measure.COUNT_DISTINCT:
        return exp.Count(this=exp.Distinct(expressions=[value]))
    return exp.Count(this=value)


def _within(
    builder: SelectBuilder,
    place: str,
    first: Indicator,
    grouping: Grouping,
    at: Period | None,
) -> exp.Expr:
    low, high = bounds(grouping.place)
    tests: list[exp.Expr] = [
        exp.Between(this=builder.own(place), low=literal(low), high=literal(high))
    ]
    if at is None:
        day, spread = builder.own(first.on), grouping.periods
        tests.append(exp.GTE(this=day, expression=literal(spread.start)))
        tests.append(exp.LT(this=day.copy(), expression=literal(spread.end)))
        if spread.through_day < 31:
            number = exp.Anonymous(this="DAY", expressions=[day.copy()])
            tests.append(exp.LTE(this=number, expression=literal(spread.through_day)))
        return all_of(tests)
    last = literal(at.last_day)
    tests.append(exp.LTE(this=builder.own(first.starts), expression=last))
    if first.ends:
        end = builder.own(first.ends)
        open_still = [is_null(end), exp.GT(this=end, expression=last.copy())]
        tests.append(exp.Paren(this=any_of(open_still)))
    return all_of(tests)


def _plain(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
