"""What reaches over stations: supervision from another county, complaints, and a mandatory report."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from yimi.access.models import User
from yimi.access.queries.actors import build_actor
from yimi.core import clock
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.practice import last_open
from yimi.demo.seeds import stream, uid_at
from yimi.demo.users import CHILD_DIRECTOR, HOME_TOWN
from yimi.demo.visits import instant, next_open
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.staff import actors_of
from yimi.demo.writing.supervising import note_supervision
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


def write_county_work(county: CountyPlan) -> dict[str, int]:
    """Supervision, two complaints, and one report with its chain."""
    rng = stream(county.seed, "county work")
    diary = Diary(min(clock.now(), datetime.combine(county.on, time(10), UTC)))
    sessions = note_supervision(county, diary)
    home = next(
        (plan for plan in county.stations if plan.town.name == HOME_TOWN), county.stations[0]
    )
    _complain(rng, county, home, diary)
    _report_harm(rng, county, home, diary)
    diary.run()
    return {"supervisions": sessions, "complaints": 2, "reports": 1}


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
