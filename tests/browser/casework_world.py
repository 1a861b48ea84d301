"""Who the casework tests need besides ``world``: a supervisor from another county, assigned to Drolma's station.

Without a name in ``__main__``: ``seed`` calls it after the county is built.
"""

from __future__ import annotations

from datetime import date

from yimi.access.actions import NewGrant, NewUser, create_user, grant_role
from yimi.access.queries.actors import system_actor
from yimi.regions.actions import load_divisions
from yimi.stations.actions import UnitDraft, open_unit
from yimi.stations.models import ServiceUnit
from yimi.workforce.actions import FirstPost, WorkerDraft, assign_supervisor, register_worker

OTHER_COUNTY = "411622"
OPENED = date(2024, 1, 1)
CASEWORK_PEOPLE = ("zhao",)


def build_casework() -> None:
    """赵敏 works in 西华县 and supervises 东城街道社工站 in 商水县."""
    system = system_actor("演示", "access", "regions", "stations", "workforce")
    load_divisions(actor=system, within=(OTHER_COUNTY,))
    draft = UnitDraft(
        name="红花集镇社工站", kind="station", region_code="411622104000", opened_on=OPENED
    )
    unit = open_unit(draft, actor=system)
    zhao = register_worker(
        WorkerDraft(
            name="赵敏",
            region_code=OTHER_COUNTY + "000000",
            post=FirstPost(unit=unit, starts_on=OPENED),
        ),
        actor=system,
    )
    busy = ServiceUnit.objects.get(name="东城街道社工站")
    assign_supervisor(zhao, actor=system, of=busy, starts_on=OPENED)
    new = NewUser(
        username="zhao",
        name="赵敏",
        region_code=OTHER_COUNTY + "000000",
        worker_uid=zhao.pk,
        encoded="!",
    )
    user, _password = create_user(new, actor=system)
    grant_role(NewGrant(user, "supervisor", "unit", str(unit.pk)), actor=system)
