"""What the gates look at, gathered for one case; and when cases were last met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from yimi.cases.choices import AgreementPurpose, AssignmentRole, GoalStatus
from yimi.cases.models import (
    Case,
    CaseAssignment,
    CaseSession,
    Goal,
    Plan,
    ServiceAgreement,
    SupervisorReview,
)
from yimi.cases.queries.levels import setting_at
from yimi.cases.rules.stages import Agreement, Facts
from yimi.forms.models import FormEntry
from yimi.services.models import ServiceRecord


def agreement_of(case: Case) -> Agreement | None:
    """The agreement to the service as it stands. One query."""
    row = (
        ServiceAgreement.objects.current()
        .filter(case=case, purpose=AgreementPurpose.SERVICE)
        .first()
    )
    return Agreement(row.basis, row.given_on, row.due_on, row.withdrawn_on) if row else None


def facts_of(case: Case) -> Facts:
    """Everything the gates look at. Eight queries, whatever the length of the file."""
    goals = list(
        Goal.objects.current()
        .filter(case=case)
        .exclude(status=GoalStatus.DROPPED)
        .values_list("plan_id", "attainment")
    )
    plan = Plan.objects.current().filter(case=case).first()
    forms = FormEntry.objects.filter(
        subject_uid=case.pk, subject_kind="case", superseded_at=None
    ).values_list("code", flat=True)
    reviews = (
        SupervisorReview.objects.current()
        .filter(case=case)
        .order_by("asked_on", "recorded_at")
        .values_list("about", "answer")
    )
    supervised = CaseAssignment.objects.held_now().filter(case=case, role=AssignmentRole.SUPERVISOR)
    return Facts(
        stage=case.stage,
        agreement=agreement_of(case),
        forms=frozenset(forms),
        risk=case.risk,
        goals=len(goals),
        goals_unpublished=sum(plan_id is None for plan_id, _attained in goals) if plan else 0,
        goals_unjudged=sum(not attained for _plan, attained in goals),
        plan_version=plan.version if plan else 0,
        plan_agreed=bool(plan and plan.agreed_on),
        plan_review_on=plan.review_on if plan else None,
        reviews=tuple(reviews),
        has_supervisor=supervised.exists(),
        wants_review=setting_at(case.unit.region_code).wants_review,
        sessions=CaseSession.objects.filter(Exists(_standing()), case=case).count(),
    )


def _standing() -> QuerySet[ServiceRecord]:
    """The record of the session outside, if it was not voided."""
    return ServiceRecord.objects.current().filter(number=OuterRef("record_number"))


def last_met(case_uids: Iterable[UUID]) -> dict[UUID, date]:
    """When each case was last met, by its records that stand; cases never met are absent. One query."""
    rows = (
        CaseSession.objects.filter(case__in=list(case_uids))
        .annotate(served_on=Subquery(_standing().values("served_on")[:1]))
        .order_by()
        .values_list("case")
        .annotate(Max("served_on"))
    )
    return {uid: day for uid, day in rows if day is not None}


def last_met_on(case: Case) -> date | None:
    """The same for one case."""
    return last_met([case.pk]).get(case.pk)
