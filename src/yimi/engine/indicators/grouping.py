"""How a table of figures is broken down."""

from __future__ import annotations

from dataclasses import dataclass

from yimi.engine.indicators.periods import Periods

#: The column of a fact that names the service unit.
UNIT = "unit_uid"


@dataclass(frozen=True)
class Grouping:
    """What a table is broken down by: places of ``digits`` (0: all in one) under ``place``, periods, and cuts.

    ``units`` narrows it to some service units; ``by_unit`` makes each unit a place of its own, called by its uid.
    """

    periods: Periods
    place: str = ""
    digits: int = 0
    cuts: tuple[str, ...] = ()
    by_unit: bool = False
    units: tuple[str, ...] = ()

    @property
    def is_one_place(self) -> bool:
        """All rows make one figure."""
        return not self.digits and not self.by_unit
