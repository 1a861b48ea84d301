"""Who supervises whom: the stations of a head or a county, 暂无督导 shown as an answer, assigning and ending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.stations.pages.frame import form_page
from yimi.supervision import access, queries
from yimi.supervision.plan_forms import AssignForm, EndForm
from yimi.workforce.access import PLACE, units_with, visible_workers
from yimi.workforce.actions import assign_supervisor, end_supervision
from yimi.workforce.models import SupervisorAssignment, Worker


@door(PLACE, model="supervisor_assignment", channel=Channel.LIST)
def assignments(request: Request) -> HttpResponse:
    """Each unit with its supervisors and workers. Four queries, whatever the number of units."""
    page = page_of(
        units_with(request.actor, PLACE), by="region_code", key="number",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    found = queries.arrangements(page.rows, clock.today())
    context = {"page": page, "rows": found}
    return render(request, "supervision/assignments.html", context)


def _supervisors(request: Request) -> QuerySet[Worker]:
    """Whom one can choose from a list: one's own staff, and whoever supervises at one's units already."""
    known = queries.supervisors_at(units_with(request.actor, PLACE), clock.today())
    own = visible_workers(request.actor).filter(left_on=None)
    chosen = Worker.objects.filter(pk__in=own.values("pk")) | Worker.objects.filter(
        pk__in=known.values("pk")
    )
    return chosen.order_by("name", "uid")


@door(PLACE, model="supervisor_assignment", channel=Channel.WRITE)
def assign(request: Request) -> HttpResponse:
    """Give a unit or one worker a supervisor, from here or from another county."""
    form = AssignForm(
        request.POST or None,
        units=units_with(request.actor, PLACE),
        workers=access.assignable_workers(request.actor),
        supervisors=_supervisors(request),
        initial={name: request.GET.get(name, "") for name in ("unit", "worker")},
    )
    if request.method == "POST":
        made = form.carry_out(lambda values: _assigned(request, values))
        if made is not None:
            messages.success(request, _("督导安排已登记。"))
            return redirect("supervision:assignments")
    return form_page(
        request, form, title=_("安排督导"), back=reverse("supervision:assignments"), save=_("登记"),
        note=_("督导可以来自外县外市。督导是职责，不是职级：从哪天起、到哪天止都要写清楚。"),
    )  # fmt: skip


def _assigned(request: Request, values: dict[str, Any]) -> SupervisorAssignment:
    supervisor = values["supervisor"] or queries.find_outside_supervisor(
        values["outside_name"], values["outside_number"]
    )
    return assign_supervisor(
        supervisor, actor=request.actor, of=values["unit"] or values["worker"],
        starts_on=values["starts_on"], ends_on=values["ends_on"],
    )  # fmt: skip


@door(PLACE, model="supervisor_assignment", channel=Channel.WRITE)
def end(request: Request, uid: UUID) -> HttpResponse:
    """The last day of an assignment."""
    found = access.get_assignment_for_edit(request.actor, uid)
    form = EndForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: end_supervision(found, actor=request.actor, ends_on=values["ends_on"])
        )
        if done is not None:
            messages.success(request, _("已结束。以前做过的督导都还在。"))
            return redirect("supervision:assignments")
    return form_page(
        request, form, title=_("%(name)s的督导到哪天止") % {"name": found.supervisor.name},
        back=reverse("supervision:assignments"), save=_("保存"),
    )  # fmt: skip
