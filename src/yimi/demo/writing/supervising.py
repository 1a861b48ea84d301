"""Supervision from another county and from one's own: arranged, planned, held, written up."""

from __future__ import annotations

from datetime import date, time, timedelta

from yimi.access.queries.actors import system_actor
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.practice import last_open, practice
from yimi.demo.users import HOME_TOWN, OUTSIDE_SUPERVISOR, OWN_SUPERVISOR
from yimi.demo.visits import next_open
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.practice import supervisor_named
from yimi.demo.writing.staff import actors_of
from yimi.stations.models import ServiceUnit
from yimi.supervision.actions import (
    ActionAnswer,
    AgreedDraft,
    PlanDraft,
    SessionDraft,
    hold_session,
    make_plan,
    write_note,
)
from yimi.supervision.models import AgreedAction
from yimi.workforce.actions.supervision import assign_supervisor
from yimi.workforce.models import Placement, Worker

#: So many stations have a supervisor; the others say 暂无督导.
SUPERVISED_STATIONS = 8


def note_supervision(county: CountyPlan, diary: Diary) -> int:
    """The supervisor from the other county comes every six weeks or so and asks what came of what was agreed."""
    on, found = county.on, supervisor_named(OUTSIDE_SUPERVISOR, county.on)
    if found is None:
        return 0
    supervisor, actor = found
    _arrange_own(county, diary)
    count = 0
    for number, plan in enumerate(_staffed(county)):
        unit = ServiceUnit.objects.get(pk=plan.uid)
        since = last_open(on - timedelta(days=170))
        head = actors_of(plan)[plan.staff[0].uid]

        def arrange(unit: ServiceUnit = unit, since: date = since, head: Actor = head) -> None:
            assign_supervisor(
                supervisor, actor=system_actor("示例数据", "workforce"), of=unit, starts_on=since
            )
            draft = PlanDraft(
                supervisor=supervisor, unit=unit, starts_on=since, ends_on=since + timedelta(days=365),
                aims="把个案预估和计划写扎实；新人能独立带一个小组。", sessions_planned=8,
            )  # fmt: skip
            make_plan(draft, actor=head)

        diary.at(since, arrange, minute=number)
        for turn, ago in enumerate((96, 38)):
            day = last_open(on - timedelta(days=ago - number))
            diary.at(day, _Sitting(unit, actor, day, turn), minute=120)
            count += 1
    return count


def _arrange_own(county: CountyPlan, diary: Diary) -> None:
    """The county's own supervisor looks after the first worker of the home station in person."""
    found = supervisor_named(OWN_SUPERVISOR, county.on)
    home = next((plan for plan in county.stations if plan.town.name == HOME_TOWN), None)
    if found is None or home is None:
        return
    worker = Worker.objects.get(pk=home.staff[-1].uid)
    since = last_open(county.on - timedelta(days=120))
    diary.at(
        since,
        lambda: assign_supervisor(
            found[0], actor=system_actor("示例数据", "workforce"), of=worker, starts_on=since
        ),
    )


def _staffed(county: CountyPlan) -> list[StationPlan]:
    """Stations whose workers have been there all year."""
    since = county.on - timedelta(days=180)
    steady = [
        plan for plan in county.stations
        if all(member.left_on is None and member.joined_on < since for member in plan.staff)
    ]  # fmt: skip
    return sorted(steady, key=lambda plan: plan.town.name != HOME_TOWN)[:SUPERVISED_STATIONS]


class _Sitting:
    """One supervision at a station: the first agrees on two things, the second asks after them and agrees on one more."""

    def __init__(self, unit: ServiceUnit, actor: Actor, day: date, turn: int) -> None:
        self.unit, self.actor, self.day, self.turn = unit, actor, day, turn

    def __call__(self) -> None:
        here = Placement.objects.on(self.day).filter(unit=self.unit).order_by("worker")
        workers = tuple(here.values_list("worker", flat=True))
        texts = practice()["supervision"]["topics"][self.turn]
        # the first due day has come by the second sitting; the second lies ahead
        due = next_open(self.day + timedelta(days=58 if self.turn else 28))
        agreed = tuple(
            AgreedDraft(text=text, worker_uid=workers[place % len(workers)], due_on=due)
            for place, text in enumerate(texts)
        )
        answers: tuple[ActionAnswer, ...] = ()
        if self.turn:
            open_ones = AgreedAction.objects.filter(
                supervisor=self.actor.worker_uid, worker__in=workers, result="open"
            )
            answers = tuple(
                ActionAnswer(
                    action=action, row_version=action.row_version, result=result, note=note
                )
                for action, (result, note) in zip(
                    open_ones.select_related("key"),
                    (("done", "两份预估都重写了。"), ("partly", "补了三份，还差一份。")),
                    strict=False,
                )
            )
        draft = SessionDraft(
            unit=self.unit, worker_uids=workers, kind="online" if self.turn else "on_site", function="educational",
            held_on=self.day, starts_at=time(14, 30), minutes=90 if self.turn else 120,
            place="" if self.turn else self.unit.name,
            next_on=next_open(self.day + timedelta(days=58)), actions=agreed, answers=answers,
        )  # fmt: skip
        session = hold_session(draft, actor=self.actor)
        words = practice()["supervision"]["notes"][self.turn]
        signed = {"who": self.actor.name, "on": self.day}
        write_note(
            session, actor=self.actor, answers=words | {"supervisor_signature": signed}, row_version=None, is_final=True
        )  # fmt: skip
