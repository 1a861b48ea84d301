"""The figures of reports, from the engine: one statement per fact and kind of time, whatever the number of places.

The only module of the room that knows where figures come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

from yimi.engine.backends import Backend
from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.indicators import Figure, Figures, Grouping, Periods
from yimi.insight.facts.snapshot import open_snapshot
from yimi.reports.layout import Column, Level, ReportPack, Row, Shape
from yimi.reports.reading import DEFAULT_INDICATORS, indicator_set
from yimi.reports.spans import Span
from yimi.reports.subjects import DIGITS, Subject, shared_prefix

#: The row of a table that stands for the whole county; its other rows are towns, called by their nine digits.
TOTAL = "total"
EACH_MARK = ":"
#: Whole places that a prefix can name.
LENGTHS = (6, 4, 2)


class Amount(NamedTuple):
    """A figure: a whole number in its unit, or the two counts of a ratio; neither when nobody can say."""

    value: int | None = None
    counts: tuple[int, int] | None = None


NOTHING = Amount()
ZERO = Amount(0)
#: (row, column) → figure.
Cells = dict[tuple[str, str], Amount]


class Facts(Protocol):
    """What figures are computed from: everything recorded up to ``through_at``, as it was known at ``known_at``."""

    @property
    def number(self) -> int:
        """Of the manifest."""
        ...

    @property
    def through_at(self) -> datetime:
        """Facts hold everything recorded up to then."""
        ...

    @property
    def known_at(self) -> datetime | None:
        """As it was known then; None: all up to ``through_at``."""
        ...

    @property
    def backend(self) -> Any:
        """The engine's, locked."""
        ...


def reach_of(facts: Facts) -> datetime:
    """Up to when records are in these facts."""
    return facts.known_at or facts.through_at


def newest() -> Facts:
    """The newest facts; raises ``NoFactsYet`` when none were published."""
    facts: Facts = open_snapshot()
    return facts


@cache
def catalogue() -> Catalogue:
    """The engine's fact tables."""
    return load_catalogue()


def compute(
    pack: ReportPack, subjects: Sequence[Subject], span: Span, facts: Facts
) -> dict[str, Cells]:
    """The derived figures of a report for all ``subjects`` (one level) at once, by their key."""
    cells: dict[str, Cells] = {subject.key: {} for subject in subjects}
    if not subjects:
        return cells
    if pack.shape == Shape.TABLE:
        return _tables(pack, subjects, span, facts)
    for column, periods in periods_of(pack, span):
        for subject in subjects:
            for row in pack.derived:
                if not row.each:
                    is_ratio = bool(pack.indicators[row.indicator].of[0])
                    cells[subject.key][row.key, column] = NOTHING if is_ratio else ZERO
        for place, _label, key, amount in rows_of(pack, _grouping(subjects, periods), facts):
            if place in cells:
                cells[place][key, column] = amount
    return cells


def rows_of(
    pack: ReportPack, grouping: Grouping, facts: Facts
) -> Iterator[tuple[str, str, str, Amount]]:
    """(place, period, row, figure) of every derived row for one grouping: places and periods as many as there are."""
    whole = [row for row in pack.derived if not row.cut]
    for row, figure in _figures(pack, whole, grouping, facts.backend):
        yield figure.place, figure.period, row.key, _amount(figure)
    for cut in sorted({row.cut for row in pack.derived if row.cut}):
        narrowed = [row for row in pack.derived if row.cut == cut]
        named = {row.value for row in narrowed if row.value}
        by_cut = Grouping(
            grouping.periods, grouping.place, grouping.digits, (cut,), grouping.by_unit, grouping.units,
        )  # fmt: skip
        for row, figure in _figures(pack, narrowed, by_cut, facts.backend):
            value = figure.cuts[cut] or ""
            if row.value == value:
                yield figure.place, figure.period, row.key, _amount(figure)
            elif row.each and value not in named and figure.value:
                yield figure.place, figure.period, f"{row.key}{EACH_MARK}{value}", _amount(figure)


def _figures(
    pack: ReportPack, rows: Iterable[Row], grouping: Grouping, backend: Backend
) -> Iterator[tuple[Row, Figure]]:
    wanted: dict[str, list[Row]] = {}
    for row in rows:
        wanted.setdefault(row.indicator, []).append(row)
    for name in pack.indicator_packs:
        found = indicator_set(name.partition("@")[0])
        keys = [key for key in wanted if key in found.indicators]
        if not keys:
            continue
        for figure in Figures(found, backend, catalogue()).compute(keys, grouping):
            for row in wanted[figure.indicator.key]:
                yield row, figure


def by_indicator(
    keys: Iterable[str], grouping: Grouping, facts: Facts
) -> Iterator[tuple[str, Amount]]:
    """Indicators for one place and period; those without anything are missing."""
    wanted = list(dict.fromkeys(keys))
    for name in DEFAULT_INDICATORS:
        found = indicator_set(name)
        mine = [key for key in wanted if key in found.indicators]
        if mine:
            for figure in Figures(found, facts.backend, catalogue()).compute(mine, grouping):
                yield figure.indicator.key, _amount(figure)


def _tables(
    pack: ReportPack, subjects: Sequence[Subject], span: Span, facts: Facts
) -> dict[str, Cells]:
    """Towns as rows, figures as columns; the county's own row is counted anew, not added up."""
    tables: dict[str, Cells] = {subject.key: {} for subject in subjects}
    place = _place(subjects)
    for digits in (DIGITS[Level.COUNTY], DIGITS[Level.TOWN]):
        grouping = Grouping(span.engine, place, digits)
        for code, _label, key, amount in rows_of(pack, grouping, facts):
            county = code[: DIGITS[Level.COUNTY]]
            if county in tables:
                row = TOTAL if digits == DIGITS[Level.COUNTY] else code
                tables[county][row, key] = amount
    return tables


def periods_of(pack: ReportPack, span: Span) -> Iterator[tuple[str, Periods]]:
    """What the columns that are counted count: this period, the same last year, the year so far."""
    known = {
        Column.PERIOD: span.engine,
        Column.LAST_YEAR: span.last_year,
        Column.TO_DATE: span.to_date,
    }
    return ((column.value, known[column]) for column in pack.columns if column in known)


def _grouping(subjects: Sequence[Subject], periods: Periods) -> Grouping:
    level = subjects[0].level
    if level == Level.STATION:
        return Grouping(periods, by_unit=True, units=tuple(one.key for one in subjects))
    return Grouping(periods, _place(subjects), DIGITS[level])


def _place(subjects: Sequence[Subject]) -> str:
    """The smallest whole place that holds all of them."""
    shared = shared_prefix([subject.key for subject in subjects])
    if len(subjects) == 1:
        return shared
    return next((shared[:digits] for digits in LENGTHS if len(shared) >= digits), "")


def _amount(figure: Figure) -> Amount:
    return Amount(figure.value, figure.counts)


def changed(before: Mapping[tuple[str, str], Amount], after: Cells) -> list[tuple[str, str]]:
    """The cells that no longer say the same; a cell that is gone now says 0."""
    places = dict.fromkeys([*before, *after])
    return [
        place
        for place in places
        if place[1] != Column.TARGET and before.get(place, ZERO) != after.get(place, ZERO)
    ]
