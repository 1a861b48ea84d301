"""About whom a report speaks: a station, a town or a county."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yimi.reports.layout import Level

#: Digits that the codes of a level's places share.
DIGITS = {Level.TOWN: 9, Level.COUNTY: 6}


def shared_prefix(codes: Iterable[str]) -> str:
    """The digits that all codes begin with; "" for none at all.

    >>> shared_prefix(["411623001", "411624"]), shared_prefix([])
    ('41162', '')
    """
    first, *others = list(codes) or [""]
    for other in others:
        while not other.startswith(first):
            first = first[:-1]
    return first


@dataclass(frozen=True, slots=True)
class Subject:
    """A station with its unit, or a place; a town's report is filled in by the station that stands there, if one does.

    ``key`` tells subjects of one level apart: the unit's uid, or the place's significant digits.
    """

    level: Level
    region_code: str
    name: str
    unit_uid: UUID | None = None

    @property
    def key(self) -> str:
        """What a report is found by."""
        if self.level == Level.STATION:
            return str(self.unit_uid)
        return self.region_code[: DIGITS[self.level]]
