"""Sessions counted and listed; agreed actions in the clear, for the pair only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.supervision.access import VIEW_FIGURES, own_sessions
from yimi.supervision.models import (
    ActionResult,
    AgreedAction,
    DiscussedCase,
    Supervisee,
    SupervisionPlan,
    SupervisionSession,
)
from yimi.workforce.models import Worker

#: Names of the sealed fields; part of what binds a value to its place.
TEXT_FIELD, RESULT_FIELD = "agreed_action", "agreed_action_result"


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """督导次数 and 时长 of a unit or an area in a period. Minutes are kept; hours are how people say them."""

    sessions: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        """To one decimal."""
        return round(self.minutes / 60, 1)


def supervision_figures(actor: Actor, *, first: date, last: date) -> dict[UUID, SessionFigures]:
    """unit → sessions and minutes of the period, both days included; a unit without any is missing. One query."""
    rows = (
        _counted(actor, first, last)
        .values_list("unit")
        .annotate(sessions=Count("pk"), total=Sum("minutes"))
    )
    return {unit: SessionFigures(sessions, total) for unit, sessions, total in rows.order_by()}


def total_supervision(actor: Actor, *, first: date, last: date) -> SessionFigures:
    """The same for all units whose figures the actor sees. One query."""
    found = _counted(actor, first, last).aggregate(
        sessions=Count("pk"), total=Sum("minutes", default=0)
    )
    return SessionFigures(found["sessions"], found["total"])


def _counted(actor: Actor, first: date, last: date) -> QuerySet[SupervisionSession]:
    return SupervisionSession.objects.current().filter(
        scope_condition(actor, VIEW_FIGURES, unit="unit_id", region="unit_region_code"),
        held_on__gte=first,
        held_on__lte=last,
    )


def held_under(plans: Iterable[SupervisionPlan]) -> dict[UUID, int]:
    """How many sessions the plan's supervisor held for the plan's unit in its period, by plan. One query."""
    wanted = [plan.pk for plan in plans]
    held = (
        SupervisionSession.objects.current()
        .filter(
            supervisor=OuterRef("supervisor"),
            unit=OuterRef("unit"),
            held_on__gte=OuterRef("starts_on"),
            held_on__lte=OuterRef("ends_on"),
        )
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = SupervisionPlan.objects.filter(pk__in=wanted).annotate(held=Subquery(held))
    return {uid: count or 0 for uid, count in rows.values_list("pk", "held")}


def participants(sessions: Iterable[SupervisionSession]) -> dict[UUID, list[Worker]]:
    """Who was supervised at each session, by the session's uid. One query."""
    found: dict[UUID, list[Worker]] = {}
    rows = Supervisee.objects.filter(session__in=[session.pk for session in sessions])
    for row in rows.select_related("worker").order_by("worker__name"):
        found.setdefault(row.session_id, []).append(row.worker)
    return found


def next_sessions(actor: Actor, on: date) -> list[SupervisionSession]:
    """Agreed dates of one's next supervision, the overdue first; a date is done with once a later session took place.

    One query.
    """
    later = SupervisionSession.objects.current().filter(
        supervisor=OuterRef("supervisor"), unit=OuterRef("unit"), held_on__gt=OuterRef("held_on")
    )
    found = own_sessions(actor).exclude(next_on=None).filter(~Exists(later))
    return list(found.select_related("unit", "supervisor").order_by("next_on"))


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreed action in the clear."""

    action: AgreedAction
    text: str
    note: str

    def is_overdue(self, on: date) -> bool:
        """Due before ``on`` and without a result."""
        return self.action.result == ActionResult.OPEN and self.action.due_on < on


def open_actions(worker_uid: UUID) -> list[Agreed]:
    """What a worker has still to do, or still to ask about as supervisor, the earliest due first. One query."""
    own = Q(supervisor=worker_uid) | Q(worker=worker_uid)
    return _opened(AgreedAction.objects.filter(own, result=ActionResult.OPEN))


def last_actions(supervisor_uid: UUID, worker_uids: Iterable[UUID]) -> list[Agreed]:
    """What was agreed with these supervisees and has no result yet: the next session asks for it. One query."""
    found = AgreedAction.objects.filter(
        supervisor=supervisor_uid, worker__in=list(worker_uids), result=ActionResult.OPEN
    )
    return _opened(found)


def actions_of(session: SupervisionSession) -> list[Agreed]:
    """What was agreed at a session, with its results. For those who may read it. One query."""
    return _opened(AgreedAction.objects.filter(session_file_uid=session.file_uid))


def _opened(actions: QuerySet[AgreedAction]) -> list[Agreed]:
    rows = actions.select_related("key", "worker", "supervisor").order_by("due_on", "uid")
    return [open_action(row) for row in rows]


def open_action(action: AgreedAction) -> Agreed:
    """One agreed action in the clear. No query when its key came along."""
    return Agreed(
        action,
        action.key.open(action.text_sealed, field=TEXT_FIELD, row=action.pk),
        action.key.open(action.result_sealed, field=RESULT_FIELD, row=action.pk),
    )


def answered_between(session: SupervisionSession, people: Iterable[Worker]) -> list[Agreed]:
    """What came of earlier agreements with these people since the pair last met: the session's look back. One query."""
    earlier = SupervisionSession.objects.current().filter(
        supervisor=session.supervisor_id, held_on__lt=session.held_on
    )
    found = AgreedAction.objects.exclude(result=ActionResult.OPEN).filter(
        session_file_uid__in=earlier.values("file_uid"),
        worker__in=[person.pk for person in people],
        result_on__gte=session.held_on,
    )
    return _opened(found)


def sessions_about(actor: Actor, case_number: str) -> QuerySet[SupervisionSession]:
    """The actor's own sessions in which a case came up, newest first. For the case's page."""
    named = DiscussedCase.objects.filter(case_number=case_number).values("session_id")
    found = own_sessions(actor).filter(pk__in=named).select_related("supervisor", "unit")
    return found.order_by("-held_on")
