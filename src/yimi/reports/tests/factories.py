"""Facts by hand, and a small county, for this room's tests and for rooms above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from yimi.engine.backends.duckdb import DuckBackend
from yimi.reports.figures import catalogue

_numbers = count(1)
PUBLISHED = datetime(2026, 11, 4, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HandFacts:
    """Facts that a test wrote: stands in for a published snapshot."""

    backend: DuckBackend
    number: int = 1
    through_at: datetime = PUBLISHED
    known_at: datetime | None = None


def facts_of(
    number: int = 1, through_at: datetime | None = None, **rows: Iterable[Mapping[str, Any]]
) -> HandFacts:
    """Facts with these rows, by the name of the fact."""
    backend = DuckBackend(catalogue(), threads=1)
    for fact, listed in rows.items():
        backend.add_rows(fact, listed)
    backend.lock()
    return HandFacts(backend, number, through_at or PUBLISHED)


def contact(unit: Any, day: date, **other: Any) -> dict[str, Any]:
    """A home visit to one person of the unit's town."""
    serial = next(_numbers)
    row = {
        "uid": f"c{serial}", "record_uid": f"r{serial}", "resident_uid": f"p{serial}", "household_uid": f"h{serial}",
        "unit_uid": str(unit.pk), "region_code": unit.region_code[:9] + "001", "served_on": day, "recorded_on": day,
        "method": "home_visit", "outcome": "met", "person_times": 1, "estimated": False, "is_first_row": True,
        "minutes": 45, "item": "EL2", "domain": "EL", "in_hardship": False,
    }  # fmt: skip
    return row | other


def handling(unit: Any, day: date, item: str, **other: Any) -> dict[str, Any]:
    """One administrative handling."""
    return contact(unit, day, method="handling", item=item, domain="AF", **other)
