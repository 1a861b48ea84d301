"""What stations did, on the homes of stations, townships and counties: from the facts, as 统计 and the reports count it.

A place's figures are of everything served there, by whomever; a station's are its own. What somebody has to do today (posts,
visits due, late records, the ladder's rungs) is counted from the rooms instead, up to the second: docs/adr/0010.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from uuid import UUID

from yimi.core.actor import Actor
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import (
    Figure,
    Figures,
    Grouping,
    IndicatorSet,
    Periods,
    read_indicators,
)
from yimi.engine.packs import load_pack
from yimi.explore.queries import targets_for
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.snapshot import Snapshot, open_snapshot
from yimi.insight.figures.indicators import indicators_at
from yimi.insight.figures.question import Question
from yimi.insight.figures.spans import Span
from yimi.portal.homes.periods import Period
from yimi.regions.rules import pad_code
from yimi.services.permissions import VIEW_FIGURES

#: The homes' figures as indicators; 补录 is none: it says how records came in, not what was done.
INDICATORS = {
    "person_times": "P01_person_times",
    "persons": "P02_persons",
    "visit_times": "P04_household_times",
    "visited_households": "P04_households",
    "missed_visits": "P05_not_met",
    "consultations": "P07_consultations",
    "events": "P12_activities",
    "handlings": "H01_handlings",
}
KEYS = {indicator: key for key, indicator in INDICATORS.items()}
HANDLINGS = "national/handling-indicators"
RUN_MONTHS = 12

Values = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures by key: of a month, of the month before, of twelve months, and of the year so far where a target is set.

    While a month lasts it is compared with the same days of the month before, and the run ends with the last whole month.
    """

    now: Values
    before: Values
    runs: Mapping[str, Sequence[int]]
    year: Values
    targets: Values
    through_at: datetime
    units: Mapping[UUID, Values] = field(default_factory=dict)


def counted_in(actor: Actor, prefix: str, period: Period, *, on: date) -> Counted | None:
    """A place with each unit's share of it; None before the facts are there, or without figures. At most eight statements."""
    if not actor.may_at(VIEW_FIGURES, region_code=pad_code(prefix)):
        return None
    try:
        counting = _Counting(open_snapshot(), prefix)
    except NoFactsYet:
        return None
    about = Question((), Span.year_of(period.first), prefix)
    found = counting.all(about, period, on=on)
    return replace(found, units=counting.by_unit(period, INDICATORS))


def counted_of(
    actor: Actor, units: Collection[UUID], period: Period, *, on: date
) -> Counted | None:
    """The same of some units together; a target only where it is a single one. The caller chose units the actor may see."""
    if not units or not actor.may(VIEW_FIGURES):
        return None
    try:
        counting = _Counting(open_snapshot(), "", units)
    except NoFactsYet:
        return None
    only = next(iter(units)) if len(units) == 1 else None
    about = Question((), Span.year_of(period.first), unit=only)
    return counting.all(about, period, on=on)


def counted_by_unit(prefix: str, period: Period, key: str) -> tuple[Mapping[UUID, int], int]:
    """One figure of a place: each unit's, and the place's own. Raises NoFactsYet."""
    counting = _Counting(open_snapshot(), prefix)
    units = counting.by_unit(period, [key])
    whole = counting.months(Span.month_of(period.first), [key])
    return {unit: values[key] for unit, values in units.items()}, whole[0].get(key, 0)


class _Counting:
    """Asks one snapshot about a place or some units."""

    def __init__(self, snapshot: Snapshot, prefix: str, units: Iterable[UUID] = ()) -> None:
        self.snapshot, self.prefix = snapshot, prefix
        self.units = tuple(str(unit) for unit in units)
        self.figures = Figures(_known(prefix), snapshot.backend, load_catalogue())

    def all(self, about: Question, period: Period, *, on: date) -> Counted:
        """Everything but the units' shares."""
        month = Span.month_of(period.first)
        lasts = period.last > on
        first = month.shifted(-RUN_MONTHS if lasts else 1 - RUN_MONTHS)
        months = self.months(replace(first, months=RUN_MONTHS + lasts), INDICATORS)
        before = months[-2]
        if lasts:
            before = self.months(month.shifted(-1), INDICATORS, through_day=on.day)[0]
        whole = months[:-1] if lasts else months
        targets = _targets(about)
        return Counted(
            now=months[-1],
            before=before,
            runs={key: [one.get(key, 0) for one in whole] for key in INDICATORS},
            year=self._year(period, targets),
            targets=targets,
            through_at=self.snapshot.through_at,
        )

    def months(self, span: Span, keys: Iterable[str], *, through_day: int = 31) -> list[Values]:
        """Each month of ``span``, of its first days only when told."""
        periods = Periods(span.year, span.month, count=span.months, through_day=through_day)
        found: dict[str, dict[str, int]] = {one.label: {} for one in periods.list()}
        for figure in self._compute(keys, periods):
            found[figure.period][KEYS[figure.indicator.key]] = figure.value or 0
        return list(found.values())

    def by_unit(self, period: Period, keys: Iterable[str]) -> Mapping[UUID, Values]:
        """A month's figures of every unit that did something here."""
        periods = Periods(period.first.year, period.first.month)
        found: dict[UUID, dict[str, int]] = {}
        for figure in self._compute(keys, periods, by_unit=True):
            values = found.setdefault(UUID(figure.place), {})
            values[KEYS[figure.indicator.key]] = figure.value or 0
        return found

    def _year(self, period: Period, targets: Values) -> Values:
        """The year up to the month, for figures with a target."""
        if not targets:
            return {}
        year = Periods(period.first.year, 1, months=period.first.month)
        found = self._compute(targets, year)
        return {KEYS[figure.indicator.key]: figure.value or 0 for figure in found}

    def _compute(
        self, keys: Iterable[str], periods: Periods, *, by_unit: bool = False
    ) -> list[Figure]:
        grouping = Grouping(periods, place=self.prefix, units=self.units, by_unit=by_unit)
        return self.figures.compute([INDICATORS[key] for key in keys], grouping)


def _targets(about: Question) -> Values:
    """By figure, the target of the year; none for several units together. One query at most."""
    if not about.place and not about.unit:
        return {}
    asked = about.but(indicators=tuple(KEYS), versus=("target",))
    return {KEYS[indicator]: value for (indicator, _at), value in targets_for(asked).items()}


def _known(prefix: str) -> IndicatorSet:
    """The indicators as a place calls them, with the handlings beside them."""
    at = indicators_at(prefix)
    return replace(at, indicators={**_handlings().indicators, **at.indicators})


@cache
def _handlings() -> IndicatorSet:
    return read_indicators(load_pack(HANDLINGS), load_catalogue())
