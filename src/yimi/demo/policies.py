"""政策找人 in the demo: the leads of the whole county, some of the home station's worked on.

Needs the published facts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from yimi.core import clock
from yimi.demo.county import CountyPlan
from yimi.demo.users import HOME_TOWN
from yimi.demo.writing.staff import actors_of
from yimi.matching.actions import StepDraft, note_steps, run_everybody
from yimi.matching.models import Lead, RunKind
from yimi.matching.rules import State

#: How long ago everybody was first decided on.
FOUND_DAYS = 21
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
    """Decide on everybody three weeks ago and today, and note what the home station's head did about the oldest."""
    today = min(county.on, clock.today())
    with clock.standing_at(_night(today - timedelta(days=FOUND_DAYS))):
        run_everybody(RunKind.NIGHTLY)
    plan = next((one for one in county.stations if one.town.name == HOME_TOWN), county.stations[0])
    actor = actors_of(plan)[plan.staff[0].uid]
    leads = Lead.objects.filter(unit=plan.uid, state=State.NEW, benefit=OLD_AGE, turns_on=None)
    found = leads.select_related("resident__key").order_by("resident__birth_on", "resident_id")
    steps = 0
    for lead, story in zip(found, STORIES, strict=False):
        for state, days, note in story:
            day = today - timedelta(days=days)
            with clock.standing_at(_night(day) + timedelta(hours=8)):
                draft = StepDraft(lead, state, day, lead.row_version, note)
                steps += len(note_steps([draft], actor=actor))
    run_everybody(RunKind.NIGHTLY)
    return {"leads": Lead.objects.exclude(state=State.EXPIRED).count(), "lead_steps": steps}


def _night(day: date) -> datetime:
    """Half past one in the morning in China, when a worker process decides on everybody."""
    return datetime.combine(day, time(1, 30), clock.SHANGHAI).astimezone(UTC)
