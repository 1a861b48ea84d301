"""Who is on a case: supervisor, helpers, hand-over; and all the cases of somebody who leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimi.cases.access import get_case_to_assign
from yimi.cases.actions import (
    add_co_worker,
    assign_supervisor,
    end_assignment,
    hand_over,
    hand_over_all,
)
from yimi.cases.choices import HandOverReason
from yimi.cases.forms import HandOverForm, LeavingForm, TeamForm
from yimi.cases.models import Case, CaseAssignment
from yimi.cases.pages.frame import act, back_to, below
from yimi.cases.permissions import ASSIGN
from yimi.cases.queries.lists import open_cases_of
from yimi.cases.queries.supervisors import supervisors_for
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.stations.models import ServiceUnit
from yimi.workforce.access import get_worker_for_view
from yimi.workforce.models import Worker
from yimi.workforce.queries import units_of, workers_at

FORM = ["GET", "POST"]


def _colleagues(unit: ServiceUnit, *without: UUID) -> dict[str, Worker]:
    return {
        str(worker.pk): worker
        for worker in workers_at(unit, clock.today())
        if worker.pk not in without
    }


def _choices(workers: dict[str, Worker]) -> list[tuple[str, Any]]:
    return [("", _("请选择")), *((uid, worker.name) for uid, worker in workers.items())]


@door(ASSIGN, model="hand_over", channel=Channel.WRITE)
@require_http_methods(FORM)
def hand_over_one(request: Request, uid: UUID) -> HttpResponse:
    """Another worker of the station owns the case."""
    case = get_case_to_assign(request.actor, uid)
    workers = _colleagues(case.unit, case.owner_id)
    form = HandOverForm(
        request.POST or None,
        choices={"to": _choices(workers)},
        initial={"row_version": case.row_version, "reason": HandOverReason.WORKLOAD},
    )
    return act(
        request, case, form,
        lambda values: hand_over(
            case, workers[values["to"]], actor=request.actor, expected=form.expected,
            reason=values["reason"], note=values["note"], on=values["on"],
        ),
        title=_("交接个案"), save=_("交接"), done=_("已交接。新的责任社工能看到全部档案，原来的不再能看。"),
        note=_("现在的责任社工：%(name)s") % {"name": case.owner.name},
    )  # fmt: skip


@door(ASSIGN, model="case_assignment", channel=Channel.WRITE)
@require_http_methods(FORM)
def team(request: Request, uid: UUID) -> HttpResponse:
    """Name a supervisor, from anywhere, or a helper of the station."""
    case = get_case_to_assign(request.actor, uid)
    own = _colleagues(case.unit, case.owner_id)
    offered = {str(one.pk): one for one in supervisors_for(case.unit)} | own
    form = TeamForm(
        request.POST or None, choices={"worker": _choices(offered)}, initial={"role": "supervisor"}
    )
    return act(
        request, case, form,
        lambda values: (assign_supervisor if values["role"] == "supervisor" else add_co_worker)(
            case, offered[values["worker"]], actor=request.actor
        ),
        title=_("督导和协同"), save=_("安排"), done=_("已安排，这位现在能看到个案内容。"),
        note=_("名单里是本站的社工，和登记为本站或本站社工督导的人。"),
    )  # fmt: skip


@door(ASSIGN, model="case_assignment", channel=Channel.WRITE)
@require_POST
def end_part(request: Request, uid: UUID, assignment_uid: UUID) -> HttpResponse:
    """A helper or supervisor leaves the case."""
    case = get_case_to_assign(request.actor, uid)
    row = below(CaseAssignment.objects.current(), case, pk=assignment_uid)
    end_assignment(row, actor=request.actor)
    messages.success(request, _("已撤下，不再能看到这个个案。"))
    return redirect(back_to(case))


@door(ASSIGN, model="hand_over", channel=Channel.WRITE)
@require_http_methods(FORM)
def leaving(request: Request, uid: UUID) -> HttpResponse:
    """All open cases of a worker who leaves, to one colleague; single cases are handed over on their own pages."""
    worker = get_worker_for_view(request.actor, uid)
    cases = open_cases_of(worker, request.actor)
    workers = _receivers(request, worker, cases)
    form = LeavingForm(request.POST or None, choices={"to": _choices(workers)})
    if request.method == "POST" and cases:
        done = form.carry_out(lambda values: _hand_all(request, cases, workers, values))
        if done is not None:
            text = _("已交接 %(n)d 个个案。") % {"n": len(done)}
            messages.success(request, text)
            return redirect(reverse("cases:cases") + "?view=station")
    context = {"form": form, "worker": worker, "cases": cases}
    return render(request, "cases/leaving.html", context, status=422 if form.errors else 200)


def _receivers(request: Request, worker: Worker, cases: list[Case]) -> dict[str, Worker]:
    units = {case.unit_id: case.unit for case in cases}
    if not units:
        units = {unit.pk: unit for unit in units_of(worker.pk, clock.today())}
    if not any(request.actor.may_at(ASSIGN, unit_uid=unit.pk, region_code=unit.region_code) for unit in units.values()):  # fmt: skip
        raise NotFound
    common = [_colleagues(unit, worker.pk) for unit in units.values()]
    return {uid: one for uid, one in common[0].items() if all(uid in rest for rest in common)}


def _hand_all(
    request: Request, cases: list[Case], workers: dict[str, Worker], values: dict[str, Any]
) -> list[Any]:
    to = workers[values["to"]]
    return hand_over_all(
        cases,
        {case.pk: to for case in cases},
        actor=request.actor,
        note=values["note"],
        on=values["on"],
    )
