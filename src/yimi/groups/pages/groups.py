"""The list of groups, a group's page, its head and its table of sessions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, Forbidden
from yimi.core.requests import Request
from yimi.feedback.permissions import INVITE
from yimi.groups import access
from yimi.groups.actions import change_group, plan_group, set_leaders, set_plan
from yimi.groups.drafts import GroupDraft
from yimi.groups.forms import FilterForm, HeadForm, NewGroupForm, PlanForm
from yimi.groups.models import GroupStatus, Phase, SocialGroup
from yimi.groups.pages.frame import one_form, worker_choices
from yimi.groups.permissions import EDIT, READ_FORMS, RECORD, VIEW
from yimi.groups.queries.lists import list_groups
from yimi.groups.queries.page import group_view, leaders_on
from yimi.groups.rules import PHASES, PlanRow
from yimi.services.planned import item_choices, list_page, unit_choices, units_with
from yimi.stations.models import ServiceUnit


@door(VIEW, model="social_group", channel=Channel.LIST)
@require_GET
def groups(request: Request) -> HttpResponse:
    """The station's groups: search and filter."""
    form = FilterForm(request.GET, units=unit_choices(request.actor, VIEW))
    return list_page(request, form, list_groups, template="groups/groups.html", edit=EDIT)


@door(VIEW, model="social_group", channel=Channel.PAGE)
@require_GET
def group(request: Request, uid: UUID) -> HttpResponse:
    """One group: what is next, its table, its members, how it ended."""
    actor: Actor = request.actor
    found = access.get_group_for_view(actor, uid)
    may = {
        name: access.may_at_group(actor, slug, found)
        for name, slug in (
            ("edit", EDIT),
            ("record", RECORD),
            ("read_forms", READ_FORMS),
            ("invite", INVITE),
        )
    }
    view = group_view(found)
    context = {
        "group": found,
        "view": view,
        "may": may,
        "today": clock.today(),
        "phases": _phases(view.phase, is_over=found.status == GroupStatus.CLOSED),
        "cost": Decimal(view.ending.cost_fen or 0) / 100 if view.ending else None,
    }
    return render(request, "groups/group.html", context)


def _phases(now: str, *, is_over: bool) -> list[tuple[str, Any, str]]:
    """Each phase with its name and whether it is past, present or ahead."""
    at = PHASES.index(now)
    states = ["done" if is_over or n < at else "now" if n == at else "" for n in range(len(PHASES))]
    return [(code, Phase(code).label, state) for code, state in zip(PHASES, states, strict=True)]


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_group(request: Request) -> HttpResponse:
    """Plan a group: its head on one page, the themes of its sessions on the next."""
    actor: Actor = request.actor
    units = unit_choices(actor, EDIT)
    unit = _unit(actor, request.POST.get("unit") or request.GET.get("unit", ""))
    form = NewGroupForm(
        request.POST or None,
        units=units,
        items=item_choices(unit),
        workers=worker_choices(unit),
        initial={
            "starts_on": clock.today(),
            "unit": str(unit.pk),
            "leaders": [str(actor.worker_uid)],
        },
    )
    if request.method == "POST":
        made = form.carry_out(lambda _values: plan_group(_draft(form, unit), actor=actor))
        if made is not None:
            messages.success(request, _("小组已立项。接着写每一节的主题。"))
            return redirect("groups:plan", uid=made.pk)
    return one_form(
        request, form, title=_("新的小组"), back=reverse("groups:groups"), save=_("下一步：排节次")
    )


def _unit(actor: Actor, text: str) -> ServiceUnit:
    units = list(units_with(actor, EDIT))
    if not units:
        raise Forbidden(_("您的账号还没有可以办小组的站点。请联系站长或系统管理员。"))
    return next((one for one in units if str(one.pk) == text), units[0])


def _draft(form: NewGroupForm, unit: ServiceUnit) -> GroupDraft:
    head = form.head()
    return GroupDraft(
        unit_uid=unit.pk,
        item_code=head.pop("item_id"),
        sessions=form.table(),
        leader_uids=form.leader_uids,
        **head,
    )


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def edit_group(request: Request, uid: UUID) -> HttpResponse:
    """Change a group's head and who leads it."""
    actor: Actor = request.actor
    found = access.get_group_for_edit(actor, uid)
    leaders = leaders_on(found, clock.today())
    form = HeadForm(
        request.POST or None,
        items=item_choices(found.unit),
        workers=worker_choices(found.unit, leaders),
        initial=_head_initial(found, [str(one.worker_id) for one in leaders]),
    )
    if request.method == "POST":
        try:
            done = form.carry_out(lambda _values: _change(form, found, actor))
        except Conflict:
            return _clash(request, form, found)
        if done is not None:
            messages.success(request, _("已保存。"))
            return redirect("groups:group", uid=uid)
    return one_form(
        request, form, title=_("修改小组"), back=reverse("groups:group", args=[uid]), save=_("保存")
    )


def _head_initial(group: SocialGroup, leaders: list[str]) -> dict[str, Any]:
    names = ("row_version", "title", "kind", "item_id", "place", "starts_on", "capacity")
    return {name: getattr(group, name) for name in names} | {
        "leaders": leaders,
        "lead": leaders[0] if leaders else "",
    }


@transaction.atomic
def _change(form: HeadForm, group: SocialGroup, actor: Actor) -> SocialGroup:
    changed = change_group(group, actor=actor, expected=form.expected, changes=form.head())
    standing = [one.worker_id for one in leaders_on(group, clock.today())]
    if form.leader_uids != standing:
        set_leaders(
            changed, actor=actor, expected=changed.row_version, worker_uids=form.leader_uids
        )
    return changed


def _clash(request: Request, form: HeadForm, group: SocialGroup) -> HttpResponse:
    """Somebody was faster: what they wrote beside what was typed, and the next save is against theirs."""
    group.refresh_from_db()
    form.put("row_version", group.row_version)
    theirs = [
        (_("小组名称"), group.title, form["title"].value()),
        (_("地点"), group.place, form["place"].value()),
        (_("计划开始"), group.starts_on.isoformat(), form["starts_on"].value()),
        (_("计划人数"), group.capacity, form["capacity"].value()),
    ]
    clash = [row for row in theirs if str(row[1]) != str(row[2])]
    return one_form(
        request, form, title=_("修改小组"), back=reverse("groups:group", args=[group.pk]),
        save=_("按我写的保存"), clash=clash,
    )  # fmt: skip


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def plan(request: Request, uid: UUID) -> HttpResponse:
    """The table of sessions: a day and a theme a row."""
    actor: Actor = request.actor
    found = access.get_group_for_edit(actor, uid)
    rows = [
        PlanRow(row.no, row.theme, row.planned_on) for row in found.plan.current().order_by("no")
    ]
    form = PlanForm(request.POST or None, rows=rows, initial={"row_version": found.row_version})
    clash = False
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda _values: set_plan(
                    found, actor=actor, expected=form.expected, rows=form.table()
                )
            )
        except Conflict:
            found.refresh_from_db()
            form.put("row_version", found.row_version)
            done, clash = None, True
        if done is not None:
            messages.success(request, _("节次已排好。"))
            return redirect("groups:group", uid=uid)
    status = 422 if form.errors else 409 if clash else 200
    context = {"form": form, "group": found, "rows": rows, "clash": clash}
    return render(request, "groups/plan.html", context, status=status)
