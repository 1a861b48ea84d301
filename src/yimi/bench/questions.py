"""Random tables as people ask for them in 探索: levels, periods, cuts and indicators, counted persons among them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from typing import Any

from yimi.engine.catalogue import Catalogue
from yimi.engine.indicators import Figures, Grouping, IndicatorSet, Measure, Periods

#: Place, digits of the rows, by unit; the places are some of those that the contacts lie in.
LEVELS = (
    ("41", 6, False), ("41", 6, False), ("41", 4, False), ("4101", 6, False), ("410123", 9, False), ("410123", 9, False),
    ("410123", 12, False), ("410123105", 12, False), ("410123", 0, True), ("", 0, True), ("41", 0, False),
    ("410123", 0, False), ("410123105", 0, False),
)  # fmt: skip
#: A month, a quarter, a year; months and quarters of a year as rows; ten months; twelve that are no calendar year.
PERIODS = (
    Periods(2025, 6), Periods(2024, 11), Periods(2025, 4, months=3), Periods(2024, 1, months=12), Periods(2025, 1, months=12),
    Periods(2025, 1, count=12), Periods(2025, 1, count=4, months=3), Periods(2025, 1, months=10), Periods(2024, 7, months=12),
    Periods(2023, 1, count=3, months=12),
)  # fmt: skip
#: So many of a hundred tables have a cut.
WITH_CUT = 35


def random_tables(
    indicators: IndicatorSet, count: int, seed: int = 1
) -> list[tuple[list[str], Grouping]]:
    """``count`` tables of flows over contacts: one indicator with a cut, or up to four without."""
    dice = Random(seed)
    flows = [
        key
        for key, one in indicators.indicators.items()
        if one.fact == "service_contact" and one.on
    ]
    persons = [key for key in flows if indicators.indicators[key].measure == Measure.COUNT_DISTINCT]
    found = []
    for _ in range(count):
        place, digits, by_unit = dice.choice(LEVELS)
        keys = dice.sample(flows, dice.randrange(1, 5))
        cuts: tuple[str, ...] = ()
        if dice.random() < 0.5:
            keys = list(dict.fromkeys([dice.choice(persons), *keys]))
        if dice.randrange(100) < WITH_CUT:
            keys = [dice.choice([*persons, *flows])]
            some = indicators.indicators[keys[0]].cuts
            cuts = (dice.choice(some),) if some else ()
        found.append((keys, Grouping(dice.choice(PERIODS), place, digits, cuts, by_unit)))
    return found


def ask_all(
    indicators: IndicatorSet, backend: Any, catalogue: Catalogue, count: int
) -> dict[str, Any]:
    """Every table asked three times: the first time, and the best of the others; tables from the sums asked of the rows too."""
    figures = Figures(indicators, backend, catalogue)
    first, warm, cpu, slowest, differ = [], [], [], [], 0
    for number, (keys, grouping) in enumerate(random_tables(indicators, count)):
        walls, used, answer = [], [], None
        for _ in range(3):
            began, spent = time.perf_counter(), time.process_time()
            answer = figures.compute(keys, grouping)
            walls.append(time.perf_counter() - began)
            used.append(time.process_time() - spent)
        first.append(walls[0])
        warm.append(min(walls[1:]))
        cpu.append(min(used[1:]))
        slowest.append((cpu[-1], f"{','.join(keys)} {grouping}"))
        if number % 10 == 0:
            differ += answer != _from_rows(figures, keys, grouping)
    return {
        "asked": count, "differ": differ, "slowest": [words for _cpu, words in sorted(slowest)[-3:]],
        "first": _spread(first), "warm": _spread(warm), "cpu": _spread(cpu),
    }  # fmt: skip


def _from_rows(figures: Figures, keys: Sequence[str], grouping: Grouping) -> list[Any]:
    kept, figures.backend.kept = figures.backend.kept, {}  # type: ignore[misc]
    try:
        return figures.compute(keys, grouping)
    finally:
        figures.backend.kept = kept  # type: ignore[misc]


def _spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 95th of a hundred, the greatest."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95) - 1], ordered[-1]
