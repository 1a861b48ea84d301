"""The list of activities, an activity's page, its plan, its budget, calling it off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.activities import access
from yimi.activities.actions import (
    cancel_activity,
    change_activity,
    plan_activity,
    set_budget,
    set_partners,
)
from yimi.activities.drafts import ActivityDraft, PartnerDraft
from yimi.activities.forms import BudgetForm, CancelForm, FilterForm, PlanForm, yuan
from yimi.activities.models import Activity, ActivityStatus
from yimi.activities.pages.frame import one_form
from yimi.activities.permissions import EDIT, RECORD, VIEW
from yimi.activities.queries.lists import list_activities
from yimi.activities.queries.page import activity_view
from yimi.activities.rules import Line
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, Forbidden
from yimi.core.requests import Request
from yimi.feedback.permissions import INVITE
from yimi.services.planned import item_choices, list_page, unit_choices, units_with
from yimi.stations.models import ServiceUnit

#: The plan's fields, as the activity's columns.
HEAD = ("title", "kind", "item_id", "planned_on", "starts_at", "place")


@door(VIEW, model="activity", channel=Channel.LIST)
@require_GET
def activities(request: Request) -> HttpResponse:
    """The station's activities: search and filter."""
    form = FilterForm(request.GET, units=unit_choices(request.actor, VIEW))
    return list_page(
        request, form, list_activities, template="activities/activities.html", edit=EDIT
    )


@door(VIEW, model="activity", channel=Channel.PAGE)
@require_GET
def activity(request: Request, uid: UUID) -> HttpResponse:
    """One activity: what is next, its plan, its budget, what was held."""
    actor: Actor = request.actor
    found = access.get_activity_for_view(actor, uid)
    view = activity_view(found)
    planned, spent = view.totals
    context = {
        "activity": found,
        "view": view,
        "lines": [
            (line.purpose, yuan(line.budget_fen), yuan(line.actual_fen)) for line in view.budget
        ],
        "planned": yuan(planned),
        "spent": yuan(spent),
        "today": clock.today(),
        "is_ahead": found.status == ActivityStatus.PLANNED,
        "may_edit": access.may_at_activity(actor, EDIT, found),
        "may_record": access.may_at_activity(actor, RECORD, found),
        "may_invite": access.may_at_activity(actor, INVITE, found),
        "may_see_photos": access.may_at_activity(actor, "services.view_note", found),
    }
    return render(request, "activities/activity.html", context)


