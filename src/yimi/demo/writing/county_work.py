"""What reaches over stations: supervision from another county, complaints, and a mandatory report."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from yimi.access.models import User
from yimi.access.queries.actors import build_actor, system_actor
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.practice import last_open, practice
from yimi.demo.seeds import stream, uid_at
from yimi.demo.users import CHILD_DIRECTOR, HOME_TOWN
from yimi.demo.visits import instant, next_open
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.practice import outside_supervisor
from yimi.demo.writing.staff import actors_of
from yimi.feedback.actions import (
    answer_complaint,
    close_complaint,
    register_complaints,
    take_complaint,
)
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.models import Complaint
from yimi.protection.actions import add_step, name_reader, report_harm
from yimi.protection.actions.readers import ReaderDraft
from yimi.protection.models import HarmReport
from yimi.protection.rules import NewReport, NewStep, ReportContent
from yimi.stations.models import ServiceUnit
from yimi.supervision.actions import (
    ActionAnswer,
    AgreedDraft,
    PlanDraft,
    SessionDraft,
    hold_session,
    make_plan,
)
from yimi.supervision.models import AgreedAction
from yimi.workforce.actions.supervision import assign_supervisor
from yimi.workforce.models import Placement

#: So many stations have a supervisor; the others say 暂无督导.
SUPERVISED_STATIONS = 8


def write_county_work(county: CountyPlan) -> dict[str, int]:
    """Supervision, two complaints, and one report with its chain."""
    rng = stream(county.seed, "county work")
    diary = Diary(min(clock.now(), datetime.combine(county.on, time(10), UTC)))
    sessions = _supervise(county, diary)
    home = next(
        (plan for plan in county.stations if plan.town.name == HOME_TOWN), county.stations[0]
    )
    _complain(rng, county, home, diary)
    _report_harm(rng, county, home, diary)
    diary.run()
    return {"supervisions": sessions, "complaints": 2, "reports": 1}


def _supervise(county: CountyPlan, diary: Diary) -> int:
    """The supervisor from the other county comes every six weeks or so and asks what came of what was agreed."""
    on, found = county.on, outside_supervisor(county.on)
    if found is None:
        return 0
    supervisor, actor = found
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
        hold_session(draft, actor=self.actor)


def _complain(rng: Random, county: CountyPlan, home: StationPlan, diary: Diary) -> None:
    """One complaint was answered and closed; another came last week and is being looked into."""
    unit = ServiceUnit.objects.get(pk=home.uid)
    head = actors_of(home)[home.staff[0].uid]
    first, second = (last_open(county.on - timedelta(days=ago)) for ago in (63, 5))
    old, new = (uid_at(rng, instant(day, time(10))) for day in (first, second))

    def fresh(uid: UUID) -> Complaint:
        return Complaint.objects.select_related("unit", "key").get(pk=uid)

    def receive(uid: UUID, day: date, channel: str, text: str) -> None:
        draft = ComplaintDraft(
            unit=unit, about="service", text=text, channel=channel, received_on=day, uid=uid
        )
        register_complaints([draft], actor=head)

    def take(uid: UUID) -> None:
        row = fresh(uid)
        take_complaint(row, actor=head, row_version=row.row_version)

    def answer() -> None:
        row = fresh(old)
        text = "查了走访记录，确有两周没有上门，是社工培训期间没有安排人代班。已道歉并当天补访，以后培训期间由同事代走。"
        answer_complaint(row, actor=head, row_version=row.row_version, finding="upheld", text=text)

    def close() -> None:
        row = fresh(old)
        close_complaint(row, actor=head, row_version=row.row_version)

    diary.at(
        first, lambda: receive(old, first, "phone", "说好每周来看我娘，有两周没见人，也没打电话。")
    )
    diary.at(first, lambda: take(old), minute=30)
    diary.at(next_open(first + timedelta(days=4)), answer)
    diary.at(next_open(first + timedelta(days=25)), close)
    diary.at(
        second,
        lambda: receive(
            new, second, "visit", "活动通知发得太晚，前一天晚上才知道，地里的活放不下。"
        ),
    )
    diary.at(next_open(second + timedelta(days=1)), lambda: take(new), minute=30)


def _report_harm(rng: Random, county: CountyPlan, home: StationPlan, diary: Diary) -> None:
    """A child director tells the police at once, writes it down, and adds what became of it. All of it an example."""
    user = User.objects.get(username=CHILD_DIRECTOR)
    director, unit = build_actor(user, county.on), ServiceUnit.objects.get(pk=home.uid)
    day = last_open(county.on - timedelta(days=27))
    found = instant(day, time(16, 10))
    uids = [uid_at(rng, found + timedelta(minutes=number)) for number in range(4)]
    village = home.town.villages[0]

    def name() -> None:
        head = User.objects.get(worker_uid=home.staff[0].uid)
        draft = ReaderDraft(
            user_uid=head.pk,
            user_name=head.name,
            unit=unit,
            reason="站长，兼任未成年人保护工作联系人",
        )
        name_reader(draft, actor=build_actor(User.objects.get(username="county"), county.on))

    def report() -> None:
        content = ReportContent(
            who="（示例）化名小禾，9 岁，不是真实的人", kinds=("injury",), where=f"（示例）{village[1]}儿童之家",
            text="【示例，非真实事件】活动时看到孩子手臂有多处淤青，问起时不愿说，只说“不敢回家”。",
        )  # fmt: skip
        told = NewStep(uids[1], "reported", instant(day, time(16, 22)), to_whom="police", way="phone",
                       text="【示例】电话报警，说明所见，未追问孩子。")  # fmt: skip
        report_harm(
            NewReport(uids[0], found, content, person_kind="minor", is_immediate=True, region_code=village[0]),
            actor=director, told=told,
        )  # fmt: skip

    def step(new: NewStep) -> None:
        add_step(HarmReport.objects.get(pk=uids[0]), new, actor=director)

    receipt = NewStep(uids[2], "receipt", instant(day, time(18, 5)), to_whom="police", receipt="示例回执 0001",
                      text="【示例】派出所已受理，当晚见到孩子。")  # fmt: skip
    later = last_open(day + timedelta(days=9))
    follow = NewStep(uids[3], "follow_up", instant(later, time(10)),
                     text="【示例】孩子暂由姑姑照看，社工每周探访，学校已安排心理老师。")  # fmt: skip
    diary.at(last_open(day - timedelta(days=40)), name)
    diary.at(day, report, minute=445)
    diary.at(day, lambda: step(receipt), minute=540)
    diary.at(later, lambda: step(follow), minute=60)
