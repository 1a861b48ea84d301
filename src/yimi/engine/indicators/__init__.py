"""Indicators: one number, defined once: what it counts, in which unit, without whom, from where, and whether it may be added.

``read_indicators(pack)`` checks the definitions; ``Figures`` computes many of them in one statement per fact and grouping;
``total`` adds figures or refuses.
"""

from yimi.engine.indicators.definitions import LOCAL_KEY, Indicator, IndicatorSet, Measure
from yimi.engine.indicators.figures import Figures
from yimi.engine.indicators.grouping import Grouping
from yimi.engine.indicators.periods import Periods
from yimi.engine.indicators.reading import parameter_kinds, read_indicators, read_local
from yimi.engine.indicators.values import Figure, total

__all__ = [
    "LOCAL_KEY",
    "Figure",
    "Figures",
    "Grouping",
    "Indicator",
    "IndicatorSet",
    "Measure",
    "Periods",
    "parameter_kinds",
    "read_indicators",
    "read_local",
    "total",
]