@door(EDIT, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_activity(request: Request) -> HttpResponse:
    """Plan an activity."""
    actor: Actor = request.actor
    units = list(units_with(actor, EDIT))
    if not units:
        raise Forbidden(_("您的账号还没有可以办活动的站点。请联系站长或系统管理员。"))
    sent = request.POST.get("unit", "")
    unit = next((one for one in units if str(one.pk) == sent), units[0])
    form = _plan_form(
        request, unit, units=units, initial={"planned_on": clock.today(), "unit": str(unit.pk)}
    )
    if request.method == "POST":
        made = form.carry_out(lambda _values: plan_activity(_draft(form, unit), actor=actor))
        if made is not None:
            messages.success(request, _("活动已登记。"))
            return redirect("activities:activity", uid=made.pk)
    back = reverse("activities:activities")
    return one_form(request, form, title=_("新的活动"), back=back, save=_("登记"))


def _plan_form(
    request: Request, unit: ServiceUnit, *, units: list[ServiceUnit], initial: dict[str, Any]
) -> PlanForm:
    return PlanForm(
        request.POST or None,
        units=[(str(one.pk), one.name) for one in units],
        items=item_choices(unit),
        authorities=list(access.authorities_near(unit)),
        initial=initial,
    )


def _draft(form: PlanForm, unit: ServiceUnit) -> ActivityDraft:
    head = form.head()
    return ActivityDraft(
        unit_uid=unit.pk, item_code=head.pop("item_id"), partners=form.partners(), **head
    )


@door(EDIT, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def edit_activity(request: Request, uid: UUID) -> HttpResponse:
    """Change the plan and who holds it with us."""
    actor: Actor = request.actor
    found = access.get_activity_for_edit(actor, uid)
    partners = list(found.partners.current().order_by("recorded_at", "uid"))
    initial = _head_of(found) | {
        "row_version": found.row_version,
        "unit": str(found.unit_id),
        "authorities": [str(one.authority_id) for one in partners if one.authority_id],
        "others": "、".join(one.name for one in partners if not one.authority_id),
    }
    form = _plan_form(request, found.unit, units=[found.unit], initial=initial)
    clash = None
    if request.method == "POST":
        try:
            done = form.carry_out(lambda _values: _change(form, found, actor))
        except Conflict:
            done, clash = None, _theirs(form, found)
        if done is not None:
            messages.success(request, _("已保存。"))
            return redirect("activities:activity", uid=uid)
    back = reverse("activities:activity", args=[uid])
    return one_form(request, form, title=_("修改活动"), back=back, save=_("保存"), clash=clash)


def _head_of(activity: Activity) -> dict[str, Any]:
    """The plan as the form's fields name it."""
    return {name: getattr(activity, name) for name in HEAD} | {"heads": activity.expected}


@transaction.atomic
def _change(form: PlanForm, activity: Activity, actor: Actor) -> Activity:
    changed = change_activity(activity, actor=actor, expected=form.expected, changes=form.head())
    wanted = form.partners()
    standing = [
        PartnerDraft(one.name, one.authority_id)
        for one in activity.partners.current().order_by("recorded_at", "uid")
    ]
    if wanted != standing:
        set_partners(changed, wanted, actor=actor, expected=changed.row_version)
    return changed


def _theirs(form: PlanForm, activity: Activity) -> list[tuple[Any, Any, Any]]:
    """What somebody faster wrote, beside what was typed; the next save is against theirs."""
    activity.refresh_from_db()
    form.put("row_version", activity.row_version)
    rows = [
        (form.fields[name].label, value or "", form[name].value() or "")
        for name, value in _head_of(activity).items()
    ]
    return [row for row in rows if not str(row[1]).startswith(str(row[2]) or "\0")]


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def budget(request: Request, uid: UUID) -> HttpResponse:
    """What it is to cost, and what it cost."""
    actor: Actor = request.actor
    found = access.get_activity_for_record(actor, uid)
    rows = found.budget.current().order_by("no")
    lines = [Line(row.purpose, row.budget_fen, row.actual_fen) for row in rows]
    form = BudgetForm(request.POST or None, lines=lines, initial={"row_version": found.row_version})
    clash = None
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda _values: set_budget(found, form.lines(), actor=actor, expected=form.expected)
            )
        except Conflict:
            found.refresh_from_db()
            form.put("row_version", found.row_version)
            done, clash = None, lines
        if done is not None:
            messages.success(request, _("预算已保存。"))
            return redirect("activities:activity", uid=uid)
    back = reverse("activities:activity", args=[uid])
    return one_form(
        request, form, title=_("预算"), back=back, save=_("保存"), clash=clash,
        template="activities/budget.html",
    )  # fmt: skip


@door(EDIT, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def cancel(request: Request, uid: UUID) -> HttpResponse:
    """A planned activity that does not take place."""
    found = access.get_activity_for_edit(request.actor, uid)
    form = CancelForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda data: (
                cancel_activity(
                    found, actor=request.actor, expected=form.expected, reason=data["reason"]
                )
                or found
            )
        )
        if done is not None:
            messages.success(request, _("已取消，不计入活动场数。"))
            return redirect("activities:activity", uid=uid)
    back = reverse("activities:activity", args=[uid])
    return one_form(request, form, title=_("取消活动"), back=back, save=_("取消这场活动"))
