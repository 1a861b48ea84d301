"""The nouns of a report pack: layout as data, rows that name indicators, who signs, when it is due. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from yimi.engine.indicators import Indicator
from yimi.reports.spans import Frequency


class Level(StrEnum):
    """About whom a report speaks, and so who fills it in."""

    STATION = "station"
    TOWN = "town"
    COUNTY = "county"


class Shape(StrEnum):
    """A list (one row per figure, columns compare periods) or a table (one row per place, one column per figure)."""

    LIST = "list"
    TABLE = "table"


class Column(StrEnum):
    """What stands beside a figure."""

    PERIOD = "period"
    LAST_YEAR = "last_year"
    TO_DATE = "to_date"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: an indicator (derived), or none (only a *reported figure* can stand here, with its source).

    ``cut`` with ``value`` narrows the indicator (item AH5); ``each`` makes one line for every value found that no other
    line of the pack names. ``depth`` 1 is printed as 其中.
    """

    key: str
    title: str
    title_en: str
    unit: str
    indicator: str = ""
    cut: str = ""
    value: str = ""
    each: bool = False
    depth: int = 0
    hint: str = ""

    @property
    def is_derived(self) -> bool:
        """Whether records can say it."""
        return bool(self.indicator)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    key: str
    title: str
    title_en: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ReportPack:
    """A report as data. ``deadline_day`` days after the period it is due, ``lock_days`` after that it locks.

    ``asked``: every station, town or county owes it; otherwise it is made when somebody wants it.
    """

    key: str
    version: int
    title: str
    title_en: str
    frequency: Frequency
    level: Level
    shape: Shape
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    deadline_day: int
    lock_days: int
    asked: bool
    signs: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    indicator_packs: tuple[str, ...]
    indicators: Mapping[str, Indicator]

    @property
    def name(self) -> str:
        """What a report stores: key@version."""
        return f"{self.key}@{self.version}"

    @property
    def rows(self) -> Iterator[Row]:
        """All lines in order."""
        for section in self.sections:
            yield from section.rows

    def row(self, key: str) -> Row:
        """One line by key; raises KeyError."""
        return next((row for row in self.rows if row.key == key), None) or _missing(key)

    @property
    def derived(self) -> list[Row]:
        """The lines that records can say."""
        return [row for row in self.rows if row.is_derived]


def _missing(key: str) -> Row:
    raise KeyError(key)
