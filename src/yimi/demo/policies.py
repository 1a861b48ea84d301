"""政策找人 in the demo: leads of the home station's oldest people and of those with a disability, some of them worked on.

The rest of the county is found by the worker process as soon as the demo is served.
"""

from __future__ import annotations

from datetime import date, timedelta

from yimi.core import clock
from yimi.demo.county import CountyPlan
from yimi.demo.users import HOME_TOWN
from yimi.demo.writing.staff import actors_of
from yimi.matching.actions import StepDraft, note_steps, recompute_people
from yimi.matching.models import Lead
from yimi.matching.rules import State
from yimi.people.models import Resident, ResidentStatus

#: So many of the oldest, and of people with a disability card.
OLDEST, DISABLED = 40, 40
OLD_AGE = "national/resident-policies/old_age"
#: What was noted, how many days ago, in which words; one list per lead, in the order of their people.
STORIES: tuple[tuple[tuple[State, int, str], ...], ...] = (
    ((State.VISITED, 12, "老人在家，身份证在女儿那里。"), (State.INFORMED, 12, "讲了需要的证件，女儿月底带回来。")),
    ((State.INFORMED, 20, "电话里说明了条件。"), (State.APPLIED, 9, "陪同到便民服务中心交了材料。")),
    ((State.VISITED, 15, ""), (State.APPLIED, 15, "帮忙填好申请表，交给村会计。"), (State.RECEIVED, 3, "存折上已到账。")),
    ((State.VISITED, 6, ""), (State.REFUSED, 6, "老人说儿女够养，不想麻烦。")),
    ((State.NOT_APPLICABLE, 8, "户口去年随儿子迁到市里。"),),
)  # fmt: skip


def write_leads(county: CountyPlan) -> dict[str, int]:
    """Decide on some people of the home station, and note what its head did about a few."""
    plan = next((one for one in county.stations if one.town.name == HOME_TOWN), county.stations[0])
    people = Resident.objects.filter(unit=plan.uid, died_on=None)
    oldest = people.exclude(birth_on=None).order_by("birth_on", "pk").values_list("pk", flat=True)
    disabled = ResidentStatus.objects.current().filter(
        resident__unit=plan.uid, kind="disabled", value=True, ends_on=None
    )
    chosen = {*oldest[:OLDEST]}
    chosen.update(disabled.order_by("pk").values_list("resident_id", flat=True)[:DISABLED])
    counts = recompute_people(chosen)
    actor = actors_of(plan)[plan.staff[0].uid]
    leads = Lead.objects.filter(unit=plan.uid, state=State.NEW, benefit=OLD_AGE)
    found = leads.select_related("resident__key").order_by("resident__birth_on", "resident_id")
    steps = 0
    for lead, story in zip(found, STORIES, strict=False):
        for state, days, note in story:
            draft = StepDraft(lead, state, _on(county, days), lead.row_version, note)
            steps += len(note_steps([draft], actor=actor))
    return {"leads": counts["made"], "lead_steps": steps}


def _on(county: CountyPlan, days: int) -> date:
    return min(county.on, clock.today()) - timedelta(days=days)
