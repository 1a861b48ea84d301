"""A county of the demo before it is written: its stations, their staff, their households. Pure functions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

from yimi.demo.families import make_home
from yimi.demo.households import Home
from yimi.demo.seeds import stream, uid_at
from yimi.demo.staff import StaffMember, StationSpec, staff_of
from yimi.demo.statuses import Asker, tier_of
from yimi.demo.visits import Station

#: The records go back so far.
YEAR = timedelta(days=365)
#: Share of files opened within the year of records.
NEW_FILES = 0.2


@dataclass(frozen=True, slots=True)
class Town:
    """A township-level division with its villages: (code, short name)."""

    code: str
    name: str
    villages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StationPlan:
    """A station about to be: ``serial`` is its place among the county's, ``households`` how many files it keeps."""

    uid: UUID
    serial: int
    town: Town
    spec: StationSpec
    staff: tuple[StaffMember, ...]
    households: int

    @property
    def name(self) -> str:
        """The official name."""
        return f"{self.town.name}社工站"


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """A county's stations. ``on`` is the day the demo is made for; records end the day before."""

    seed: int
    code: str
    name: str
    on: date
    stations: tuple[StationPlan, ...]
    years: int = 1

    @property
    def first(self) -> date:
        """The first day of records."""
        return self.on - YEAR * self.years


@lru_cache(maxsize=1)
def places() -> dict[str, Any]:
    """The shipped description of the demo's places."""
    return tomllib.loads((files("yimi.demo") / "data" / "places.toml").read_text("utf-8"))


def spoken_name(name: str) -> str:
    """A village's name as people say it.

    >>> spoken_name("康庄社区居民委员会"), spoken_name("刘楼村民委员会"), spoken_name("小海社区村民委员会")
    ('康庄社区', '刘楼村', '小海社区')
    """
    if name.endswith("村民委员会"):
        short = name.removesuffix("村民委员会")
        return short if short.endswith(("社区", "村")) else f"{short}村"
    return name.removesuffix("居民委员会")


def plan_county(
    seed: int,
    on: date,
    *,
    code: str,
    name: str,
    towns: Sequence[Town],
    households: int,
    specs: dict[str, dict[str, Any]],
    common: dict[str, Any] | None = None,
    years: int = 1,
) -> CountyPlan:
    """The county's stations, one per town, with files shared out by staff.

    ``specs``: what is particular to a town, by its name; ``common``: what holds for all of them.
    """
    drafts = []
    for serial, town in enumerate(towns, 1):
        rng = stream(seed, "station", town.code)
        spec = StationSpec(**(common or {}) | specs.get(town.name, {}))
        series = (int(code[2:6]) * 7 + serial) % 10_000
        uid = uid_at(rng, datetime.combine(on, time(0), UTC) - timedelta(days=600))
        drafts.append(
            StationPlan(uid, serial, town, spec, _differently_named(rng, spec, on, series), 0)
        )
    weights = [(1.3 + plan.spec.staff) * plan.spec.files for plan in drafts]
    stations = tuple(
        replace(plan, households=max(2, round(households * weight / sum(weights))))
        for plan, weight in zip(drafts, weights, strict=True)
    )
    return CountyPlan(seed, code, name, on, stations, years)


def _differently_named(
    rng: Random, spec: StationSpec, on: date, series: int
) -> tuple[StaffMember, ...]:
    """Staff among whom no two share a name."""
    while True:
        members = staff_of(rng, spec, on, series=series)
        if len({member.name for member in members}) == len(members):
            return tuple(members)


def homes_of(county: CountyPlan, plan: StationPlan) -> list[Home]:
    """The station's households with everything known of them; the same on every call."""
    rng = stream(county.seed, "homes", plan.town.code)
    shares = [rng.gammavariate(2.0, 1.0) for _village in plan.town.villages]
    shares[0] += max(shares)
    homes = []
    for village_code, village in sorted(rng.choices(plan.town.villages, shares, k=plan.households)):
        home = make_home(
            rng,
            village_code=village_code,
            village=village,
            on=county.on,
            opened_on=_opened_on(rng, county),
            series=_series(county, plan),
        )
        Asker(rng, home, county.on).fill()
        home.tier = tier_of(home, county.on)
        homes.append(home)
    _keep_ids_apart(rng, homes)
    return sorted(homes, key=lambda home: (home.opened_on, home.uid))


def _series(county: CountyPlan, plan: StationPlan) -> int:
    """Digits 3 to 6 of the ID numbers: county (two digits) and station (two digits)."""
    return int(county.code[4:6]) * 100 + plan.serial


def _opened_on(rng: Random, county: CountyPlan) -> date:
    if rng.random() < NEW_FILES:
        return county.first + timedelta(days=rng.randrange((county.on - county.first).days - 1))
    return county.first - timedelta(days=1 + rng.randrange(1000))


def _keep_ids_apart(rng: Random, homes: Iterable[Home]) -> None:
    """Two people of one station never share an ID number; the second is left without one."""
    seen: set[str] = set()
    for home in homes:
        for person in home.members:
            if person.id_number in seen:
                person.id_number = ""
            elif person.id_number:
                seen.add(person.id_number)


def station_for_records(plan: StationPlan, homes: list[Home]) -> Station:
    """What the year of records needs to know of the station."""
    return Station(
        uid=plan.uid,
        region_code=plan.town.code,
        town=plan.town.name,
        posts=tuple(member.post for member in plan.staff),
        homes=homes,
        coverage=plan.spec.coverage,
        pace=plan.spec.pace,
    )
