"""The indicators that tables are made of: the shipped ones, and what places added or named."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from yimi.core.language import in_english
from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.indicators import LOCAL_KEY, Indicator, IndicatorSet, Measure, read_indicators
from yimi.engine.packs import Pack, load_pack, shipped_packs
from yimi.insight.local.standing import joined, versions_at

CORE = "national/core-indicators"
#: A pack that knows it builds on the national ones.
CORE_KEY = "P01_person_times"
#: The column of a fact that names the service unit.
UNIT = "unit_uid"


@cache
def core_indicators() -> IndicatorSet:
    """The shipped national indicators."""
    return read_indicators(load_pack(CORE), load_catalogue())


@cache
def _local_packs() -> tuple[Pack, ...]:
    """Packs of places that build on the national indicators, the smallest place first."""
    packs = [load_pack(name) for name in shipped_packs() if name != CORE]
    found = [one for one in packs if one.kind == "indicators" and one.prefix]
    return tuple(sorted(found, key=lambda one: -len(one.prefix)))


@cache
def _of_pack(name: str) -> IndicatorSet:
    return read_indicators(load_pack(name), load_catalogue())


def shipped_at(code: str) -> IndicatorSet:
    """The shipped indicators as a place's shipped pack calls them; ``code``: of the place, or a prefix."""
    for pack in _local_packs():
        if code.startswith(pack.prefix) and CORE_KEY in _of_pack(pack.id).indicators:
            return _of_pack(pack.id)
    return core_indicators()


def indicators_at(code: str, known_at: datetime | None = None) -> IndicatorSet:
    """The indicators as a place calls them, with those that it or a place above added here and published.

    ``known_at``: by the definitions that held then. Those withdrawn are in it, and say so. One query; nothing is kept
    between requests but the parsed texts, which never change.
    """
    return joined(shipped_at(code), versions_at(code, known_at))


def title_of(indicator: Indicator) -> str:
    """In the reader's language."""
    return indicator.title_en if in_english() else indicator.title


def is_local(indicator: Indicator) -> bool:
    """Whether a place added it here."""
    return LOCAL_KEY.fullmatch(indicator.key) is not None


def definition_of(indicator: Indicator) -> str:
    """What it counts, in the reader's language; in Chinese where nobody wrote it in English."""
    return (in_english() and indicator.definition_en) or indicator.definition


def dedup_of(indicator: Indicator) -> str:
    """How repeats are treated, in the reader's language."""
    return (in_english() and indicator.dedup_en) or indicator.dedup


def source_of(indicator: Indicator) -> str:
    """Where it comes from, in the reader's language."""
    return (in_english() and indicator.source_en) or indicator.source


def parts_of(indicator: Indicator, known: IndicatorSet) -> list[Indicator]:
    """The two counts of a ratio; the indicator itself otherwise."""
    if indicator.measure == Measure.RATIO:
        return [known.get(key) for key in indicator.of]
    return [indicator]


def has_units(indicator: Indicator, known: IndicatorSet, catalogue: Catalogue) -> bool:
    """Whether its rows say which unit they belong to."""
    return all(UNIT in catalogue.fact(part.fact).columns for part in parts_of(indicator, known))
