"""Supervision plans: the list, one plan with what was held under it, making and changing one."""

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
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.stations.models import ServiceUnit
from yimi.stations.pages.frame import form_page
from yimi.supervision import access, queries
from yimi.supervision.actions import PlanDraft, correct_plan, make_plan, void_plan
from yimi.supervision.forms import ReasonForm
from yimi.supervision.models import SupervisionPlan
from yimi.supervision.plan_forms import PlanEditForm, PlanForm
from yimi.workforce.access import units_with
from yimi.workforce.models import Worker

FACTS = ("row_version", "starts_on", "ends_on", "sessions_planned", "aims")


@door(access.VIEW_PLANS, model="supervision_plan", channel=Channel.LIST)
def plans(request: Request) -> HttpResponse:
    """Plans the actor sees, newest first, with how many sessions were held. Two queries."""
    found = access.visible_plans(request.actor).select_related("unit", "supervisor")
    page = page_of(
        found, by="starts_on", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    held = queries.held_under(page.rows)
    context = {
        "rows": [(plan, held.get(plan.pk, 0)) for plan in page.rows],
        "page": page,
        "today": clock.today(),
        "may_plan": request.actor.may(access.PLAN),
    }
    return render(request, "supervision/plans.html", context)


@door(access.VIEW_PLANS, model="supervision_plan", channel=Channel.PAGE)
def plan(request: Request, uid: UUID) -> HttpResponse:
    """One plan: aims, for whom, how many sessions were held of those planned."""
    found = access.get_plan_for_view(request.actor, uid)
    context = {
        "plan": found,
        "held": queries.held_under([found]).get(found.pk, 0),
        "people": [row.worker for row in found.supervisees.select_related("worker")],
        "may_edit": access.may_plan(
            request.actor, found.unit_id, found.unit_region_code, found.supervisor_id
        ),
    }
    return render(request, "supervision/plan.html", context)


def _choices(actor: Actor) -> dict[str, QuerySet[Any]]:
    """Units, their supervisors and their workers, as far as the actor plans for them."""
    today = clock.today()
    units = units_with(actor, access.PLAN)
    supervisors = queries.supervisors_at(units, today)
    if actor.worker_uid is not None:
        own = queries.units_supervised(actor.worker_uid, today)
        units = units | own.order_by()
        supervisors = supervisors | Worker.objects.filter(pk=actor.worker_uid)
    return {
        "units": ServiceUnit.objects.filter(pk__in=units.order_by().values("pk")).order_by("region_code", "number"),
        "supervisors": supervisors.order_by("name"),
        "workers": queries.workers_at_units(units, today),
    }  # fmt: skip


@door(access.PLAN, model="supervision_plan", channel=Channel.WRITE)
def new_plan(request: Request) -> HttpResponse:
    """Make a plan."""
    year = clock.today().year
    initial = {
        "supervisor": request.actor.worker_uid, "unit": request.GET.get("unit", ""), "sessions_planned": 12,
        "starts_on": clock.today(), "ends_on": clock.today().replace(year=year, month=12, day=31),
    }  # fmt: skip
    form = PlanForm(request.POST or None, initial=initial, **_choices(request.actor))
    if request.method == "POST":
        made = form.carry_out(lambda _values: make_plan(_draft(form.facts()), actor=request.actor))
        if made is not None:
            messages.success(request, _("督导计划已登记。"))
            return redirect("supervision:plan", uid=made.pk)
    return form_page(
        request, form, title=_("做督导计划"), back=reverse("supervision:plans"), save=_("登记"),
    )  # fmt: skip


def _draft(values: dict[str, Any]) -> PlanDraft:
    workers = values.pop("workers")
    return PlanDraft(worker_uids=[worker.pk for worker in workers], **values)


@door(access.PLAN, model="supervision_plan", channel=Channel.WRITE)
def edit_plan(request: Request, uid: UUID) -> HttpResponse:
    """Change a plan; when somebody was faster, both are shown."""
    found = access.get_plan_for_edit(request.actor, uid)
    form = PlanEditForm(
        request.POST or None, initial={name: getattr(found, name) for name in FACTS}
    )
    context: dict[str, Any] = {"form": form, "plan": found}
    status = 200
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda _values: correct_plan(
                    found, actor=request.actor, expected=form.expected, changes=form.facts()
                )
            )
        except Conflict:
            now = SupervisionPlan.objects.get(pk=found.pk)
            context |= {"clash": now, "form": _again(request, now)}
            return render(request, "supervision/edit_plan.html", context, status=409)
        if done is not None:
            messages.success(request, _("督导计划已保存。"))
            return redirect("supervision:plan", uid=uid)
        status = 422
    return render(request, "supervision/edit_plan.html", context, status=status)


def _again(request: Request, now: SupervisionPlan) -> PlanEditForm:
    """What was typed, with the version that is on file now: saving again is then a choice."""
    typed = request.POST.copy()
    typed["row_version"] = str(now.row_version)
    return PlanEditForm(typed)


@door(access.PLAN, model="supervision_plan", channel=Channel.WRITE)
def void(request: Request, uid: UUID) -> HttpResponse:
    """Withdraw a plan."""
    found = access.get_plan_for_edit(request.actor, uid)
    form = ReasonForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: void_plan(
                found, actor=request.actor, expected=form.expected, reason=values["reason"]
            )
        )
        if done is not None:
            messages.success(request, _("督导计划已撤回，做过的督导都还在。"))
            return redirect("supervision:plans")
    return form_page(
        request, form, title=_("撤回督导计划"), back=reverse("supervision:plan", args=[uid]), save=_("撤回"),
    )  # fmt: skip
