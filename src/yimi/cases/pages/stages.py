"""Deciding the intake, moving on and back, the level, closing and reopening, follow-ups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yimi.cases import wording
from yimi.cases.access import get_case_for_edit
from yimi.cases.actions import (
    close_case,
    decide_intake,
    move_case,
    record_follow_up,
    reopen_case,
    set_level,
)
from yimi.cases.choices import Stage
from yimi.cases.drafts import NewFollowUp
from yimi.cases.forms import CloseForm, DecideForm, FollowUpForm, LevelForm, MoveForm
from yimi.cases.models import Case
from yimi.cases.pages.frame import act, item_choices
from yimi.cases.permissions import WORK
from yimi.cases.queries.facts import facts_of
from yimi.cases.queries.levels import levels_of, setting_at
from yimi.cases.queries.papers import DECISIONS
from yimi.cases.rules.stages import WAY, Facts, Step, agreement_stands, step, warnings
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.forms.queries import Subject, current_entry, open_answers

FORM = ["GET", "POST"]


def _answers(case: Case, code: str) -> dict[str, Any]:
    entry = current_entry(Subject("case", case.pk), code)
    return open_answers(entry) if entry else {}


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(FORM)
def decide(request: Request, uid: UUID) -> HttpResponse:
    """Accept, refer or refuse; what the intake form says stands already."""
    case = get_case_for_edit(request.actor, uid)
    said = _answers(case, "F-01")
    initial = {
        "row_version": case.row_version,
        "decision": DECISIONS.get(said.get("decision", ""), ""),
        "reason": said.get("reason", ""),
    }
    form = DecideForm(request.POST or None, initial=initial)
    return act(
        request, case, form,
        lambda values: decide_intake(
            case, actor=request.actor, expected=form.expected, decision=values["decision"],
            reason=values["reason"], decided_on=values["decided_on"],
        ),
        title=_("接案决定"), save=_("保存决定"), done=_("已记下接案决定。"),
    )  # fmt: skip


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(FORM)
def move(request: Request, uid: UUID) -> HttpResponse:
    """To another stage: what is amiss is said first, and stops nobody but for the missing agreement."""
    case = get_case_for_edit(request.actor, uid)
    facts = facts_of(case)
    stages = _reachable(case, facts)
    to = request.POST.get("to") or request.GET.get("to", "")
    amiss = warnings(to, facts, on=clock.today()) if to in WAY else []
    form = MoveForm(
        request.POST or None, stages=stages, initial={"row_version": case.row_version, "to": to}
    )
    note = " ".join(str(wording.WARNINGS[gate]) for gate in amiss)
    return act(
        request, case, form,
        lambda values: move_case(
            case, actor=request.actor, expected=form.expected, to=values["to"], reason=values["reason"]
        ),
        title=_("换阶段"), save=_("确定"), done=_("阶段已更新。"), note=note,
    )  # fmt: skip


def _reachable(case: Case, facts: Facts) -> list[tuple[str, Any]]:
    names: dict[str, Any] = dict(Stage.choices)
    agreement = facts.agreement
    emergency = (
        agreement is not None
        and agreement.basis == "emergency"
        and agreement_stands(agreement, on=clock.today())
    )
    found = []
    for stage in WAY:
        possible = step(case.stage, stage, is_emergency=emergency)
        if possible == Step.FORWARD:
            found.append((stage, names[stage]))
        elif possible == Step.BACK:
            found.append((stage, _("退回“%(stage)s”") % {"stage": names[stage]}))
    return found


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(FORM)
def level(request: Request, uid: UUID) -> HttpResponse:
    """Another level; the next meeting follows from it."""
    case = get_case_for_edit(request.actor, uid)
    levels = [
        (one.code, _("%(name)s（每 %(days)d 天）") % {"name": one.name, "days": one.visit_days})
        for one in levels_of(case.unit.region_code)
    ]
    form = LevelForm(
        request.POST or None,
        choices={"level": [("", _("不定级别")), *levels]},
        initial={"row_version": case.row_version, "level": case.level},
    )
    return act(
        request, case, form,
        lambda values: set_level(
            case, actor=request.actor, expected=form.expected, level=values["level"]
        ),
        title=_("跟进级别"), save=_("保存"), done=_("级别已更新，下次见面的日期也跟着改了。"),
        note=_("级别的含义和天数由本县设定；没有设定的是示例。"),
    )  # fmt: skip


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(FORM)
def close(request: Request, uid: UUID) -> HttpResponse:
    """Close the case; warnings are said, not enforced."""
    case = get_case_for_edit(request.actor, uid)
    days = setting_at(case.unit.region_code).follow_up_days
    initial = {
        "row_version": case.row_version,
        "reason": _answers(case, "F-08").get("closing_reason", ""),
        "follow_up_on": clock.today() + timedelta(days=days),
    }
    form = CloseForm(request.POST or None, initial=initial)
    amiss = warnings("closing", facts_of(case), on=clock.today())
    return act(
        request, case, form,
        lambda values: close_case(case, actor=request.actor, expected=form.expected, **{
            name: values[name] for name in ("reason", "closed_on", "follow_up_on")
        }),
        title=_("结案"), save=_("结案"), done=_("已结案。到回访日期会出现在“我的”里。"),
        note=" ".join(str(wording.WARNINGS[gate]) for gate in amiss),
    )  # fmt: skip


@door(WORK, model="case", channel=Channel.WRITE)
@require_POST
def reopen(request: Request, uid: UUID) -> HttpResponse:
    """A new episode, linked to this one."""
    case = get_case_for_edit(request.actor, uid)
    fresh = reopen_case(case, actor=request.actor)
    text = _("已重开，新编号 %(number)s，连着原来的档案。服务协议要重新取得。")
    messages.success(request, text % {"number": fresh.number})
    return redirect("cases:case", uid=fresh.pk)


@door(WORK, model="follow_up", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_follow_up(request: Request, uid: UUID) -> HttpResponse:
    """How the client is doing after the closing."""
    case = get_case_for_edit(request.actor, uid)
    items = item_choices(case, clock.today())
    form = FollowUpForm(request.POST or None, choices={"item": items}, initial={"uid": new_uid()})
    form.fields["item"].required = request.POST.get("state") != "not_reached"
    return act(
        request, case, form, lambda values: record_follow_up(case, _follow_up(values), actor=request.actor),
        title=_("回访"), save=_("保存"), done=_("回访已记下。要写详细情况，可以接着填回访记录表。"), part="follow-ups",
    )  # fmt: skip


def _follow_up(values: dict[str, Any]) -> NewFollowUp:
    same = ("uid", "followed_on", "mode", "state", "has_new_needs", "advises_reopening", "next_on")
    return NewFollowUp(
        item_code=values["item"],
        minutes=int(values["minutes"]),
        **{name: values[name] for name in same},
    )
