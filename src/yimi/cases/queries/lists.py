"""The work queue, the station's index, the supervised cases: rows ready for a page; and what other rooms show of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yimi.cases.access import own_cases, station_cases, supervised_cases, visible_cases
from yimi.cases.choices import ReviewAnswer, Stage
from yimi.cases.models import Case, CaseStageEvent, SupervisorReview
from yimi.cases.models.case import CaseQuerySet
from yimi.cases.permissions import ASSIGN, REVIEW, VIEW, WORK
from yimi.cases.queries.facts import last_met
from yimi.cases.queries.levels import all_levels
from yimi.cases.rules.due import level_at
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.models import Household
from yimi.workforce.models import Placement, Worker

PAGE = 50
#: The lists, in the order of their tabs: key → permission that opens it.
VIEWS = {"mine": WORK, "station": ASSIGN, "supervised": REVIEW}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a list shows it."""

    case: Case
    level: str
    met_on: date | None
    days_late: int
    waits_for_review: bool


def views_of(actor: Actor) -> list[str]:
    """The lists that this actor has, the most usual first."""
    return [
        view
        for view, permission in VIEWS.items()
        if actor.may(permission) and (view == "station" or actor.worker_uid is not None)
    ]


#: The list behind each tab.
LISTS: dict[str, Callable[[Actor], CaseQuerySet]] = {
    "mine": own_cases, "station": station_cases, "supervised": supervised_cases,
}  # fmt: skip


def first_view(actor: Actor, views: Sequence[str]) -> str:
    """The tab to open with: the first that has an open case, so that nobody lands on an empty one. Three queries at most."""
    filled = (view for view in views if LISTS[view](actor).unfinished().exists())
    return next(filled, views[0] if views else "") if len(views) > 1 else "".join(views)


def case_list(
    actor: Actor, view: str, *, q: str = "", stage: str = "", state: str = "", after: str = ""
) -> tuple[list[CaseRow], str]:
    """A page of one list and where the next begins; what is due first, the finished ones newest first.

    Four queries, whatever the number of rows.
    """
    cases = _narrowed(LISTS[view](actor), q=q, stage=stage, state=state)
    start = int(after) if after.isdecimal() and len(after) < 6 else 0
    ended = state == "closed"
    order: tuple[Any, ...] = (
        ("-closed_on", "-uid") if ended else (F("due_on").asc(nulls_last=True), "uid")
    )
    rows = list(
        cases.select_related("resident", "owner", "unit").order_by(*order)[start : start + PAGE + 1]
    )
    more = str(start + PAGE) if len(rows) > PAGE else ""
    return describe(rows[:PAGE]), more


def _narrowed(cases: QuerySet[Case], *, q: str, stage: str, state: str) -> QuerySet[Case]:
    if q := q.strip():
        cases = cases.filter(Q(resident__name__contains=q) | Q(number__contains=q.upper()))
    if stage in Stage.values:
        return cases.filter(stage=stage)
    if state == "closed":
        return cases.filter(stage__in=[Stage.DONE, Stage.DECLINED])
    if state == "all":
        return cases
    cases = cases.exclude(stage__in=[Stage.DONE, Stage.DECLINED])
    if state == "left":
        return cases.filter(~_owner_is_here())
    return cases.filter(due_on__lte=clock.today()) if state == "due" else cases


def _owner_is_here() -> Exists:
    """The case's owner is placed at its station today."""
    here = Placement.objects.on(clock.today())
    return Exists(here.filter(worker=OuterRef("owner"), unit=OuterRef("unit")))


def cases_left_behind(actor: Actor) -> int:
    """How many unfinished cases of the stations that the actor heads belong to somebody who is no longer there. One query."""
    return station_cases(actor).unfinished().filter(~_owner_is_here()).count()


def describe(cases: list[Case]) -> list[CaseRow]:
    """Levels, last meetings and waiting reviews of cases. Three queries."""
    levels, today = all_levels(), clock.today()
    uids = [case.pk for case in cases]
    met = last_met(uids)
    waiting = set(
        SupervisorReview.objects.current()
        .filter(case__in=uids, answer=ReviewAnswer.REQUESTED)
        .values_list("case_id", flat=True)
    )
    rows = []
    for case in cases:
        level = level_at(case.level, case.unit.region_code, levels) if case.level else None
        late = max((today - case.due_on).days, 0) if case.due_on else 0
        rows.append(
            CaseRow(case, level.name if level else "", met.get(case.pk), late, case.pk in waiting)
        )
    return rows


def cases_due(actor: Actor, *, by: date, limit: int = 20) -> tuple[list[CaseRow], int]:
    """The actor's own cases that want something by a day, the longest overdue first; and how many in all."""
    due = own_cases(actor).unfinished().filter(due_on__lte=by)
    rows = due.select_related("resident", "owner", "unit").order_by("due_on", "uid")
    return describe(list(rows[:limit])), due.count()


def reviews_waiting(actor: Actor) -> list[SupervisorReview]:
    """What waits for this supervisor's answer, the longest waiting first. One query."""
    if actor.worker_uid is None or not actor.may(REVIEW):
        return []
    rows = SupervisorReview.objects.current().filter(
        case__in=supervised_cases(actor), answer=ReviewAnswer.REQUESTED
    )
    return list(
        rows.select_related("case__resident", "case__unit").order_by("asked_on", "uid")[:PAGE]
    )


def open_cases_of(owner: Worker, actor: Actor) -> list[Case]:
    """The open cases of a worker at the stations that the actor heads: what a leaving worker hands over."""
    rows = station_cases(actor).unfinished().filter(owner=owner)
    return list(rows.select_related("resident", "unit", "key", "owner").order_by("due_on", "uid"))


def household_cases(actor: Actor, household: Household) -> list[CaseRow]:
    """The household's cases that this actor may see, newest first; none for those without this room. Four queries."""
    if not actor.may(VIEW):
        return []
    rows = visible_cases(actor).filter(household=household).order_by("-opened_on", "-uid")
    return describe(list(rows.select_related("resident", "owner", "unit")))


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A step of a case, for the household's timeline. Sessions stand there already, as service records."""

    case_uid: UUID
    number: str
    happened_on: date
    stage: str
    is_back: bool


def case_timeline_entries(actor: Actor, household: Household) -> list[StageEntry]:
    """The steps of the household's cases that this actor may see, newest first. One query."""
    if not actor.may(VIEW):
        return []
    rows = CaseStageEvent.objects.current().filter(
        case__in=visible_cases(actor).filter(household=household)
    )
    return [
        StageEntry(row.case_id, row.case.number, row.happened_on, row.get_to_stage_display(), bool(row.reason_sealed))
        for row in rows.select_related("case").order_by("-happened_on", "-recorded_at")
    ]  # fmt: skip


def others_about(residents: Iterable[UUID], unit_uid: UUID) -> list[Case]:
    """Unfinished cases with these people at the same station: to be asked about before another is opened. One query."""
    rows = Case.objects.unfinished().filter(resident__in=list(residents), unit=unit_uid)
    return list(rows.select_related("owner").order_by("opened_on"))
