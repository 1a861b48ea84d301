"""Cases from the first meeting to the follow-up, written by those who worked on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from yimi.cases import actions
from yimi.cases.choices import (
    Attainment,
    ClosingReason,
    Decision,
    FollowUpMode,
    FollowUpState,
    GivenBy,
    GoalKind,
    GoalStatus,
    ReviewAnswer,
    ReviewOf,
    Risk,
    Stage,
)
from yimi.cases.drafts import NewCase, NewFollowUp, NewGoal, NewScale, NewSession
from yimi.cases.models import Case, Plan, Scale, SupervisorReview
from yimi.cases.queries.drafting import draft_picture
from yimi.cases.queries.file import goals_of
from yimi.cases.rules.picture import System
from yimi.core.actor import Actor
from yimi.demo.practice import CasePlan, Meeting, practice
from yimi.demo.visits import Station, next_open
from yimi.demo.writing.case_answers import assessment_answers, evaluation_answers, plan_answers
from yimi.demo.writing.case_papers import save_follow_up, save_intake, save_sessions
from yimi.demo.writing.diary import Diary
from yimi.people.models import Household, Resident
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker

#: With which meeting a stage is reached, counted from one.
PLANNED, WORKED, EVALUATED = 2, 3, 7
#: A client is called on so many days after the closing.
ASKED_AFTER = 32


@dataclass(slots=True)
class CaseStory:
    """One case on its way through the stages; each step reads the row anew, since others write it too."""

    plan: CasePlan
    unit: ServiceUnit
    station: Station
    actors: Mapping[UUID, Actor]
    head: Actor
    on: date
    supervisor: tuple[Worker, Actor] | None = None
    goals: list[UUID] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """The words of its story."""
        words: dict[str, Any] = practice()["case"][self.plan.story]
        return words

    @property
    def case(self) -> Case:
        """The row as it stands."""
        return Case.objects.select_related("unit", "key", "resident", "household").get(
            pk=self.plan.uid
        )

    def actor(self, meeting: Meeting) -> Actor:
        """Who held a meeting."""
        return self.actors[meeting.worker_uid]

    def note_in(self, diary: Diary) -> None:
        """Put all steps into the diary."""
        for number, meeting in enumerate(self.plan.meetings, 1):
            before = self.plan.meetings[max(number - 2, 0)]
            if meeting.worker_uid != before.worker_uid:
                diary.at(meeting.on, partial(self._hand_over, meeting))
            if number == 1:
                diary.at(meeting.on, partial(self._open, meeting))
            if number == WORKED:
                diary.at(meeting.on, partial(self._begin_work, meeting), minute=1)
            diary.at(meeting.on, partial(self._meet, number, meeting), minute=2)
            if number == PLANNED:
                diary.at(meeting.on, partial(self._plan, meeting), minute=3)
        last = self.plan.meetings[-1]
        diary.at(last.on, partial(self._write_up, last), minute=4)
        if self.plan.is_over:
            self._end_in(diary)
        elif len(self.plan.meetings) >= EVALUATED:
            diary.at(last.on, partial(self._move, last, Stage.EVALUATION), minute=9)

    def _open(self, meeting: Meeting) -> None:
        actor, words, client = self.actor(meeting), self.told, self.plan.client
        case = actions.open_case(
            NewCase(
                unit=self.unit, resident=Resident.objects.get(pk=client.uid), source=words["source"],
                household=Household.objects.get(pk=self.plan.home.uid), opened_on=meeting.on, uid=self.plan.uid,
            ),
            actor=actor,
        )  # fmt: skip
        is_child = client.age(meeting.on) < 14
        guardian = (
            next(p.name for p in self.plan.home.present if p.age(meeting.on) >= 18)
            if is_child
            else ""
        )
        actions.record_agreement(
            case, actor=actor, given_by=GivenBy.GUARDIAN if is_child else GivenBy.CLIENT,
            guardian_name=guardian, form="written",
        )  # fmt: skip
        actions.decide_intake(
            case, actor=actor, expected=case.row_version, decision=Decision.ACCEPTED
        )
        save_intake(case, words, meeting, actor=actor, guardian=guardian)
        if self.supervisor is not None:
            actions.assign_supervisor(case, self.supervisor[0], actor=self.head)

    def _write_up(self, last: Meeting) -> None:
        save_sessions(self.case, self.plan, self.told, actor=self.actor(last))

    def _hand_over(self, meeting: Meeting) -> None:
        case = self.case
        actions.hand_over(
            case, Worker.objects.get(pk=meeting.worker_uid), actor=self.head, expected=case.row_version,
            reason="worker_leaves", note="当面交接，一起上门见了服务对象。",
        )  # fmt: skip

    def _plan(self, meeting: Meeting) -> None:
        """Assessment, picture, goals and the plan, talked over at the second meeting."""
        actor, words, case = self.actor(meeting), self.told, self.case
        risk = Risk.MEDIUM if self.plan.story == "elder" else Risk.LOW
        actions.write_assessment(
            case,
            actor=actor,
            expected=case.row_version,
            risk=risk,
            answers=assessment_answers(words, risk),
        )
        picture = draft_picture(case)
        for number, (name, tie) in enumerate(words["systems"], 1):
            picture = picture.with_system(System(f"s{number}", name, tie))
        actions.save_picture(case, picture, actor=actor, expected=0)
        low, high, better, before = words["scale"][1:5]
        scale = actions.add_scale(
            case, NewScale(words["scale"][0], Decimal(low), Decimal(high), better), actor=actor
        )
        actions.read_scale(scale, actor=actor, score=Decimal(before), read_on=meeting.on)
        self._move(meeting, Stage.PLAN)
        target = next_open(meeting.on + timedelta(days=56))
        case = self.case
        actions.add_goal(
            case, NewGoal(words["overall"], kind=GoalKind.OVERALL, target_on=target), actor=actor
        )
        for text, measure in words["goals"]:
            new = NewGoal(text, measure, target_on=target, problem=words["problem"])
            goal = actions.add_goal(case, new, actor=actor)
            self.goals.append(goal.line)
        actions.publish_plan(
            case, actor=actor, answers=plan_answers(words, meeting.on, target), review_on=next_open(target)
        )  # fmt: skip
        if self.supervisor is not None:
            actions.request_review(case, actor=actor, about=ReviewOf.PLAN)

    def _begin_work(self, meeting: Meeting) -> None:
        if self.supervisor is not None:
            review = SupervisorReview.objects.current().select_related("case__unit", "case__key")
            actions.answer_review(
                review.get(case=self.plan.uid, answer=ReviewAnswer.REQUESTED), actor=self.supervisor[1],
                answer=ReviewAnswer.APPROVED, comment="目标具体，能看得见。第一条先做起来，不要三条一起推。",
            )  # fmt: skip
        plan = (
            Plan.objects.current().select_related("case__unit", "case__key").get(case=self.plan.uid)
        )
        by = GivenBy.GUARDIAN if self.plan.client.age(meeting.on) < 14 else GivenBy.CLIENT
        actions.agree_plan(plan, actor=self.actor(meeting), agreed_by=by, agreed_form="oral")
        self._move(meeting, Stage.INTERVENTION)

    def _meet(self, number: int, meeting: Meeting) -> None:
        words, last = self.told, self.plan.meetings[-1]
        following = next((m.on for m in self.plan.meetings if m.on > meeting.on), None)
        if meeting is last and not self.plan.is_over:
            following = next_open(meeting.on + timedelta(days=10))
        actions.record_session(
            NewSession(
                case=self.case, served_on=meeting.on, minutes=meeting.minutes, item_code=words["item"],
                kind="home" if number > 1 else "interview", note=words["notes"][number - 1], next_on=following,
                progress=self._progress(number), effects=("comfort",), uid=meeting.uid,
            ),
            actor=self.actor(meeting),
        )  # fmt: skip

    def _progress(self, number: int) -> dict[UUID, str]:
        moves = {WORKED: (0, GoalStatus.IN_PROGRESS), 4: (1, GoalStatus.IN_PROGRESS), 5: (2, GoalStatus.IN_PROGRESS),
                 6: (0, GoalStatus.ACHIEVED)}  # fmt: skip
        if number not in moves or not self.goals:
            return {}
        place, status = moves[number]
        return {self.goals[place]: status}

    def _move(self, meeting: Meeting, to: str) -> None:
        case = self.case
        actions.move_case(case, actor=self.actor(meeting), expected=case.row_version, to=to)

    def _end_in(self, diary: Diary) -> None:
        last = self.plan.meetings[-1]
        close_on = next_open(last.on + timedelta(days=5))
        if last.worker_uid not in self.station.on_duty(close_on):
            close_on = last.on
        asked_on = next_open(close_on + timedelta(days=ASKED_AFTER))
        diary.at(last.on, partial(self._move, last, Stage.EVALUATION), minute=9)
        diary.at(close_on, partial(self._close, last, asked_on), minute=10)
        # whoever has left asks after nobody: the call stays due
        if asked_on < self.on and last.worker_uid in self.station.on_duty(asked_on):
            diary.at(asked_on, partial(self._ask, last, asked_on))

    def _close(self, last: Meeting, asked_on: date) -> None:
        actor, words, case = self.actor(last), self.told, self.case
        scale = Scale.objects.select_related("case__unit", "case__key").get(case=case)
        actions.read_scale(scale, actor=actor, score=Decimal(words["scale"][5]))
        goals = sorted(goals_of(case), key=lambda view: view.row.position)
        lines = [view.row.line for view in goals]
        attained = dict.fromkeys(lines, Attainment.FULL) | {lines[-1]: Attainment.PARTLY}
        answers = evaluation_answers(words, goals, attained, worker=actor.name, on=last.on)
        actions.evaluate(case, actor=actor, attainments=attained, answers=answers)
        case = self.case
        actions.close_case(
            case, actor=actor, expected=case.row_version, reason=ClosingReason.GOALS_MET, follow_up_on=asked_on
        )  # fmt: skip

    def _ask(self, last: Meeting, asked_on: date) -> None:
        new = NewFollowUp(
            asked_on,
            FollowUpMode.PHONE,
            FollowUpState.STEADY,
            minutes=15,
            item_code=self.told["item"],
        )
        case, actor = self.case, self.actor(last)
        row = actions.record_follow_up(case, new, actor=actor)
        save_follow_up(row, case, self.told, actor=actor, on=asked_on)
