"""What can be chosen for a place's own indicator: facts, what is added or told apart, times, cuts. No database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from yimi.engine.catalogue import Catalogue, Column, Fact, load_catalogue
from yimi.engine.indicators import Measure
from yimi.engine.kinds import Kind
from yimi.insight.facts.registering import published_facts
from yimi.insight.figures.exposure import load_exposure

MINUTES_UNIT, MONEY_UNIT, RATIO_UNIT = "分钟", "分", "%"
#: Units that can be chosen; each has its English in ``figures/data/words.toml``.
UNITS = (
    "人次",
    "人",
    "户次",
    "户",
    "个",
    "次",
    "件",
    "节",
    "场",
    "条",
    "份",
    MINUTES_UNIT,
    MONEY_UNIT,
)


@dataclass(frozen=True)
class Columns:
    """The content of ``data/columns.toml``."""

    sums: Mapping[str, Sequence[str]]
    sum_units: Mapping[str, str]
    distinct_units: Mapping[str, str]
    distinct_words: Mapping[str, Sequence[str]]
    rows: Mapping[str, Any]


@cache
def load_columns() -> Columns:
    """The shipped lists."""
    text = (files("yimi.insight.local") / "data" / "columns.toml").read_text("utf-8")
    return Columns(**tomllib.loads(text))


@cache
def facts() -> tuple[Fact, ...]:
    """The facts that figures of places can be counted from: filled today, with a place, and with a rule of exposure."""
    catalogue, exposed = load_catalogue(), load_exposure().facts
    return tuple(
        fact
        for name, fact in catalogue.facts.items()
        if name in published_facts()
        and name in exposed
        and fact.place
        and name != "reported_figure"
    )


def addable(fact: Fact) -> list[Column]:
    """What may be added."""
    return [fact.columns[name] for name in load_columns().sums.get(fact.name, ())]


def distinct(fact: Fact) -> list[Column]:
    """What rows can be told apart by."""
    return [fact.columns[name] for name in load_columns().distinct_units if name in fact.columns]


def cuts(fact: Fact) -> list[Column]:
    """What figures can be broken down by."""
    return [one for one in fact.columns.values() if one.kind in {Kind.CODE, Kind.BOOL}]


def times(fact: Fact) -> list[tuple[str, Column, Column | None]]:
    """Ways to count in time: ``on:day`` in a period by its day; ``at:from:to`` at the last day, from one day until another."""
    days = [one for one in fact.columns.values() if one.kind == Kind.DATE and not is_birth(one)]
    flows = [(f"on:{one.name}", one, None) for one in days]
    starts = [one for one in days if not one.nullable] or days[:1]
    ends = [one for one in days if one.nullable and one.name.split("_")[0] in _ENDS]
    stocks: list[tuple[str, Column, Column | None]] = [
        (f"at:{start.name}:{end.name}", start, end) for start in starts for end in ends
    ]
    return [*flows, *stocks]


_ENDS = frozenset({"closed", "ended", "left", "ends", "valid"})


def is_birth(column: Column) -> bool:
    """Whether it is a person's date of birth, which a definition asks for in years only."""
    return column.name.startswith("birth_")


def unit_for(measure: Measure, value: str, catalogue: Catalogue, fact: str) -> str:
    """The only unit that a measure can have; "" where there is a choice."""
    if measure == Measure.RATIO:
        return RATIO_UNIT
    if measure == Measure.COUNT_DISTINCT:
        return load_columns().distinct_units.get(value, "")
    if measure != Measure.SUM:
        return ""
    kind = catalogue.fact(fact).columns[value].kind
    by_kind = {Kind.MINUTES: MINUTES_UNIT, Kind.MONEY_FEN: MONEY_UNIT}
    return by_kind.get(kind) or load_columns().sum_units.get(value, "")


def dedup_words(measure: Measure, value: str) -> tuple[str, str]:
    """How repeats are treated, zh and en: it follows from the measure, so nobody writes it."""
    if measure == Measure.RATIO:
        return "由两个计数算出", "Computed from its two counts"
    if measure == Measure.COUNT_DISTINCT:
        zh, en = load_columns().distinct_words.get(value, ("", ""))
        return zh, en
    return "不去重", "Repeats count"


def unit_label(unit: str) -> str:
    """A unit as people know it: money is counted in fen and shown in yuan."""
    return "元" if unit == MONEY_UNIT else unit
