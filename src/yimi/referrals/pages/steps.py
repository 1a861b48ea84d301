"""Each step on a referral's way: one page, one form, one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, NotFound
from yimi.core.forms import VersionedForm
from yimi.core.requests import Request
from yimi.referrals import access, actions
from yimi.referrals import forms as shapes
from yimi.referrals.actions import ConsentDraft, Sending
from yimi.referrals.models import Referral
from yimi.referrals.pages.frame import newer, step_page
from yimi.referrals.permissions import ANSWER, EDIT
from yimi.referrals.queries.preparing import item_choices, usual_item
from yimi.referrals.queries.standing import standing_of
from yimi.referrals.rules import open_steps

#: Referral, what was typed, who, the version on the screen.
Run = Callable[[Referral, dict[str, Any], Actor, int], object]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step's words, the shape of its form, the call of its action, what to say afterwards."""

    title: Any
    form: type[VersionedForm]
    run: Run
    done: Any
    note: Any = ""
    also: frozenset[str] = frozenset()


def _send(row: Referral, values: dict[str, Any], actor: Actor, version: int) -> object:
    sending = Sending(
        on=values["on"], minutes=values["minutes"], item_code=values["item"],
        due_on=values["due_on"], note=values["note"],
    )  # fmt: skip
    return actions.send_referral(row, sending, actor=actor, row_version=version)


def _answer(row: Referral, values: dict[str, Any], actor: Actor, version: int) -> object:
    return actions.answer_referral(
        row, actor=actor, row_version=version, accepted=values["accepted"] == "yes",
        on=values["on"], note=values["note"],
    )  # fmt: skip


def plain(action: Callable[..., object]) -> Run:
    """An action whose arguments are called like the form's fields."""
    return lambda row, values, actor, version: action(
        row, actor=actor, row_version=version, **values
    )


OWN: dict[str, StepPage] = {
    "contact": StepPage(
        gettext_lazy("联系接收方"), shapes.ContactForm, plain(actions.note_contact),
        gettext_lazy("已登记。下一步：征得服务对象同意。"),
    ),
    "consent": StepPage(
        gettext_lazy("登记同意"), shapes.ConsentForm,
        lambda row, values, actor, version: actions.record_consent(
            row, ConsentDraft(**values), actor=actor, row_version=version
        ),
        gettext_lazy("已登记，可以转介了。"),
        note=gettext_lazy("把转给谁、提供哪些内容，向服务对象说清楚，再问愿不愿意。"),
    ),
    "revoke": StepPage(
        gettext_lazy("服务对象撤回同意"), shapes.NoteForm, plain(actions.revoke_consent),
        gettext_lazy("已登记。已经转出的，请马上告诉接收方停止使用这些信息。"),
    ),
    "send": StepPage(
        gettext_lazy("正式转介"), shapes.SendForm, _send,
        gettext_lazy("已转介，记为一次转介服务。到期没有反馈会提醒。"),
    ),
    "plan": StepPage(
        gettext_lazy("安排回访"), shapes.PlanForm, plain(actions.plan_follow_up),
        gettext_lazy("回访日期已定。"),
    ),
    "complete": StepPage(
        gettext_lazy("登记回访"), shapes.CompleteForm, plain(actions.complete_referral),
        gettext_lazy("回访完成，这次转介有了着落。"),
    ),
    "withdraw": StepPage(
        gettext_lazy("不再转介"), shapes.WithdrawForm, plain(actions.withdraw_referral),
        gettext_lazy("已登记，不再转介。"),
    ),
}  # fmt: skip
BOTH: dict[str, StepPage] = {
    "answer": StepPage(
        gettext_lazy("登记对方答复"), shapes.AnswerForm, _answer, gettext_lazy("答复已登记。"),
        also=frozenset({"accept"}),
    ),
    "settle": StepPage(
        gettext_lazy("登记反馈结果"), shapes.SettleForm, plain(actions.settle_referral),
        gettext_lazy("结果已登记。下一步：安排回访。"),
    ),
}  # fmt: skip


@door(EDIT, model="referral", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def own_step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """A step of the sending station."""
    row = access.get_referral_for_edit(request.actor, uid)
    return _take(request, row, step, OWN)


@door(ANSWER, model="referral", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def answer_step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """An answer or feedback: by the receiving station, or by the sender for a body outside."""
    row = access.get_referral_for_answer(request.actor, uid)
    return _take(request, row, step, BOTH)


def _take(request: Request, row: Referral, name: str, pages: dict[str, StepPage]) -> HttpResponse:
    page = pages.get(name)
    if page is None:
        raise NotFound
    form = page.form(
        request.POST or None, initial={"row_version": row.row_version} | _known(row, name),
        **_extra(row, name),
    )  # fmt: skip
    clash = ""
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda _values: page.run(row, form.facts(), request.actor, form.expected)
            )
        except Conflict:
            row = _again(request, row, name, page)
            form, done, clash = newer(form, row.row_version), None, row.get_state_display()
        if done is not None:
            messages.success(request, page.done)
            return redirect("referrals:referral", uid=row.uid)
    return step_page(
        request, form, title=page.title, save=page.title, note=page.note, clash=clash,
        back=reverse("referrals:referral", args=[row.uid]),
    )  # fmt: skip


def _again(request: Request, row: Referral, name: str, page: StepPage) -> Referral:
    """The row as it is now; the refusal stands when the step cannot be taken any more."""
    fresh = access.get_referral_for_view(request.actor, row.uid)
    if not (page.also or {name}) & set(open_steps(standing_of(fresh))):
        raise Conflict(
            _("这份转介刚被别人改成“%(state)s”，这一步不用再做了。")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def _known(row: Referral, name: str) -> dict[str, Any]:
    return {"item": usual_item(row.reason)} if name == "send" else {}


def _extra(row: Referral, name: str) -> dict[str, Any]:
    if name != "send":
        return {}
    return {"items": item_choices(row.region_code, clock.today())}
