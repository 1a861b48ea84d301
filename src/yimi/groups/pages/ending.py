"""Ending a group, putting its ending right, calling it off."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.groups import access
from yimi.groups.actions import cancel_group, close_group, correct_ending
from yimi.groups.drafts import EndingDraft
from yimi.groups.forms import CancelForm, EndingForm
from yimi.groups.models import GroupStatus, SocialGroup
from yimi.groups.pages.frame import one_form
from yimi.groups.permissions import EDIT


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def close(request: Request, uid: UUID) -> HttpResponse:
    """End a group, or put right how it ended; then its summary."""
    group = access.get_group_for_edit(request.actor, uid)
    is_over = group.status == GroupStatus.CLOSED
    act = correct_ending if is_over else close_group
    form = EndingForm(request.POST or None, initial=_initial(group))
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: act(
                group, EndingDraft(**form.draft()), actor=request.actor, expected=form.expected
            )
        )
        if done is not None:
            messages.success(request, _("已保存。接着写小组总结。"))
            return redirect("groups:summary_form", uid=uid)
    return one_form(
        request, form, title=_("更正结束情况") if is_over else _("结束小组"), save=_("保存"),
        back=reverse("groups:group", args=[uid]),
        note=_("出席率由签到算出，不用填。满意度填两个数：收回的有效答卷、其中满意的。"),
    )  # fmt: skip


def _initial(group: SocialGroup) -> dict[str, Any]:
    ending = group.endings.current().first()
    if ending is None:
        return {"row_version": group.row_version, "ended_on": clock.today()}
    names = ("ended_on", "reason", "goal_result", "replies", "satisfied")
    cost = None if ending.cost_fen is None else Decimal(ending.cost_fen) / 100
    return {name: getattr(ending, name) for name in names} | {
        "row_version": group.row_version,
        "cost": cost,
    }


@door(EDIT, model="social_group", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def cancel(request: Request, uid: UUID) -> HttpResponse:
    """A planned group that does not come about."""
    group = access.get_group_for_edit(request.actor, uid)
    form = CancelForm(request.POST or None, initial={"row_version": group.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda data: (
                cancel_group(
                    group, actor=request.actor, expected=form.expected, reason=data["reason"]
                )
                or group
            )
        )
        if done is not None:
            messages.success(request, _("已记作没有开成，不计入小组数。"))
            return redirect("groups:group", uid=uid)
    return one_form(
        request, form, title=_("没有开成"), save=_("确定"), back=reverse("groups:group", args=[uid]),
        note=_("只用于一节都没有办过的小组。办过的请用“结束小组”。"),
    )  # fmt: skip
