"""A station's professional work, through the rooms' own actions, in the order in which it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random
from uuid import UUID

from yimi.access.models import User
from yimi.access.queries.actors import build_actor
from yimi.activities.drafts import PartnerDraft
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.practice import Practice, last_open, plan_cases, plan_groups
from yimi.demo.seeds import stream
from yimi.demo.users import HOME_TOWN, OUTSIDE_SUPERVISOR, OWN_SUPERVISOR
from yimi.demo.visits import Station
from yimi.demo.writing.cases import CaseStory
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.gatherings import ActivityStory, GroupStory
from yimi.demo.writing.helping import HelpStory, note_consultations, note_tiers, people_to_help
from yimi.stations.models import Authority, ServiceUnit
from yimi.workforce.models import Worker

#: Which of a station's cases the supervisor from the other county looks after: one that is being worked.
SUPERVISED = 2
#: Which of the home station's cases the county's own supervisor looks after: one that is being planned, one near its end.
OWN_SUPERVISED = (1, 3)
#: The bodies beside the station on the day against drugs, as the province's report shows them.
AGAINST_DRUGS = ("商水县公安局", "东城街道办事处", "商水县民政局社会服务中心")


@dataclass(frozen=True, slots=True)
class Place:
    """A station with what its stories need: the row, the plan, and who acts there."""

    county: CountyPlan
    plan: StationPlan
    station: Station
    unit: ServiceUnit
    actors: dict[UUID, Actor]

    @property
    def head(self) -> Actor:
        """The station's head."""
        return self.actors[self.plan.staff[0].uid]

    def worker_on(self, day: date) -> UUID | None:
        """Somebody of the station who was there on ``day``."""
        on_duty = self.station.on_duty(day)
        return on_duty[-1] if on_duty else None


def supervisor_named(username: str, on: date) -> tuple[Worker, Actor] | None:
    """A supervisor among the printed sign-ins, with the rights of their account."""
    user = User.objects.filter(username=username).first()
    if user is None or user.worker_uid is None:
        return None
    return Worker.objects.get(pk=user.worker_uid), build_actor(user, on)


def write_practice(
    county: CountyPlan, plan: StationPlan, station: Station, taken: Practice, actors: dict[UUID, Actor]
) -> dict[str, int]:  # fmt: skip
    """Cases, groups, activities, tiers, consultations, referrals and links of one station."""
    rng = stream(county.seed, "practice", plan.town.code)
    place = Place(county, plan, station, ServiceUnit.objects.get(pk=plan.uid), actors)
    diary = Diary(min(clock.now(), datetime.combine(county.on, time(10), UTC)))
    cases = _cases(rng, place, diary)
    groups = _groups(rng, place, diary)
    activities = _activities(rng, place, diary, taken)
    note_consultations(diary, taken.consultations, actors, county.on)
    _helping(rng, place, diary)
    diary.run()
    return {"cases": cases, "groups": groups, "activities": activities}


def _cases(rng: Random, place: Place, diary: Diary) -> int:
    county = place.county
    plans = plan_cases(rng, place.station, first=county.first, on=county.on)
    looked_after = {
        min(SUPERVISED, len(plans) - 1): supervisor_named(OUTSIDE_SUPERVISOR, county.on)
    }
    if place.plan.town.name == HOME_TOWN:
        for number in OWN_SUPERVISED:
            looked_after.setdefault(number, supervisor_named(OWN_SUPERVISOR, county.on))
    for number, plan in enumerate(plans):
        CaseStory(
            plan, place.unit, place.station, place.actors, place.head, county.on, looked_after.get(number)
        ).note_in(diary)  # fmt: skip
    return len(plans)


def _groups(rng: Random, place: Place, diary: Diary) -> int:
    plans = plan_groups(rng, place.station, first=place.county.first, on=place.county.on)
    for plan in plans:
        actor = place.actors[plan.leaders[0]]
        GroupStory(plan, place.plan.uid, actor, rng).note_in(diary)
    return len(plans)


def _activities(rng: Random, place: Place, diary: Diary, taken: Practice) -> int:
    on = place.county.on
    story = ActivityStory(place.plan.uid, place.plan.town.name, place.actors, rng, on)
    story.note_in(diary, taken.activities)
    count = len(taken.activities)
    if worker := place.worker_on(last_open(on)):
        story.coming(diary, place.actors[worker])
        count += 1
    if place.plan.town.name == HOME_TOWN:
        day = last_open(date(on.year if (on.month, on.day) > (7, 1) else on.year - 1, 6, 26))
        if day > place.county.first and (workers := place.station.on_duty(day)):
            story.against_drugs(diary, workers[:2], _partners(), day)
            count += 1
    return count


def _partners() -> list[PartnerDraft]:
    known = dict(Authority.objects.filter(name__in=AGAINST_DRUGS).values_list("name", "uid"))
    return [PartnerDraft(name, known.get(name)) for name in AGAINST_DRUGS]


def _helping(rng: Random, place: Place, diary: Diary) -> None:
    on, worker = place.county.on, place.worker_on(last_open(place.county.on))
    if worker is None:
        return
    note_tiers(diary, place.station.homes, place.head, on)
    member = next(member for member in place.plan.staff if member.uid == worker)
    # nobody refers anybody before they came
    if (on - member.joined_on).days > 60:
        people = people_to_help(rng, place.station.homes, on)
        HelpStory(place.unit, worker, place.actors[worker], people, on).note_in(diary)
