"""Dated regional parameters, and the days that an expression is asked for.

``param('dibao_line')`` is the value in force on the day at the nearest place that sets one: township, county, city,
province, country. No value in force is an error (:class:`ParameterMissing`), or unknown where the pack says that only places set
it (``unset = "unknown"``); the newest one is never taken instead.
A repeal is a value of its own, ``repealed = true``, from its day on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yimi.engine.errors import EngineError, ParameterMissing
from yimi.engine.regions import ancestors, prefix_of


@dataclass(frozen=True)
class ParameterValue:
    """One change of a parameter: from a day on, at a place and below. ``example``: shipped to show the form, not law."""

    name: str
    region: str
    starts_on: date
    value: int | None
    source: str
    repealed: bool = False
    example: bool = False


class ParameterTable:
    """All values of all parameters. Later packs (a county's own) are simply more values."""

    def __init__(
        self, values: Iterable[ParameterValue] = (), may_be_unset: Iterable[str] = ()
    ) -> None:
        #: Parameters that only places set: where none is in force the answer is unknown, not an error.
        self.may_be_unset = frozenset(may_be_unset)
        self._changes: dict[str, dict[str, list[ParameterValue]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for value in values:
            self._changes[value.name][prefix_of(value.region)].append(value)
        for places in self._changes.values():
            for changes in places.values():
                changes.sort(key=lambda change: change.starts_on)

    def in_force(self, name: str, day: date) -> dict[str, ParameterValue]:
        """By place prefix, what each place that ever set ``name`` has in force on ``day``; repealed ones are left out."""
        found = {}
        for prefix, changes in self._changes.get(name, {}).items():
            begun = [change for change in changes if change.starts_on <= day]
            if begun and not begun[-1].repealed:
                found[prefix] = begun[-1]
        return found

    def value(self, name: str, place: str, day: date) -> int | None:
        """The amount in force for ``place``; None, unknown, where a parameter that may be unset is. Raises :class:`ParameterMissing`."""
        try:
            return self.get(name, place, day).value
        except ParameterMissing:
            if name in self.may_be_unset:
                return None
            raise

    @property
    def names(self) -> list[str]:
        """Every parameter that was ever set."""
        return sorted(self._changes)

    def changes(self, name: str) -> list[ParameterValue]:
        """Every value of ``name`` that was ever set, by place and day."""
        places = self._changes.get(name, {})
        return [change for prefix in sorted(places) for change in places[prefix]]

    def get(self, name: str, place: str, day: date) -> ParameterValue:
        """The value in force for ``place``. Raises :class:`ParameterMissing`."""
        values = self.in_force(name, day)
        for prefix in ancestors(place):
            if prefix in values:
                return values[prefix]
        raise missing(name, [place], day)


def only_value(values: Mapping[str, int | None], place: str) -> int | None:
    """The one value that holds everywhere under ``place``, or None when places below differ."""
    if any(prefix.startswith(place) and prefix != place for prefix in values):
        return None
    for length in range(len(place), -1, -1):
        if place[:length] in values:
            return values[place[:length]]
    return None


def missing(name: str, places: list[str], day: date) -> ParameterMissing:
    """The error for places without a value, the first few named."""
    shown = "、".join(places[:5]) + (f" 等 {len(places)} 处" if len(places) > 5 else "")
    return ParameterMissing(
        "parameter_missing",
        f"参数“{name}”在 {shown} 于 {day} 没有执行的数值。请在本地参数里补上数值、起始日和依据。",
        name=name,
        places=places[:5],
        day=day.isoformat(),
    )


@dataclass(frozen=True)
class Bindings:
    """The days and parameters that an expression is evaluated with. ``period_end`` is the first day after the period."""

    as_of: date
    period_start: date | None = None
    period_end: date | None = None
    parameters: ParameterTable = field(default_factory=ParameterTable)

    def day(self, name: str) -> date:
        """The day called ``name``. Raises :class:`EngineError` when it was not given."""
        days: Mapping[str, date | None] = {
            "as_of": self.as_of,
            "period_start": self.period_start,
            "period_end": self.period_end,
        }
        day = days[name]
        if day is None:
            raise EngineError("day_missing", f"没有给出“:{name}”这一天。", name=name)
        return day
