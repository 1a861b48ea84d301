"""When a case is next due: what was agreed with the client, or what its level asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Level:
    """A level as it holds at a place."""

    region_code: str
    code: str
    name: str
    visit_days: int


def level_at(code: str, region_code: str, levels: Iterable[Level]) -> Level | None:
    """What ``code`` means at a place: the nearest division that says so.

    >>> near, far = Level("411623", "1", "红", 7), Level("", "1", "一级", 10)
    >>> level_at("1", "411623001000", [far, near]).visit_days
    7
    """
    fitting = [
        level
        for level in levels
        if level.code == code and region_code.startswith(level.region_code)
    ]
    return max(fitting, key=lambda level: len(level.region_code), default=None)


def levels_at(region_code: str, levels: Iterable[Level]) -> list[Level]:
    """Every level that holds at a place, each once, in the order given."""
    levels = list(levels)
    codes = dict.fromkeys(level.code for level in levels)
    found = (level_at(code, region_code, levels) for code in codes)
    return [level for level in found if level is not None]


def next_due(last: date, *, agreed_on: date | None, visit_days: int | None) -> date | None:
    """The day agreed with the client; else as many days after ``last`` as the level asks for; else none.

    >>> next_due(date(2026, 9, 1), agreed_on=None, visit_days=14)
    datetime.date(2026, 9, 15)
    """
    if agreed_on is not None:
        return agreed_on
    return last + timedelta(days=visit_days) if visit_days else None
