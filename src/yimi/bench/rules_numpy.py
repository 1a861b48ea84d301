"""The thirteen policies in numpy: unknown, false and true as 1, 0 and 2, so that *and* is min, *or* is max, *not* is 2 − x."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from yimi.bench.rules_contenders import BY_HAND, DAY, NAMES, Counts

#: What gives an input or a condition by its name.
Get = Callable[[str], Any]
TRUTHS = [
    "alive", "property", "obligors_unable", "supported", "hukou_here", "hukou_where_living", "dibao", "near_dibao", "tekun",
    "disabled", "ill", "old_age", "orphan", "watch", "dfuc", "difficulty", "left_behind", "migrant", "living", "nursing",
]  # fmt: skip
CODES = ["hukou_kind", "level", "variety", "father", "mother"]
DATES = ["born", "late", "living_since_on", "father_away", "mother_away"]
NUMBERS = ["income", "care_needed_months"]
#: An unknown day, number or code.
UNKNOWN = -(2**31)
RECEIVING = {
    "orphan": "orphan", "dfuc": "dfuc", "tekun": "tekun", "dibao": "dibao", "near": "near_dibao", "living": "living",
    "nursing": "nursing", "old": "old_age", "difficulty": "difficulty", "left": "left_behind", "migrant": "migrant",
}  # fmt: skip
GONE, CANNOT = (1, 2), (3, 4, 5, 6, 7, 8)


def days(day: date) -> int:
    """A day as a number."""
    return (day - date(1970, 1, 1)).days


def truth(values: Any, test: Any) -> Any:
    """0, 1 or 2 of a test over values that may be unknown."""
    return np.where(values == UNKNOWN, 1, np.where(test, 2, 0)).astype(np.int8)


def every(*parts: Any) -> Any:
    """and."""
    return reduce(np.minimum, parts)


def some(*parts: Any) -> Any:
    """or."""
    return reduce(np.maximum, parts)


def among(values: Any, codes: tuple[int, ...]) -> Any:
    """``in``, by a small table: unknown codes are written as -1, which is its last entry."""
    table: Any = np.zeros(32, np.int8)
    table[list(codes)] = 2
    table[-1] = 1
    return table[values]


def aged(get: Get, years: int) -> Any:
    """Old enough by the latest possible birthday, too young by the earliest."""
    limit = days(DAY.replace(year=DAY.year - years))
    late, born = get("late"), get("born")
    young = (born > limit) & (born != UNKNOWN)
    return np.where((late <= limit) & (late != UNKNOWN), 2, np.where(young, 0, 1)).astype(np.int8)


def until(get: Get, name: str) -> Any:
    """Half a year or longer ago."""
    return truth(get(name), get(name) <= days(date(2023, 12, 1)))


def away(get: Get, one: str, other: str) -> Any:
    """One parent works away for half a year, the other is away or cannot care."""
    return every(
        among(get(one), (9,)), until(get, f"{one}_away"), among(get(other), (9, 3, 4, 5, 6, 7))
    )


def if_disabled(get: Get, answer: Any) -> Any:
    """The answer where someone is disabled; unknown where that is."""
    return np.where(get("disabled") == 2, answer, get("disabled")).astype(np.int8)


def tekun_grade(get: Get) -> Any:
    """Cannot work."""
    level, kind = get("level"), get("variety")
    return some(
        aged(get, 60), 2 - aged(get, 16), every(among(kind, (5, 6)), among(level, (1, 2, 3))),
        every(among(kind, (4,)), among(level, (1, 2))), every(among(kind, (1,)), among(level, (1,))),
    )  # fmt: skip


def obligors(get: Get) -> Any:
    """As verified; else someone who can support says no."""
    known = get("obligors_unable")
    return np.where(known != 1, known, np.where(get("supported") == 2, 0, 1)).astype(np.int8)


def between(get: Get) -> Any:
    """Above the line, below one and a half."""
    income = get("income")
    return truth(income, (income >= 60000) & (income * 100 < 9000000))


#: The 23 conditions in the order of the SQL.
CONDITIONS: Mapping[str, Callable[[Get], Any]] = {
    f"c{number}": formula
    for number, formula in enumerate(
        [
            lambda g: g("alive"),
            lambda g: truth(g("income"), g("income") < 60000),
            lambda g: g("property"),
            tekun_grade,
            obligors,
            lambda g: 2 - aged(g, 18),
            lambda g: every(among(g("father"), GONE), among(g("mother"), GONE)),
            lambda g: some(
                every(among(g("father"), CANNOT), among(g("mother"), (*CANNOT, *GONE))),
                every(among(g("mother"), CANNOT), among(g("father"), GONE)),
            ),
            between,
            lambda g: g("disabled"),
            lambda g: g("dibao"),
            lambda g: if_disabled(g, among(g("level"), (1, 2))),
            lambda g: truth(g("care_needed_months"), g("care_needed_months") >= 6),
            lambda g: aged(g, 80),
            lambda g: g("hukou_here"),
            lambda g: some(
                g("dibao"),
                g("near_dibao"),
                g("tekun"),
                g("disabled"),
                g("ill"),
                among(g("father"), (5, 6, 7)),
                among(g("mother"), (5, 6, 7)),
            ),
            lambda g: 2 - aged(g, 16),
            lambda g: among(g("hukou_kind"), (1,)),
            lambda g: some(away(g, "father", "mother"), away(g, "mother", "father")),
            lambda g: every(2 - g("hukou_where_living"), until(g, "living_since_on")),
            lambda g: some(g("tekun"), g("orphan"), g("dibao"), g("near_dibao"), g("watch")),
            lambda g: 2 - aged(g, 7),
            lambda g: if_disabled(g, among(g("variety"), (1, 2, 3, 4, 5))),
        ]
    )
}


def alone(get: Get, benefit: str) -> Any:
    """The outcome of a benefit by its own conditions."""
    receiving = RECEIVING.get(benefit)
    worst = every(*[get(f"c{number}") for number in BY_HAND[benefit][1]])
    if receiving is None:
        return worst
    return np.where(get(receiving) == 2, 3, worst).astype(np.int8)


def words(get: Get) -> tuple[Any, Any]:
    """Failed and unknown conditions as bits."""
    failed = unknown = np.int32(0)
    for number in range(len(CONDITIONS)):
        values = get(f"c{number}")
        failed = failed | ((values == 0).astype(np.int32) << number)
        unknown = unknown | ((values == 1).astype(np.int32) << number)
    return failed, unknown


def settle(first: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
    """The outcomes after what excludes what, and which relations stood in the way."""
    active: dict[str, Any] = {}

    def blocked(*others: str) -> Any:
        return reduce(np.logical_or, [active[other] for other in others])

    order = {
        "orphan": (), "dfuc": ("orphan",), "tekun": ("orphan", "dfuc"), "dibao": ("tekun",), "near": ("tekun", "dibao"),
        "living": ("tekun", "orphan"), "nursing": ("tekun",),
    }  # fmt: skip
    outcomes, related, bit = dict(first), np.int8(0), 0
    for benefit, others in order.items():
        if others:
            stops = blocked(*others)
            outcomes[benefit] = np.where(stops & (first[benefit] != 3), 0, first[benefit])
            related = related | (stops.astype(np.int8) << bit)
            bit += 1
        active[benefit] = outcomes[benefit] >= 2
    return outcomes, related


def counts(outcomes: Mapping[str, Any], kept: tuple[Any, ...]) -> Counts:
    """What every contender must agree on."""
    found = {
        NAMES.get(benefit, benefit): [int(n) for n in np.bincount(values, minlength=4)]
        for benefit, values in outcomes.items()
    }
    return {**found, "reasons": [int(np.bitwise_count(word).sum()) for word in kept]}


def read_inputs(prepared: Path) -> dict[str, Any]:
    """The columns as arrays: truths 0, 1, 2; codes with -1, days and numbers with UNKNOWN for unknown."""
    listed = [
        f"(CASE WHEN {n} THEN 2 WHEN NOT {n} THEN 0 ELSE 1 END)::TINYINT AS {n}" for n in TRUTHS
    ]
    listed += [f"coalesce({name}, -1)::TINYINT AS {name}" for name in CODES]
    listed += [
        f"coalesce(date_diff('day', DATE '1970-01-01', {name}), {UNKNOWN})::INTEGER AS {name}"
        for name in DATES
    ]
    listed += [f"coalesce({name}, {UNKNOWN})::INTEGER AS {name}" for name in NUMBERS]
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    relation = connection.execute(f"SELECT {', '.join(listed)} FROM read_parquet('{prepared}')")
    return dict(relation.fetchnumpy())


def numpy_decide(prepared: Path) -> Counts:
    """All of it, whole arrays at a time."""
    inputs = read_inputs(prepared)
    made: dict[str, Any] = {}

    def get(name: str) -> Any:
        if name in inputs:
            return inputs[name]
        if name not in made:
            made[name] = CONDITIONS[name](get)
        return made[name]

    failed, unknown = words(get)
    outcomes, related = settle({benefit: alone(get, benefit) for benefit in BY_HAND})
    return counts(outcomes, (failed, unknown, related))
