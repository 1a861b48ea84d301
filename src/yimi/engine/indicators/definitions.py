"""The nouns: an indicator as checked, and a set of them from one pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yimi.engine.errors import EngineError, nearest
from yimi.engine.expressions.tree import Node
from yimi.engine.packs import Pack
from yimi.engine.parameters import ParameterTable

#: Keys of the indicators that a place adds by itself, ``L411623_01``; no pack may use one.
LOCAL_KEY = re.compile(r"L[0-9]{2,12}_[0-9]{2,}")


class Measure(StrEnum):
    """How rows become a number."""

    SUM = "sum"
    COUNT = "count"
    COUNT_DISTINCT = "count_distinct"
    RATIO = "ratio"


@dataclass(frozen=True)
class Indicator:
    """A figure's definition. A *flow* counts what happened in a period (``on`` is its date column); a *stock* what holds at
    the period's last day (``starts``/``ends``, the latter not included). A ratio is two other indicators, numerator first.
    """

    key: str
    title: str
    title_en: str
    unit: str
    definition: str
    dedup: str
    source: str
    measure: Measure
    fact: str = ""
    value: Node | None = None
    filter: Node | None = None
    on: str = ""
    starts: str = ""
    ends: str = ""
    of: tuple[str, str] = ("", "")
    cuts: tuple[str, ...] = ()
    #: the pack that defines it, as ``id@version``; a place that renames it does not become its author
    pack: str = ""
    #: what a place's own forms call it, "" when they do not
    local_code: str = ""
    definition_en: str = ""
    dedup_en: str = ""
    source_en: str = ""
    #: the day from which it is no longer offered; tables and reports that hold it still read it
    withdrawn_on: date | None = None

    @property
    def is_stock(self) -> bool:
        """Counted at a day, not over a period."""
        return bool(self.starts)

    @property
    def may_add_places(self) -> bool:
        """Whether figures of places that do not overlap may be added."""
        return self.measure in {Measure.SUM, Measure.COUNT}

    @property
    def may_add_periods(self) -> bool:
        """Whether figures of periods that do not overlap may be added."""
        return self.may_add_places and not self.is_stock


@dataclass(frozen=True)
class IndicatorSet:
    """The indicators of a pack by key; a place's pack brings those of the pack it builds on."""

    pack: Pack
    indicators: Mapping[str, Indicator] = field(hash=False)
    table: ParameterTable = field(hash=False, compare=False)

    def get(self, key: str) -> Indicator:
        """The indicator, or an error with the nearest key."""
        if key not in self.indicators:
            raise EngineError(
                "unknown_indicator", f"没有指标“{key}”。{nearest(key, self.indicators)}", name=key
            )
        return self.indicators[key]

    def by_code(self, code: str) -> Indicator:
        """The indicator that a place's form calls ``code``, or an error with the nearest code."""
        codes = {one.local_code: one for one in self.indicators.values() if one.local_code}
        if code not in codes:
            raise EngineError(
                "unknown_code", f"没有代码“{code}”。{nearest(code, codes)}", name=code
            )
        return codes[code]
