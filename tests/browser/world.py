"""The county that the browser tests walk through: three stations, one of them without workers, and a year of visits.

Made through the rooms' own actions. Everyone in it is invented; days are counted from today, so that something is
always due. Each test that writes has a household of its own, by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from yimi.access.actions import NewGrant, NewUser, create_user, grant_role
from yimi.access.models import User
from yimi.access.queries.actors import build_actor, system_actor
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.people.actions import add_residents, open_households, record_statuses
from yimi.people.drafts import HouseholdDraft, ResidentDraft, StatusDraft
from yimi.people.models import Household, Resident
from yimi.regions.actions import load_divisions
from yimi.regions.queries.tree import children_of
from yimi.services.actions import record_services
from yimi.services.rules import NewRecord
from yimi.stations.actions import UnitDraft, open_unit
from yimi.stations.models import ServiceUnit
from yimi.workforce.actions import FirstPost, WorkerDraft, register_worker
from yimi.workforce.models import Worker

COUNTY = "411623"
OPENED = date(2024, 1, 1)
#: Head of the household → year of birth. The first has a son at home; 郑大成 has many records.
HEADS = {
    "赵桂英": 1944, "孙国强": 1958, "刘春梅": 1949, "周德福": 1950, "陈玉梅": 1947, "马志远": 1961, "何秀兰": 1939,
    "郭长顺": 1953, "胡金枝": 1946, "吴铁柱": 1962, "郑大成": 1941, "冯二妮": 1955, "于有福": 1948, "韩冬梅": 1960,
}  # fmt: skip
LONG_FILE, LONG_FILE_RECORDS = "郑大成", 26


@dataclass(frozen=True)
class Station:
    """A station, its workers, and who records there."""

    unit: ServiceUnit
    workers: list[Worker]


def build_world() -> dict[str, Any]:
    """Make it all; returns the uids that tests ask for by name."""
    system = system_actor(
        "演示", "access", "regions", "stations", "people", "workforce", "services"
    )
    load_divisions(actor=system, within=(COUNTY,))
    busy = _station(system, "东城街道社工站", "411623002000", ["卓玛", "扎西"])
    other = _station(system, "新城街道社工站", "411623001000", ["王强"])
    empty = _station(system, "大武乡社工站", "411623207000", [])
    drolma = _user(system, "drolma", "卓玛", "worker", busy)
    _user(system, "mei", "梅站长", "station_head", busy)
    _user(system, "tashi", "扎西", "worker", busy, number=1)  # signs out in a test
    wang = _user(system, "wang", "王强", "worker", other)
    files = _files(system, busy, HEADS)
    theirs = _files(system, other, {"苏阳光": 1951})
    records = _visits(drolma, busy, files)
    _visits(wang, other, theirs)
    return {
        "households": {name: str(pair[0].pk) for name, pair in files.items()},
        "records": records,
        "units": {one.unit.name: str(one.unit.pk) for one in (busy, other, empty)},
        "names": [*HEADS, "赵建军", "苏阳光"],
    }


def _station(system: Actor, name: str, town: str, workers: list[str]) -> Station:
    draft = UnitDraft(name=name, kind="station", region_code=town, opened_on=OPENED)
    unit = open_unit(draft, actor=system)
    placed = [
        WorkerDraft(
            name=worker,
            region_code=COUNTY + "000000",
            post=FirstPost(unit=unit, starts_on=OPENED, is_head=not number),
        )
        for number, worker in enumerate(workers)
    ]
    return Station(unit, [register_worker(draft, actor=system) for draft in placed])


def _user(
    system: Actor, username: str, name: str, role: str, station: Station, *, number: int = 0
) -> Actor:
    new = NewUser(
        username=username,
        name=name,
        region_code=COUNTY + "000000",
        worker_uid=station.workers[number].pk if role == "worker" else None,
        encoded="!",
    )
    user, _password = create_user(new, actor=system)
    grant_role(NewGrant(user, role, "unit", str(station.unit.pk)), actor=system)
    return build_actor(User.objects.get(pk=user.pk))


def _files(
    system: Actor, station: Station, heads: dict[str, int]
) -> dict[str, tuple[Household, Resident]]:
    villages = [region.code for region in children_of(station.unit.region_code)[:2]]
    drafts = [
        HouseholdDraft(
            unit=station.unit,
            region_code=villages[number % 2],
            address=f"{number + 1} 组 {number + 1} 号",
            opened_on=OPENED,
            is_demo=True,
        )
        for number in range(len(heads))
    ]
    opened = open_households(drafts, actor=system)
    people = [
        _person(name, household, "02", date(born, 5, 6))
        for (name, born), household in zip(heads.items(), opened, strict=True)
    ]
    people += [_person("赵建军", opened[0], "20", date(1972, 3, 1))] * ("赵桂英" in heads)
    residents = add_residents(people, actor=system)
    known = [
        StatusDraft(one.pk, "elder_alone", verified_on=date(2025, 6, 1)) for one in residents[:3]
    ]
    record_statuses(known, actor=system)
    pairs = zip(opened, residents, strict=False)
    return dict(zip(heads, pairs, strict=True))


def _person(name: str, household: Household, relation: str, born: date) -> ResidentDraft:
    return ResidentDraft(
        name=name, household=household, relation=relation, sex="2", birth_on=born, phone="10000001234",
        joined_on=OPENED, is_demo=True,
    )  # fmt: skip


def _visits(
    actor: Actor, station: Station, files: dict[str, tuple[Household, Resident]]
) -> dict[str, str]:
    """Each household was seen some weeks ago and is due by today; the long file was seen week by week.

    Returns the uid of the last record of each household and of the activity.
    """
    last = {}
    today = clock.today()
    for number, (name, (household, head)) in enumerate(files.items()):
        weeks = LONG_FILE_RECORDS if name == LONG_FILE else 2
        for back in range(weeks, 0, -1):
            day = today - timedelta(days=7 * back)
            due = today - timedelta(days=number % 3) if back == 1 else day + timedelta(days=7)
            last[name] = _record(
                actor, station, day, household_uid=household.pk, participants={head.pk: "served"},
                note=f"{name}：血压药还剩一周，下次带老花镜。", next_due_on=due,
            )  # fmt: skip
    last["activity"] = _record(
        actor, station, today, method="activity", item_code="GV2", minutes=60,
        head_counts={"elder": 26, "adult": 12, "child": 4}, co_organisers=("街道办事处",),
    )  # fmt: skip
    return last


def _record(actor: Actor, station: Station, day: date, **facts: Any) -> str:
    workers: tuple[UUID, ...] = (station.workers[0].pk,)
    plain = {"method": "home_visit", "item_code": "EL2", "minutes": 30}
    new = NewRecord(
        uid=new_uid(),
        unit_uid=station.unit.pk,
        served_on=day,
        worker_uids=workers,
        **(plain | facts),
    )
    with clock.standing_at(datetime.combine(day, time(4), UTC)):
        return str(record_services([new], actor=actor)[0].record.pk)
