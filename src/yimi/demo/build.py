"""Building the demo in stages, each in one transaction with its stamp; what stands already is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from yimi.access.models import User
from yimi.access.queries.actors import system_actor
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import DomainError
from yimi.demo import stamps
from yimi.demo.calendar import weeks
from yimi.demo.county import (
    CountyPlan,
    StationPlan,
    Town,
    homes_of,
    places,
    plan_county,
    spoken_name,
    station_for_records,
)
from yimi.demo.practice import split_year
from yimi.demo.records import Stretches, year_of
from yimi.demo.seeds import stream
from yimi.demo.sizes import VOLUMES
from yimi.demo.stamps import Begun
from yimi.demo.users import file_path, restore_file, sign_ins, write_sign_ins
from yimi.demo.writing.county_work import write_county_work
from yimi.demo.writing.incentives import write_incentives
from yimi.demo.writing.pairing import write_pairings
from yimi.demo.writing.people import write_homes
from yimi.demo.writing.places import write_county_bodies, write_elsewhere, write_units
from yimi.demo.writing.practice import write_practice
from yimi.demo.writing.published import write_flood_team, write_published
from yimi.demo.writing.records import write_year
from yimi.demo.writing.staff import actors_of, write_accounts, write_staff
from yimi.people.models import Household
from yimi.regions.models import Level, Region
from yimi.stations.models import ServiceUnit

#: Told (stage, what it counted) when a stage stands.
Tell = Callable[[str, dict[str, Any]], None]
DEFAULT_SEED = 411623
ROOMS = ("regions", "stations", "people", "workforce", "services", "access")


class RealDataStands(DomainError):
    """The database holds real work; the demo keeps out of it."""

    code = "real_data_stands"
    message = (
        "这个数据库里已有真实数据，不能建示例。请换一个空的数据库（设置 YIMI_SQLITE 或 YIMI_DATABASE_URL）再试。\n"
        "This database holds real work. Point YIMI_SQLITE or YIMI_DATABASE_URL at an empty one."
    )


class OtherDemoStands(DomainError):
    """A demo of another size or seed stands here."""

    code = "other_demo_stands"
    message = (
        "这个数据库里已有另一套示例（%(size)s，种子 %(seed)s）。要换一套，请加 --reset 重建。\n"
        "Another demo stands here (%(size)s, seed %(seed)s). Add --reset to build this one instead."
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the demo that is written in one transaction; ``name`` is shown and stamped."""

    name: str
    write: Callable[[], dict[str, int]]


def demo_actor() -> Actor:
    """Who acts where no worker does: opens units, registers staff, makes accounts."""
    return system_actor("示例数据", *ROOMS)


def build(
    *, seed: int = DEFAULT_SEED, size: str = "county", on: date | None = None, tell: Tell
) -> bool:
    """Build what is missing; False when everything stood already.

    Raises :class:`RealDataStands`, and :class:`OtherDemoStands` for another size or seed.
    """
    start = begin(Begun(seed, size, on or clock.today()))
    return run_stages(county_stages(start, demo_actor()), tell)


def run_stages(stages: Iterable[Stage], tell: Tell) -> bool:
    """Write the stages that are not stamped yet, each in one transaction; whether there was any."""
    done, is_new = stamps.stages_built(), False
    for stage in stages:
        if stage.name in done:
            continue
        with transaction.atomic():
            counts = stage.write()
            stamps.note_stage(stage.name, counts, actor=demo_actor())
        tell(stage.name, counts)
        is_new = True
    return is_new


def refuse_real_data() -> None:
    """Raise :class:`RealDataStands` when the database is in use and its work is not a demo."""
    is_used = User.objects.exists() or ServiceUnit.objects.exists() or Household.objects.exists()
    if is_used and stamps.begun() is None:
        raise RealDataStands


def ensure_sign_ins() -> None:
    """Give the sign-ins new passwords when their file is gone."""
    start = stamps.begun()
    if start is not None and not file_path().exists():
        people = sign_ins(demo_county(start), neighbour_county(start))
        restore_file(people, actor=demo_actor())


def begin(wanted: Begun) -> Begun:
    """Stamp an empty database, or take up what was begun; the day is that of the first beginning."""
    found = stamps.begun()
    if found is None:
        refuse_real_data()
        stamps.note_begun(wanted, actor=demo_actor())
        return wanted
    if (found.seed, found.size) != (wanted.seed, wanted.size):
        raise OtherDemoStands(size=found.size, seed=found.seed)
    return found


