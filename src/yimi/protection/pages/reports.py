"""Reading reports and adding to their chains; every look is in the trail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.protection.access import get_report_for_edit, get_report_for_view
from yimi.protection.actions import add_step, note_list_read, read_report
from yimi.protection.actions.reading import OpenReport
from yimi.protection.forms import StepForm
from yimi.protection.models import HarmReport
from yimi.protection.models.reports import HarmKind
from yimi.protection.permissions import FOLLOW_REPORTS, NAME_READERS, REPORT_HARM, SET_LIMIT
from yimi.protection.printing import printed_report
from yimi.protection.queries import limits_for, readers_of, report_page, report_rows
from yimi.protection.rules import is_overdue
from yimi.regions.queries.tree import path_name


@door(FOLLOW_REPORTS, model="harm_report", channel=Channel.LIST)
@require_GET
def reports(request: Request) -> HttpResponse:
    """The reports one sent and those one is named to read: numbers and times, no content."""
    actor = request.actor
    page = report_page(
        actor, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    rows = report_rows(page.rows)
    note_list_read([row.report for row in rows], actor=actor)
    context = {
        "rows": rows,
        "page": page,
        "may_report": actor.may(REPORT_HARM),
        "may_name": actor.may(NAME_READERS),
        "may_limit": actor.may(SET_LIMIT),
    }
    return render(request, "protection/reports.html", context)


@door(FOLLOW_REPORTS, model="harm_report", channel=Channel.PAGE)
@require_GET
def detail(request: Request, uid: UUID) -> HttpResponse:
    """One report with its chain, and what comes next."""
    report = get_report_for_view(request.actor, uid)
    return _page(request, report)


@door(FOLLOW_REPORTS, model="harm_report", channel=Channel.WRITE)
@require_POST
def step(request: Request, uid: UUID) -> HttpResponse:
    """Add to the chain."""
    report = get_report_for_edit(request.actor, uid)
    form = StepForm(request.POST, steps=list(report.steps.all()))
    added = form.carry_out(lambda _values: add_step(report, form.to_step(), actor=request.actor))
    if added is None:
        return _page(request, report, form)
    messages.success(request, _("已记下，时间和您的名字一起留档。"))
    return redirect("protection:detail", uid=report.pk)


@door(FOLLOW_REPORTS, model="harm_report", channel=Channel.EXPORT)
@require_GET
def printed(request: Request, uid: UUID) -> HttpResponse:
    """F-23 on paper, for the authority that asked for it in writing; into the trail, into no cache."""
    report = get_report_for_view(request.actor, uid)
    opened = read_report(report, actor=request.actor, purpose="printed")
    response = HttpResponse(printed_report(opened), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{report.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: Request, report: HarmReport, form: StepForm | None = None) -> HttpResponse:
    opened = read_report(report, actor=request.actor)
    form = form or StepForm(steps=[row.step for row in opened.steps])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "protection/detail.html", _context(opened, form), status=status)


def _context(opened: OpenReport, form: StepForm) -> dict[str, Any]:
    report, now = opened.report, clock.now()
    limit = limits_for([report.region_code])[report.region_code]
    labels = dict(HarmKind.choices)
    return {
        "report": report,
        "opened": opened,
        "form": form,
        "kinds": [labels.get(kind, kind) for kind in opened.content.kinds],
        "waited": int((now - report.found_at).total_seconds() // 60),
        "limit_minutes": limit,
        "is_overdue": not opened.chain.is_reported
        and is_overdue(report.found_at, now, limit_minutes=limit),
        "readers": readers_of(report),
        "place": path_name(report.region_code) if report.region_code else "",
    }
