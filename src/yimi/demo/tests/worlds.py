"""A village of synthetic households, and the few divisions a small demo needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from yimi.demo.county import CountyPlan, Town, homes_of, plan_county, station_for_records
from yimi.demo.households import Home
from yimi.demo.records import Year, year_of
from yimi.demo.seeds import stream
from yimi.regions.tests.factories import make_region

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
TOWN = Town(
    "411623002000",
    "东城街道",
    (("411623002001", "康庄社区"), ("411623002002", "左庄社区"), ("411623002201", "刘楼村")),
)


def county(households: int = 400, seed: int = 7, **spec: object) -> CountyPlan:
    """One town, as many households as asked."""
    return plan_county(
        seed, TODAY, code="411623", name="商水县", towns=[TOWN], households=households,
        specs={TOWN.name: {"staff": 3, "certified": 2, **spec}},
    )  # fmt: skip


@lru_cache(maxsize=4)
def homes(households: int = 3000, seed: int = 7) -> list[Home]:
    """The households of the town."""
    plan = county(households, seed)
    return homes_of(plan, plan.stations[0])


def year(plan: CountyPlan) -> Year:
    """The records of its station."""
    station = plan.stations[0]
    return year_of(
        stream(plan.seed, "records"),
        station_for_records(station, homes_of(plan, station)),
        first=plan.first,
        last=date(2026, 11, 21),
        until=NOW,
    )


def make_divisions() -> None:
    """Three towns of 商水县 and two of 西华县 with two villages each, and the places elsewhere."""
    for town, name in (
        ("411623002", "东城街道"), ("411623108", "邓城镇"), ("411623206", "舒庄乡"),
        ("411622102", "逍遥镇"), ("411622104", "红花集镇"),
    ):  # fmt: skip
        make_region(town, name)
        make_region(f"{town}001", f"{name[0]}关社区居民委员会")
        make_region(f"{town}201", f"{name[0]}刘楼村民委员会")
    make_region("411622", "西华县")
    for code in (
        "410621108000", "410621105000", "410781106000", "540102004000", "210113004000", "520603001007",
        "441900003000", "441900101000", "441900006000",
    ):  # fmt: skip
        make_region(code)