def towns_of(code: str) -> list[Town]:
    """The township-level divisions of a county with their villages, zones and farms left out. Two queries."""
    villages: dict[str, list[tuple[str, str]]] = {}
    for village in Region.objects.within(code.ljust(12, "0")).filter(level=Level.VILLAGE):
        villages.setdefault(village.code[:9], []).append((village.code, spoken_name(village.name)))
    towns = Region.objects.within(code.ljust(12, "0")).filter(
        level=Level.TOWNSHIP, township_class__lte=3
    )
    return [
        Town(town.code, town.name, tuple(sorted(villages[town.code[:9]])))
        for town in towns.order_by("code")
        if town.code[:9] in villages
    ]


def demo_county(start: Begun) -> CountyPlan:
    """The county that the demo is about."""
    spec = places()["county"]
    return plan_county(
        start.seed,
        start.on,
        code=spec["code"],
        name=spec["name"],
        towns=towns_of(spec["code"]),
        households=spec["households"],
        specs=spec["stations"],
    )


def neighbour_county(start: Begun) -> CountyPlan:
    """The county next to it: two stations, or all of them where the demo is larger than a county."""
    spec = places()["neighbour"]
    if start.size in VOLUMES:
        return surrounding_county(start, spec["code"], spec["name"])
    towns = [town for town in towns_of(spec["code"]) if town.name in spec["stations"]]
    return plan_county(
        start.seed, start.on, code=spec["code"], name=spec["name"], towns=towns,
        households=spec["households"], specs={},
    )  # fmt: skip


def surrounding_county(start: Begun, code: str, name: str) -> CountyPlan:
    """A county around the demo's, where all stations are alike and work at the size's own pace."""
    volume, towns = VOLUMES[start.size], towns_of(code)
    return plan_county(
        start.seed, start.on, code=code, name=name, towns=towns, households=volume.files * len(towns),
        specs={}, common={"pace": volume.pace}, years=volume.years,
    )  # fmt: skip


def county_stages(start: Begun, actor: Actor) -> Iterator[Stage]:
    """Places and people who work there, the sign-ins, then station by station, then the units elsewhere."""
    counties = (demo_county(start), neighbour_county(start))
    people = sign_ins(*counties)
    named = frozenset(each.worker_uid for each in people if each.worker_uid)
    for county in counties:
        yield from ground_stages(county, actor, named)
    yield Stage("登录账号", partial(write_sign_ins, people, on=start.on, actor=actor))
    for county in counties:
        yield from station_stages(county)
    yield Stage(f"{counties[0].name}督导和投诉", partial(write_county_work, counties[0]))
    yield Stage(f"{counties[0].name}激励申请", partial(write_incentives, counties[0]))
    yield Stage("外地站点", partial(write_elsewhere, actor=actor))
    yield Stage("2021 年洪灾服务队", write_flood_team)
    yield Stage("东莞和铜仁结对", write_pairings)
    yield Stage("公布的数字", write_published)


def ground_stages(
    county: CountyPlan, actor: Actor, named: frozenset[UUID] = frozenset()
) -> Iterator[Stage]:
    """A county's units and staff; ``named`` workers get their account elsewhere."""
    yield Stage(f"{county.name}站点", partial(write_units, county, actor=actor))
    if county.code == places()["county"]["code"]:
        yield Stage(f"{county.name}机构", partial(write_county_bodies, county, actor=actor))
    yield Stage(f"{county.name}人员", partial(write_staff, county, actor=actor))
    yield Stage(
        f"{county.name}账号", partial(write_accounts, county, except_for=named, actor=actor)
    )


def station_stages(county: CountyPlan, sitting: Stretches = weeks) -> Iterator[Stage]:
    """A county's files and records, station by station."""
    for plan in county.stations:
        yield Stage(
            f"{county.name}{plan.name}", partial(_write_station, county, plan, sitting=sitting)
        )


def _write_station(
    county: CountyPlan, plan: StationPlan, *, sitting: Stretches = weeks
) -> dict[str, int]:
    """A station's files and its records, as its own workers entered them."""
    homes = homes_of(county, plan)
    actors = actors_of(plan)
    counts = write_homes(county, plan, homes, actor=actors[plan.staff[0].uid])
    station = station_for_records(plan, homes)
    year = year_of(
        stream(county.seed, "records", plan.town.code),
        station,
        first=county.first,
        last=county.on - timedelta(days=1),
        until=min(clock.now(), datetime.combine(county.on, time(10), UTC)),
        sitting=sitting,
    )
    if county.code != places()["county"]["code"]:
        return counts | write_year(year, actors)
    year, taken = split_year(year)
    counts |= write_year(year, actors)
    return counts | write_practice(county, plan, station, taken, actors)
