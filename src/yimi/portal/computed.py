"""The hand that the portal lends to the reported room: figures computed from the facts, beside figures reported elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Figure, Figures, Grouping, Periods
from yimi.insight.errors import NoFactsYet
from yimi.insight.facts.snapshot import open_snapshot
from yimi.insight.figures.indicators import core_indicators, title_of
from yimi.insight.figures.words import in_language
from yimi.reported.computing import Counted, Wanted

#: Nothing was recorded before: what is counted "up to a day" is counted from here.
FIRST_YEAR = 2000


def compute_beside(wanted: Sequence[Wanted]) -> Mapping[Wanted, Counted]:
    """What the newest facts say, whole months up to the day; nothing while no facts are published.

    One statement per fact for each place and day.
    """
    try:
        backend = open_snapshot().backend
    except NoFactsYet:
        return {}
    figures = Figures(core_indicators(), backend, load_catalogue())
    found: dict[Wanted, Counted] = {}
    ordered = sorted(wanted, key=lambda one: (one.place, one.through, one.indicator))
    for (place, through), group in groupby(ordered, key=lambda one: (one.place, one.through)):
        keys = [one.indicator for one in group]
        for figure in figures.compute(keys, Grouping(_up_to(through), place=place)):
            if counted := _counted(figure):
                found[Wanted(figure.indicator.key, place, through)] = counted
    return found


def _up_to(day: date) -> Periods:
    """One period, from the first year to the end of the day's month."""
    return Periods(FIRST_YEAR, 1, months=(day.year - FIRST_YEAR) * 12 + day.month)


def _counted(figure: Figure) -> Counted | None:
    indicator = figure.indicator
    title, unit = title_of(indicator), in_language(indicator.unit)
    if figure.counts is not None:
        if figure.permille is None:
            return None
        value = Decimal(figure.permille) / 10
        return Counted(value, title, unit, figure.counts)
    return Counted(Decimal(figure.value or 0), title, unit)
