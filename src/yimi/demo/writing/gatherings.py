"""Groups with their sessions and members, and activities with whoever held them together with the station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from yimi.activities.actions import hold_activities, plan_activities
from yimi.activities.drafts import ActivityDraft, HeldActivity, PartnerDraft
from yimi.activities.models import Activity
from yimi.activities.rules import Line
from yimi.core.actor import Actor
from yimi.demo.practice import GroupPlan, last_open, practice
from yimi.demo.seeds import uid_at
from yimi.demo.visits import instant, next_open
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.gathering_papers import (
    save_activity_papers,
    save_group_plan,
    save_group_sessions,
)
from yimi.demo.writing.voice import ask_and_answer
from yimi.groups.actions import add_members, close_group, plan_groups, record_group_sessions
from yimi.groups.drafts import EndingDraft, GroupDraft, HeldSession
from yimi.groups.models import CloseReason, GoalResult, SocialGroup
from yimi.groups.rules import PlanRow, suggest_phase
from yimi.services.rules import NewRecord

#: Who came to a session, of those expected.
ATTENDANCE = 0.88
#: An activity is planned so many days ahead.
AHEAD = 12


@dataclass(slots=True)
class GroupStory:
    """One group from its plan to its end."""

    plan: GroupPlan
    unit_uid: UUID
    actor: Actor
    rng: Random

    def note_in(self, diary: Diary) -> None:
        """Put all steps into the diary."""
        days = self.plan.days
        diary.at(last_open(days[0] - timedelta(days=8)), self._plan)
        for number, day in enumerate(days[: self.plan.held], 1):
            diary.at(day, partial(self._hold, number, day), minute=420)
        if self.plan.held == len(days):
            diary.at(days[-1], self._close, minute=440)
        if self.plan.held:
            diary.at(days[self.plan.held - 1], self._write_up, minute=450)

    def _plan(self) -> None:
        theme, days = self.plan.theme, self.plan.days
        rows = [
            PlanRow(number, text, day)
            for number, (text, day) in enumerate(zip(theme["themes"], days, strict=True), 1)
        ]
        draft = GroupDraft(
            unit_uid=self.unit_uid, title=theme["title"], kind=theme["kind"], item_code=theme["item"],
            starts_on=days[0], capacity=12, sessions=rows, leader_uids=self.plan.leaders, place=theme["place"],
            uid=self.plan.uid,
        )  # fmt: skip
        group = plan_groups([draft], actor=self.actor)[0]
        add_members(group, self.plan.members, actor=self.actor)
        save_group_plan(group, theme, days, actor=self.actor)

    def _hold(self, number: int, day: date) -> None:
        members = self.plan.members
        present = [uid for uid in members if self.rng.random() < ATTENDANCE] or list(members[:3])
        held = HeldSession(
            group_uid=self.plan.uid, no=number, phase=suggest_phase(number, len(self.plan.days)), served_on=day,
            starts_at=time(15), minutes=self.rng.choice((60, 75, 90)), present=present,
            worker_uids=self.plan.leaders, record_uid=uid_at(self.rng, instant(day, time(15))),
        )  # fmt: skip
        record_group_sessions([held], actor=self.actor)

    @property
    def _group(self) -> SocialGroup:
        return SocialGroup.objects.select_related("unit", "key").get(pk=self.plan.uid)

    def _write_up(self) -> None:
        is_over = self.plan.held == len(self.plan.days)
        save_group_sessions(self._group, self.plan.theme, actor=self.actor, is_over=is_over)

    def _close(self) -> None:
        group = self._group
        came = len(self.plan.members) - 1
        draft = EndingDraft(
            ended_on=self.plan.days[-1], reason=CloseReason.COMPLETED, goal_result=GoalResult.FULL,
            replies=came, satisfied=max(came - 1, 0), cost_fen=38_000,
        )  # fmt: skip
        close_group(group, draft, actor=self.actor, expected=group.row_version)
        ask_and_answer(
            self.rng, group.unit, "group", group.pk, served=len(self.plan.members), actor=self.actor
        )


@dataclass(slots=True)
class ActivityStory:
    """The station's last activities, the one that is coming, and, at one station, the day against drugs."""

    unit_uid: UUID
    town: str
    actors: Mapping[UUID, Actor]
    rng: Random
    on: date

    def note_in(self, diary: Diary, held: Sequence[NewRecord]) -> None:
        """Put the activities of ``held`` and the coming one into the diary."""
        used: set[str] = set()
        for record in held:
            title = self._title(record.item_code, used)
            partners = [PartnerDraft(name) for name in dict.fromkeys(record.co_organisers)]
            self._note_one(diary, record, title, partners, place=f"{self.town}文化广场")

    def coming(self, diary: Diary, actor: Actor) -> None:
        """An activity of the week after next, planned but not held."""
        day = next_open(self.on + timedelta(days=9))
        draft = ActivityDraft(
            unit_uid=self.unit_uid, title="冬季安全用火用电宣传", item_code="EL6", planned_on=day,
            place=f"{self.town}便民服务中心门前", expected=60, starts_at=time(9, 30),
            partners=(PartnerDraft(f"{self.town}派出所"),), budget=(Line("宣传单页", 20_000), Line("横幅", 8_000)),
            uid=uid_at(self.rng, instant(day, time(9, 30))),
        )  # fmt: skip
        diary.at(
            last_open(self.on - timedelta(days=2)), partial(plan_activities, [draft], actor=actor)
        )

    def against_drugs(
        self, diary: Diary, worker_uids: Sequence[UUID], partners: Sequence[PartnerDraft], day: date
    ) -> None:
        """What a photograph of the province's report shows: the station and three bodies against drugs, in the street."""
        record = NewRecord(
            uid=uid_at(self.rng, instant(day, time(9))), unit_uid=self.unit_uid, method="activity", item_code="GV4",
            served_on=day, starts_at=time(9), minutes=120, head_counts={"adult": 86, "elder": 54, "child": 31},
            worker_uids=tuple(worker_uids),
        )  # fmt: skip
        self._note_one(
            diary, record, "“健康人生 绿色无毒”禁毒宣传活动", partners, place="东城街道文化广场"
        )

    def _title(self, item: str, used: set[str]) -> str:
        titles = practice()["activity"].get(item, ["社区便民服务日"])
        title: str = next((one for one in titles if one not in used), titles[0])
        used.add(title)
        return title

    def _note_one(
        self, diary: Diary, record: NewRecord, title: str, partners: Sequence[PartnerDraft], *, place: str
    ) -> None:  # fmt: skip
        actor, heads = self.actors[record.worker_uids[0]], sum(record.head_counts.values())
        expected = max(20, round(heads / 10) * 10)
        draft = ActivityDraft(
            unit_uid=self.unit_uid, title=title, item_code=record.item_code, planned_on=record.served_on,
            place=place, expected=expected, starts_at=record.starts_at, partners=tuple(partners),
            budget=(Line("宣传品和横幅", 30_000, 28_600), Line("饮用水", 6_000, 6_000)),
            uid=uid_at(self.rng, instant(record.served_on, time(6))),
        )  # fmt: skip
        done = HeldActivity(
            activity_uid=draft.uid, served_on=record.served_on, minutes=record.minutes, starts_at=record.starts_at,
            worker_uids=record.worker_uids, head_counts=record.head_counts, record_uid=record.uid,
            served_region_code=record.served_region_code,
        )  # fmt: skip
        planned = last_open(record.served_on - timedelta(days=AHEAD))
        diary.at(planned, partial(plan_activities, [draft], actor=actor))
        diary.at(next_open(record.served_on), partial(self._hold, done, heads, actor), minute=460)

    def _hold(self, done: HeldActivity, heads: int, actor: Actor) -> None:
        """What came of it, the forms, and what people said."""
        held = hold_activities([done], actor=actor)[0]
        activity = Activity.objects.select_related("unit", "key").get(pk=held.pk)
        save_activity_papers(activity, activity.pk.int % 2, actor=actor)
        ask_and_answer(self.rng, activity.unit, "activity", activity.pk, served=heads, actor=actor)
