"""Goals and scales."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.cases.access import get_case_for_edit
from yimi.cases.actions import add_goal, add_scale, read_scale, set_goal_status, update_goal
from yimi.cases.drafts import NewGoal, NewScale
from yimi.cases.forms import GoalForm, GoalStatusForm, ReadingForm, ScaleForm
from yimi.cases.models import Case, Goal, Scale, ScaleReading
from yimi.cases.pages.frame import act, below
from yimi.cases.permissions import WORK
from yimi.cases.queries.file import goals_of
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request

FORM = ["GET", "POST"]


@door(WORK, model="goal", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_goal(request: Request, uid: UUID) -> HttpResponse:
    """One more goal."""
    case = get_case_for_edit(request.actor, uid)
    form = GoalForm(request.POST or None)
    return act(
        request, case, form, lambda values: add_goal(case, NewGoal(**values), actor=request.actor),
        title=_("写目标"), save=_("保存"), done=_("目标已写下。写完后把计划定稿。"), part="plan",
    )  # fmt: skip


@door(WORK, model="goal", channel=Channel.WRITE)
@require_http_methods(FORM)
def goal(request: Request, uid: UUID, goal_uid: UUID) -> HttpResponse:
    """Reword a goal; the row named in the address is the version that was on the screen."""
    case = get_case_for_edit(request.actor, uid)
    row = below(Goal.objects.all(), case, pk=goal_uid)
    view = next((one for one in goals_of(case) if one.row.line == row.line), None)
    if view is None:
        raise NotFound
    initial = {
        "kind": view.row.kind,
        "problem": view.problem,
        "text": view.text,
        "measure": view.measure,
        "target_on": view.row.target_on,
    }
    form = GoalForm(request.POST or None, initial=initial)
    return act(
        request, case, form, lambda values: update_goal(row, NewGoal(**values), actor=request.actor),
        title=_("改目标"), save=_("保存"), done=_("目标已改，原来的写法留着。请把计划定成新的一版。"), part="plan",
    )  # fmt: skip


@door(WORK, model="goal", channel=Channel.WRITE)
@require_http_methods(FORM)
def goal_status(request: Request, uid: UUID, goal_uid: UUID) -> HttpResponse:
    """How a goal stands."""
    case = get_case_for_edit(request.actor, uid)
    row = below(Goal.objects.all(), case, pk=goal_uid)
    form = GoalStatusForm(request.POST or None, initial={"status": row.status})
    return act(
        request, case, form,
        lambda values: set_goal_status(row, actor=request.actor, status=values["status"]),
        title=_("目标进展"), save=_("保存"), done=_("进展已更新。"), part="plan",
    )  # fmt: skip


@door(WORK, model="scale", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_scale(request: Request, uid: UUID) -> HttpResponse:
    """Begin to use a tool, with its first score."""
    case = get_case_for_edit(request.actor, uid)
    form = ScaleForm(request.POST or None)
    return act(
        request, case, form, lambda values: _first_score(case, values, request.actor),
        title=_("加量表"), save=_("保存"), done=_("第一次得分已记下，结束前再评一次就能看出变化。"), part="plan",
    )  # fmt: skip


@transaction.atomic
def _first_score(case: Case, values: dict[str, Any], actor: Actor) -> ScaleReading:
    new = NewScale(
        values["name"], values["lowest"], values["highest"], values["higher_is_better"] == "yes"
    )
    scale = add_scale(case, new, actor=actor)
    return read_scale(scale, actor=actor, score=values["score"], read_on=values["read_on"])


@door(WORK, model="scale", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_reading(request: Request, uid: UUID, scale_uid: UUID) -> HttpResponse:
    """Another score."""
    case = get_case_for_edit(request.actor, uid)
    scale = below(Scale.objects.all(), case, pk=scale_uid)
    form = ReadingForm(request.POST or None)
    return act(
        request, case, form, lambda values: read_scale(scale, actor=request.actor, **values),
        title=_("记分：%(name)s") % {"name": scale.name}, save=_("保存"), done=_("得分已记下。"), part="plan",
    )  # fmt: skip
