"""A small world for measuring and for the kill test: a few stations with a worker, a token and some households each.

Made through the rooms' own actions, in the database that the environment names. ``python -m yimi.bench.world 4 50``
prints it as JSON: what a load generator needs to send records.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import Any

from yimi.core.boot import setup_django

#: Villages lie under real townships of 商水县.
COUNTY = "411623"


def build_world(stations: int, households: int) -> list[dict[str, Any]]:
    """Migrate, load the county's divisions, and make everything; one entry per station."""
    setup_django()
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    from yimi.access.queries.actors import system_actor  # noqa: PLC0415
    from yimi.core.reference_data import load_all_reference  # noqa: PLC0415
    from yimi.regions.actions import load_divisions  # noqa: PLC0415
    from yimi.regions.queries.tree import children_of, townships_of  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    load_all_reference()
    system = system_actor(
        "基准", "access", "regions", "stations", "people", "workforce", "services"
    )
    load_divisions(actor=system, within=(COUNTY,))
    towns = list(townships_of(COUNTY + "000000"))
    world = []
    for number in range(stations):
        town = towns[number % len(towns)]
        village = children_of(town.code).first()
        place = village.code if village else town.code
        world.append(_station(system, number, town.code, place, households))
    return world


def _station(system: Any, number: int, town: str, village: str, households: int) -> dict[str, Any]:
    from yimi.people.actions import add_residents, open_households  # noqa: PLC0415
    from yimi.people.drafts import HouseholdDraft, ResidentDraft  # noqa: PLC0415
    from yimi.stations.actions import UnitDraft, open_unit  # noqa: PLC0415
    from yimi.workforce.actions import FirstPost, WorkerDraft, register_worker  # noqa: PLC0415

    opened = date(2020, 1, 1)
    draft = UnitDraft(
        name=f"基准{number}号社工站", kind="station", region_code=town, opened_on=opened
    )
    unit = open_unit(draft, actor=system)
    post = FirstPost(unit=unit, starts_on=opened)
    worker = register_worker(
        WorkerDraft(name=f"示例社工{number}", region_code=COUNTY + "000000", post=post),
        actor=system,
    )
    opened_files = open_households(
        [HouseholdDraft(unit=unit, region_code=village, opened_on=opened, is_demo=True)]
        * households,
        actor=system,
    )
    heads = add_residents(
        [
            ResidentDraft(
                name="赵桂英", household=one, relation="02", sex="2",
                birth_on=date(1944, 5, 6), joined_on=opened, is_demo=True,
            )
            for one in opened_files
        ],
        actor=system,
    )  # fmt: skip
    return {
        "token": _token(system, unit, worker, number),
        "unit": str(unit.pk),
        "worker": str(worker.pk),
        "households": [
            [str(one.pk), str(head.pk)] for one, head in zip(opened_files, heads, strict=True)
        ],
    }


def _token(system: Any, unit: Any, worker: Any, number: int) -> str:
    from yimi.access.actions import NewGrant, NewUser, create_user, grant_role, make_token  # noqa: PLC0415
    from yimi.access.queries.actors import build_actor  # noqa: PLC0415

    user, _password = create_user(
        NewUser(username=f"bench{number}", name=f"示例社工{number}", region_code=COUNTY, worker_uid=worker.pk,
                encoded="!"),
        actor=system,
    )  # fmt: skip
    grant_role(
        NewGrant(user=user, role="worker", place_kind="unit", place_key=str(unit.pk)), actor=system
    )
    expires = date.today() + timedelta(days=30)  # noqa: DTZ011 - any day well ahead will do
    _row, raw = make_token(
        user, actor=build_actor(user), name="基准", expires_on=expires, read_only=False
    )
    return raw


if __name__ == "__main__":
    print(json.dumps(build_world(int(sys.argv[1]), int(sys.argv[2]))))
