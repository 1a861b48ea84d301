"""Which village a cell means, among those that the station serves."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches

from django.db.models import Q

from yimi.core.clock import today
from yimi.core.scoping import region_range
from yimi.imports.faults import CellRefused, Problem
from yimi.regions.models import Level, Region
from yimi.regions.naming import normal_text, short_name, stem_of
from yimi.regions.rules import ancestor_codes, prefix_of
from yimi.stations.models import ServedArea, ServiceUnit


class Villages:
    """The villages of a station's area under every name people give them. Four queries."""

    def __init__(self, unit: ServiceUnit) -> None:
        self.prefixes = _served_prefixes(unit)
        reach = Q(pk__in=())
        for prefix in self.prefixes:
            reach |= region_range("code", prefix)
        rows = list(
            Region.objects.filter(reach, level=Level.VILLAGE)
            .in_force(today())
            .order_by("code")
            .values_list("code", "name")
        )
        self.names: dict[str, str] = dict(rows)
        towns = dict(
            Region.objects.filter(pk__in={code[:9] + "000" for code, _name in rows}).values_list(
                "code", "name"
            )
        )
        self.town_of = {code: towns.get(code[:9] + "000", "") for code, _name in rows}
        above = {code for town in towns for code in ancestor_codes(town)}
        names = Region.objects.filter(pk__in=above).values_list("name", flat=True)
        called = {normal_text(form) for name in names for form in (name, stem_of(name)) if form}
        #: Names of the counties, cities and provinces above, the longest first.
        self.above = sorted(called, key=len, reverse=True)
        self._codes: dict[str, set[str]] = defaultdict(set)
        for code, name in rows:
            town = self.town_of[code]
            for known_as in {name, short_name(name), stem_of(name)}:
                self._codes[normal_text(known_as)].add(code)
                for prefix in {town, stem_of(town)} - {""}:
                    self._codes[normal_text(prefix + known_as)].add(code)

    @property
    def only(self) -> str:
        """The station's one village; "" when it serves several."""
        return next(iter(self.names)) if len(self.names) == 1 else ""

    def parse(self, text: str) -> str:
        """The 12-digit code of the village; raises :class:`CellRefused`."""
        if text.isdigit() and len(text) == 12:
            if text not in self.names:
                raise CellRefused(Problem.VILLAGE_ELSEWHERE)
            return text
        key = normal_text(text)
        # a path from the county or the province down: what counts is its end
        found = (
            self._codes.get(key)
            or self._codes.get(normal_text(short_name(text)))
            or self._ending(key)
        )
        if not found:
            raise CellRefused(Problem.UNKNOWN_VILLAGE, self._suggestion(key))
        if len(found) > 1:
            towns = sorted({self.town_of[code] for code in found})
            raise CellRefused(Problem.VILLAGE_AMBIGUOUS, "、".join(towns[:4]))
        return next(iter(found))

    def label(self, code: str) -> str:
        """What the template's list calls a village: with its town when the station serves several."""
        name = short_name(self.names[code])
        return name if len(set(self.town_of.values())) == 1 else self.town_of[code] + name

    def _ending(self, key: str) -> set[str]:
        """河南省周口市商水县东城街道邓东村 → what "东城街道邓东村" means here; under another county it means nothing."""
        for start in range(1, len(key) - 1):
            before, tail = key[:start], key[start:]
            found = {
                code
                for code in self._codes.get(tail, ())
                if not self._foreign(before, normal_text(self.town_of[code]))
            }
            if found:
                return found
        return set()

    def _foreign(self, before: str, town: str) -> str:
        """What is left of the words before a village when everything above it is taken away."""
        for name in (town, *self.above):
            before = before.replace(name, "")
        return before

    def _suggestion(self, key: str) -> str:
        close = get_close_matches(key, list(self._codes), n=3, cutoff=0.6)
        names = dict.fromkeys(self.label(code) for name in close for code in self._codes[name])
        return "".join(f"“{name}”" for name in list(names)[:3]) + "？" if names else ""


def _served_prefixes(unit: ServiceUnit) -> list[str]:
    areas = ServedArea.objects.on(today()).filter(unit=unit)
    return list(areas.values_list("region_prefix", flat=True)) or [prefix_of(unit.region_code)]
