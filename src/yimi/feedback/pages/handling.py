"""Each step of handling a complaint: one page, one form, one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, Invalid, NotFound
from yimi.core.forms import VersionedForm
from yimi.core.requests import Request
from yimi.feedback import access, actions
from yimi.feedback import forms as shapes
from yimi.feedback.models import Complaint
from yimi.feedback.permissions import HANDLE
from yimi.feedback.queries.contents import standing_of
from yimi.feedback.rules import open_steps
from yimi.workforce.models import Placement

Run = Callable[[Complaint, dict[str, Any], Actor, int], object]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step's words, the shape of its form, the call of its action, what to say afterwards."""

    title: Any
    form: type[VersionedForm]
    run: Run
    done: Any
    note: Any = ""


def plain(action: Callable[..., object]) -> Run:
    """An action whose arguments are called like the form's fields."""
    return lambda row, values, actor, version: action(
        row, actor=actor, row_version=version, **values
    )


def _name(row: Complaint, values: dict[str, Any], actor: Actor, version: int) -> object:
    placed = Placement.objects.current().filter(unit=row.unit_id, worker=values["worker"])
    placement = placed.select_related("worker").first()
    if placement is None:
        raise Invalid.one("worker", _("这位社工没有在这个站点工作过，请核对。"))
    return actions.name_worker(row, actor=actor, row_version=version, worker=placement.worker)


STEPS: dict[str, StepPage] = {
    "name": StepPage(
        gettext_lazy("确认被投诉的社工"), shapes.NameForm, _name,
        gettext_lazy("已确认。这位社工看不到也不能办理这件投诉。"),
        note=gettext_lazy("确认以后，站长可以办理；被投诉的就是站长本人的，仍由县里办理。"),
    ),
    "take": StepPage(
        gettext_lazy("受理"), shapes.PlainForm, plain(actions.take_complaint),
        gettext_lazy("已受理，请在期限前答复。"),
        note=gettext_lazy("受理以后由您负责查清情况并答复。"),
    ),
    "note": StepPage(
        gettext_lazy("调查记录"), shapes.InquiryForm, plain(actions.note_inquiry),
        gettext_lazy("已记下。"),
    ),
    "answer": StepPage(
        gettext_lazy("答复"), shapes.AnswerForm, plain(actions.answer_complaint),
        gettext_lazy("已答复，投诉人凭查询码可以看到。留了电话的，请再打个电话告诉一声。"),
    ),
    "reopen": StepPage(
        gettext_lazy("再次办理"), shapes.ReopenForm, plain(actions.reopen_complaint),
        gettext_lazy("已重新办理，期限从今天算起。"),
        note=gettext_lazy("投诉人对答复不满意的，可以再办理一次。"),
    ),
    "close": StepPage(
        gettext_lazy("办结"), shapes.PlainForm, plain(actions.close_complaint), gettext_lazy("已办结。"),
        note=gettext_lazy("答复以后投诉人没有新的意见，就可以办结。"),
    ),
}  # fmt: skip


@door(HANDLE, model="complaint", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """A step of whoever handles it. A clash shows what stands now above what was typed."""
    row = access.get_complaint_for_edit(request.actor, uid)
    page = STEPS.get(step)
    if page is None:
        raise NotFound
    if step == "name":
        access.require_namer(request.actor, row)
    form = page.form(
        request.POST or None, initial={"row_version": row.row_version}, **_extra(row, step)
    )
    clash = ""
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda _values: page.run(row, form.facts(), request.actor, form.expected)
            )
        except Conflict:
            row = _again(request, row, step)
            form, done, clash = newer(form, row.row_version), None, row.get_state_display()
        if done is not None:
            messages.success(request, page.done)
            return redirect("feedback:complaint", uid=uid)
    context = {"form": form, "step": page, "complaint": row, "clash": clash}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if clash else status
    return render(request, "feedback/step.html", context, status=status)


def _extra(row: Complaint, name: str) -> dict[str, Any]:
    if name != "name":
        return {}
    placed = Placement.objects.current().filter(unit=row.unit_id)
    people = dict(placed.order_by("worker__name").values_list("worker_id", "worker__name"))
    return {"workers": list(people.items())}


def _again(request: Request, row: Complaint, name: str) -> Complaint:
    """The row as it is now; the refusal stands when the step cannot be taken any more."""
    fresh = access.get_complaint_for_edit(request.actor, row.uid)
    if name not in open_steps(standing_of(fresh)):
        raise Conflict(
            _("这件投诉刚被别人改成“%(state)s”，这一步不用再做了。")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def newer(form: Any, row_version: int) -> Any:
    """What was typed, over the version now on file."""
    data = form.data.copy()
    data["row_version"] = str(row_version)
    form.data = data
    return form
