"""How many cases there were: new, at work, closed. Stock and flow are different figures, and 个 is not 节."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from yimi.cases.choices import Decision, Stage
from yimi.cases.models import Case, CaseSession
from yimi.cases.permissions import FIGURES
from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.services.models import ServiceRecord


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """个 opened in the period, 个 at work on its last day, 个 closed in it; 节 held in it."""

    opened: int
    at_work: int
    closed: int
    sessions: int


def case_figures(actor: Actor, *, first: date, last: date, within: str = "") -> CaseFigures:
    """The figures of the actor's places (``within``: a code prefix below them). Two queries.

    A case counts from the day it was accepted; an intake that came to nothing never counts.
    """
    here = scope_condition(actor, FIGURES, unit="unit_id", region="unit__region_code")
    cases = Case.objects.filter(
        here, intake__decision=Decision.ACCEPTED, unit__region_code__startswith=within
    )
    counted = cases.aggregate(
        opened=Count("pk", filter=Q(intake__decided_on__range=(first, last))),
        at_work=Count(
            "pk",
            filter=Q(intake__decided_on__lte=last) & (Q(closed_on=None) | Q(closed_on__gt=last)),
        ),
        closed=Count(
            "pk",
            filter=Q(closed_on__range=(first, last), stage__in=[Stage.FOLLOW_UP, Stage.DONE]),
        ),
    )
    held = ServiceRecord.objects.current().filter(served_on__range=(first, last)).values("number")
    sessions = CaseSession.objects.filter(case__in=cases, record_number__in=held)
    return CaseFigures(**counted, sessions=sessions.count())
