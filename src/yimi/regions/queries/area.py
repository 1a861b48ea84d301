"""Where a search looks: below which places, on which levels."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from django.db.models import Q

from yimi.core.scoping import region_range
from yimi.regions.models import Level, Region, RegionQuerySet
from yimi.regions.rules import level_of, pad_code, prefix_of
from yimi.regions.searching import Band, key_of, level_band

ALL_LEVELS = (1, 2, 3, 4, 5)


class Area(NamedTuple):
    """Where to look: code prefixes (none means all China), levels, and cities that count as counties."""

    prefixes: tuple[str, ...]
    levels: tuple[int, ...]
    cities: tuple[str, ...] = ()

    def bands(self) -> list[Band]:
        """The key ranges of this area, upper levels first."""
        if not self.prefixes and self.levels == ALL_LEVELS:
            return [Band(level_band(1).low, level_band(5).high)]
        cities = [key_of(Level.CITY, c) for c in self.cities if c.startswith(self.prefixes or "")]
        bands = [
            level_band(level, prefix)
            for level in self.levels
            for prefix in self.prefixes or ("",)
            if not prefix or level >= level_of(pad_code(prefix))
        ]
        return sorted([*(Band(key, key) for key in cities), *bands])

    def places(self) -> RegionQuerySet:
        """The same area as rows."""
        places = Region.objects.filter(is_placeholder=False)
        if self.levels != ALL_LEVELS:
            places = places.filter(Q(level__in=self.levels) | Q(code__in=self.cities, level=2))
        if self.prefixes:
            inside = (region_range("code", prefix) for prefix in self.prefixes)
            places = places.filter(reduce(operator.or_, inside))
        return places


def area_of(within: str, levels: Sequence[int] | None) -> Area:
    """The area of a 12-digit code (empty: all China) and levels (None: all). At most one query."""
    chosen = tuple(sorted(set(levels))) if levels is not None else ALL_LEVELS
    cities: tuple[str, ...] = ()
    if Level.COUNTY in chosen and Level.CITY not in chosen:
        lone = Region.objects.filter(level=Level.CITY, has_no_counties=True)
        cities = tuple(lone.values_list("code", flat=True))
    return Area((prefix_of(within),) if within else (), chosen, cities)
