"""The profession's forms of a case: intake, agreement, assessment, plan, evaluation, session and follow-up records."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from yimi.cases.access import get_case_for_edit
from yimi.cases.actions import evaluate as evaluate_case
from yimi.cases.actions import publish_plan, save_case_form, write_assessment
from yimi.cases.models import Case, CaseSession, FollowUp
from yimi.cases.pages.frame import back_to, below
from yimi.cases.permissions import WORK
from yimi.cases.queries.papers import (
    RISKS,
    attainments_in,
    case_paper,
    follow_up_paper,
    session_paper,
)
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.filling import fill_in
from yimi.services.models import ServiceRecord

FORM = ["GET", "POST"]


@door(WORK, model="case_form", channel=Channel.WRITE)
@require_http_methods(FORM)
def intake_form(request: Request, uid: UUID) -> HttpResponse:
    """接案登记表 F-01."""
    return _plain(request, uid, "F-01")


@door(WORK, model="case_form", channel=Channel.WRITE)
@require_http_methods(FORM)
def agreement_form(request: Request, uid: UUID) -> HttpResponse:
    """服务协议 F-02."""
    return _plain(request, uid, "F-02")


def _plain(request: Request, uid: UUID, code: str) -> HttpResponse:
    case = get_case_for_edit(request.actor, uid)
    paper = case_paper(case, code, back_to(case, "forms"))
    return fill_in(request, paper, save=_saver(request, case, code))


def _saver(request: Request, about: Case | CaseSession | FollowUp, code: str) -> Any:
    return lambda answers, seen: save_case_form(
        about, code, actor=request.actor, answers=answers, row_version=seen
    )


@door(WORK, model="case_form", channel=Channel.WRITE)
@require_http_methods(FORM)
def assessment(request: Request, uid: UUID) -> HttpResponse:
    """预估表 F-03; the risk it comes to is the case's."""
    case = get_case_for_edit(request.actor, uid)

    def save(answers: dict[str, Any], seen: int) -> object:
        risk = RISKS.get(answers.get("risk_level", ""), case.risk)
        return write_assessment(
            case, actor=request.actor, expected=case.row_version, risk=risk, answers=answers,
            row_version=seen,
        )  # fmt: skip

    return fill_in(request, case_paper(case, "F-03", back_to(case, "forms")), save=save)


@door(WORK, model="plan", channel=Channel.WRITE)
@require_http_methods(FORM)
def plan(request: Request, uid: UUID) -> HttpResponse:
    """服务计划表 F-04: saving it publishes a new version with the goals as they stand."""
    case = get_case_for_edit(request.actor, uid)

    def save(answers: dict[str, Any], seen: int) -> object:
        until = answers.get("period_to")
        return publish_plan(
            case, actor=request.actor, answers=answers, form_version=seen,
            review_on=date.fromisoformat(until) if until else None,
        )  # fmt: skip

    return fill_in(request, case_paper(case, "F-04", back_to(case, "plan")), save=save)


@door(WORK, model="case_form", channel=Channel.WRITE)
@require_http_methods(FORM)
def evaluate(request: Request, uid: UUID) -> HttpResponse:
    """评估结案表 F-08; its table says how far each goal was reached."""
    case = get_case_for_edit(request.actor, uid)

    def save(answers: dict[str, Any], seen: int) -> object:
        return evaluate_case(
            case, actor=request.actor, attainments=attainments_in(case, answers), answers=answers,
            row_version=seen,
        )  # fmt: skip

    return fill_in(request, case_paper(case, "F-08", back_to(case, "plan")), save=save)


@door(WORK, model="case_session", channel=Channel.WRITE)
@require_http_methods(FORM)
def session_form(request: Request, uid: UUID, session_uid: UUID) -> HttpResponse:
    """个案过程记录表 F-05, begun with the raw note."""
    case = get_case_for_edit(request.actor, uid)
    session = below(CaseSession.objects.all(), case, pk=session_uid)
    record = (
        ServiceRecord.objects.filter(number=session.record_number, superseded_at=None)
        .select_related("key")
        .first()
    )
    if record is None:
        raise NotFound
    paper = session_paper(session, record, back_to(case, "sessions"))
    return fill_in(request, paper, save=_saver(request, session, "F-05"))


@door(WORK, model="follow_up", channel=Channel.WRITE)
@require_http_methods(FORM)
def follow_up_form(request: Request, uid: UUID, follow_up_uid: UUID) -> HttpResponse:
    """回访记录 F-09."""
    case = get_case_for_edit(request.actor, uid)
    row = below(FollowUp.objects.current(), case, pk=follow_up_uid)
    paper = follow_up_paper(row, back_to(case, "follow-ups"))
    return fill_in(request, paper, save=_saver(request, row, "F-09"))
