"""Computing figures: one statement per fact and kind of time, however many indicators, places, periods and cuts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import all_of, any_of, case, is_null, wide
from yimi.engine.backends.pieces import literal
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue, Fact
from yimi.engine.errors import EngineError, nearest
from yimi.engine.expressions.simplify import simplify
from yimi.engine.indicators.definitions import Indicator, IndicatorSet, Measure
from yimi.engine.indicators.grouping import UNIT, Grouping
from yimi.engine.indicators.kept import ROWS, covers, kept_value, table_of, tally_of
from yimi.engine.indicators.periods import Period
from yimi.engine.indicators.values import NO_CUTS, Figure
from yimi.engine.parameters import Bindings
from yimi.engine.regions import LENGTHS, bounds


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
            for statement, period, asked in self._statements(group, grouping):
                self._gather(statement, period, asked, grouping, cells)
        return [figure for one in wanted for figure in self._figures(one, cells, grouping)]

    def statements(self, keys: Iterable[str], grouping: Grouping) -> list[exp.Select]:
        """The statements that :meth:`compute` would run, for those who want to read or time them."""
        simple = [self.indicators.get(key) for key in keys]
        _check(grouping, simple, self.catalogue)
        groups = _by_statement(simple)
        return [found[0] for group in groups for found in self._statements(group, grouping)]

    def _statements(
        self, group: Sequence[Indicator], grouping: Grouping
    ) -> Iterator[tuple[exp.Select, Period | None, Sequence[Indicator]]]:
        """Flows take one statement for all periods, two where only some are kept; stocks one for each period's last day."""
        if group[0].is_stock:
            for period in grouping.periods.list():
                yield self._statement(group, grouping, period), period, group
            return
        kept = self._kept(group, grouping)
        if kept:
            yield kept[0], None, kept[1]
        rest = [one for one in group if not kept or one not in kept[1]]
        if rest:
            yield self._statement(rest, grouping, None), None, rest

    def _builder(
        self, fact: Fact, grouping: Grouping, at: Period | None
    ) -> tuple[SelectBuilder, Bindings]:
        spread = grouping.periods
        bindings = Bindings(
            at.last_day if at else spread.last_day,
            at.start if at else spread.start,
            at.end if at else spread.end,
            self.indicators.table,
        )
        return SelectBuilder(Plan(self.catalogue, bindings, self.backend.dialect), fact), bindings

    def _statement(
        self, group: Sequence[Indicator], grouping: Grouping, at: Period | None
    ) -> exp.Select:
        fact = self.catalogue.fact(group[0].fact)
        builder, bindings = self._builder(fact, grouping, at)
        values = {f"i_{one.key}": _aggregate(one, builder, bindings) for one in group}
        return self._select(builder, group[0], grouping, at, values)

    def _kept(
        self, group: Sequence[Indicator], grouping: Grouping
    ) -> tuple[exp.Select, list[Indicator]] | None:
        """The statement over the sums that are kept, and the indicators it answers; None when it answers none."""
        fact = self.catalogue.fact(group[0].fact)
        columns = self.backend.kept.get(fact.name)
        if columns is None or not covers(fact, grouping):
            return None
        builder, _bindings = self._builder(replace(fact, name=table_of(fact.name)), grouping, None)
        found: list[Indicator] = []
        values: dict[str, exp.Expr] = {}
        for one in group:
            tally = tally_of(one, fact)
            if tally is None:
                continue
            value = kept_value(tally, one.on, columns, builder, grouping)
            if value is not None:
                found.append(one)
                values[f"i_{one.key}"] = value
        if not found:
            return None
        select = self._select(builder, group[0], grouping, None, values)
        some = exp.GT(this=exp.Sum(this=builder.own(ROWS)), expression=literal(0))
        return select.having(some, copy=False), found

    def _select(
        self,
        builder: SelectBuilder,
        first: Indicator,
        grouping: Grouping,
        at: Period | None,
        values: Mapping[str, exp.Expr],
    ) -> exp.Select:
        place = builder.fact.place
        keys = self._keys(builder, place, first, grouping)
        where = _within(builder, place, first, grouping, at)
        if grouping.units:
            where = all_of([where, builder.own(UNIT).isin(*grouping.units)])
        elif grouping.by_unit:
            where = all_of([where, exp.Not(this=is_null(builder.own(UNIT)))])
        select = builder.build({**keys, **values}, where)
        if not keys:
            return select
        return select.group_by(*[literal(n + 1) for n in range(len(keys))], copy=False)

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
        at_place = names.index("place") if "place" in names else None
        at_period = names.index("period") if "period" in names else None
        at_cuts = [names.index(f"by_{name}") for name in grouping.cuts]
        values = [(cells[one.key], names.index(f"i_{one.key}")) for one in group]
        labels = [period.label for period in grouping.periods.list()]
        place, label = grouping.place, at.label if at else ""
        cut: tuple[str | None, ...] = ()
        for row in self.backend.fetch(statement):
            if at_place is not None:
                place = str(row[at_place])
            if at_period is not None:
                label = labels[row[at_period]]
            if at_cuts:
                cut = tuple([_plain(row[number]) for number in at_cuts])
            cell = place, label, cut
            for found, number in values:
                value = row[number]
                if value is not None:
                    found[cell] = value

    def _figures(
        self,
        indicator: Indicator,
        cells: Mapping[str, Mapping[tuple, int]],
        grouping: Grouping,
    ) -> Iterator[Figure]:
        of, names = indicator.pack or self.indicators.pack.name, grouping.cuts
        ratio = indicator.measure == Measure.RATIO
        values = cells[indicator.of[1] if ratio else indicator.key]
        tops = cells[indicator.of[0]] if ratio else {}
        order = _with_cuts if names else None
        for cell, value in sorted(values.items(), key=order):
            place, period, cut = cell
            by = dict(zip(names, cut, strict=True)) if names else NO_CUTS
            if ratio:
                counts = (tops.get(cell, 0), value)
                yield Figure(indicator, of, place, period, None, by, counts)
            else:
                yield Figure(indicator, of, place, period, value, by)


def _with_cuts(item: tuple[tuple, int]) -> tuple:
    """Cells in order; an unknown cut comes last."""
    place, period, cut = item[0]
    return place, period, [(code is None, code or "") for code in cut]


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
