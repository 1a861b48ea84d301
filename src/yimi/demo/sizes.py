"""How large a demo is beside its county."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Volume:
    """The division around the demo county, years of records, files per station, and how slowly a station works."""

    prefix: str
    years: int
    files: int
    pace: float


#: All of 周口; a province of 2,467 stations, a million residents and 3.45 million contacts in 36 months, which is
#: what Henan reports of itself.
VOLUMES = {"city": Volume("4116", 1, 150, 1.5), "province": Volume("41", 3, 142, 2.3)}
#: Around the county records are entered by quarter, and are late after so many days.
LATE_AFTER_DAYS = 100
