"""The offices' pages of claims: the work list, one claim, checking, deciding, answering an appeal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.paging import page_of as paged
from yimi.core.requests import Request
from yimi.engine.describe import yuan
from yimi.programmes import access
from yimi.programmes.actions import (
    answer_appeal,
    approve_claim,
    check_claim,
    complete_claim,
    note_original_seen,
    note_returned,
    open_evidence,
    refuse_claim,
    return_claim,
    reverse_claim,
)
from yimi.programmes.forms import AnswerForm, NoteForm, RemarkForm, ReturnedForm, StepForm
from yimi.programmes.models import Claim
from yimi.programmes.pages.parts import claim_context, claim_rows, file_response
from yimi.programmes.permissions import APPROVE, CHECK, KEEP_FACTS, PREPARE_LISTS, VIEW_CLAIMS
from yimi.programmes.queries.money import ledger
from yimi.programmes.rules.states import State
from yimi.stations.pages.frame import form_page

#: Step → its action, its form, the words on its button.
Entry = tuple[Callable[..., Any], type[Any], Any]
CHECK_WAYS: Mapping[str, Entry] = {
    "complete": (complete_claim, StepForm, gettext_lazy("材料齐全")),
    "return": (return_claim, NoteForm, gettext_lazy("退回补正")),
    "check": (check_claim, RemarkForm, gettext_lazy("核查通过")),
    "refuse": (refuse_claim, NoteForm, gettext_lazy("不予通过")),
}
DECIDE_WAYS: Mapping[str, Entry] = {
    "approve": (approve_claim, StepForm, gettext_lazy("批准")),
    "return": (return_claim, NoteForm, gettext_lazy("退回补正")),
    "refuse": (refuse_claim, NoteForm, gettext_lazy("不予通过")),
    "reverse": (reverse_claim, NoteForm, gettext_lazy("撤销或追回")),
}


@door(VIEW_CLAIMS, model="claim", channel=Channel.LIST)
def claims(request: Request) -> HttpResponse:
    """Claims of one's divisions, the latest first, by state; above them the sums. Five queries."""
    found = access.visible_claims(request.actor)
    wanted = request.GET.get("state", "")
    state = wanted if wanted in set(State) else ""
    shown = found.filter(state=state) if state else found
    page = paged(
        shown.select_related("worker", "version"), by="uid", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "page": page,
        "rows": claim_rows(page.rows),
        "states": [(value, label) for value, label in Claim._meta.get_field("state").choices or ()],
        "state": state,
        "ledger": ledger(found),
        "may_keep": request.actor.may(KEEP_FACTS),
        "may_list": request.actor.may(PREPARE_LISTS),
    }
    return render(request, "programmes/claims.html", context)


@door(VIEW_CLAIMS, model="claim", channel=Channel.PAGE)
def claim(request: Request, uid: UUID) -> HttpResponse:
    """One claim with its decision, papers, history and the steps that the actor may take now."""
    found = access.get_claim_for_view(request.actor, uid)
    return render(request, "programmes/claim.html", claim_context(request, found, is_mine=False))


@door(VIEW_CLAIMS, model="evidence", channel=Channel.ATTACHMENT)
def evidence(request: Request, uid: UUID) -> HttpResponse:
    """A paper, for those who check or approve; the look is in the trail."""
    paper = access.get_evidence_for_view(request.actor, uid)
    return file_response(paper, open_evidence(paper, actor=request.actor))


@door(CHECK, model="claim", channel=Channel.WRITE)
def check(request: Request, uid: UUID, step: str) -> HttpResponse:
    """A step of the town or county."""
    found = access.get_claim_for_view(request.actor, uid)
    request.actor.require_at(CHECK, region_code=found.region_code)
    return _step(request, found, CHECK_WAYS, step)


@door(APPROVE, model="claim", channel=Channel.WRITE)
def decide(request: Request, uid: UUID, step: str) -> HttpResponse:
    """A step of the division whose pack it is."""
    found = access.get_claim_for_view(request.actor, uid)
    request.actor.require_at(APPROVE, region_code=found.version.region_code)
    return _step(request, found, DECIDE_WAYS, step)


def _step(request: Request, found: Claim, ways: Mapping[str, Entry], step: str) -> HttpResponse:
    if step not in ways:
        raise NotFound()
    action, form_class, label = ways[step]
    form = form_class(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: action(
                found, actor=request.actor, expected=form.expected, **_words(step, values)
            )
        )
        if done is not None:
            messages.success(request, _("已办理。"))
            return redirect("programmes:claim", uid=found.pk)
    title = _("%(step)s：%(number)s %(name)s") % {
        "step": label, "number": found.number, "name": found.worker.name
    }  # fmt: skip
    back = reverse("programmes:claim", args=[found.pk])
    return form_page(request, form, title=title, back=back, save=label, note=_note(step))


def _words(step: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if "note" not in values:
        return {}
    return {"reason" if step == "reverse" else "note": values["note"]}


def _note(step: str) -> str:
    return {
        "complete": _("确认每一种材料都在，看得清，是本人的。"),
        "check": _("系统会按今天知道的情况重新核对每一条，有一条不满足或不清楚就不能通过。"),
        "approve": _("批准以后金额不再变动，等候列入发放表。核查和批准要两个人。"),
        "reverse": _("撤销剩余的全部金额；已经发放的，登记为应收回。"),
    }.get(step, "")


@door(CHECK, model="evidence", channel=Channel.WRITE)
@require_POST
def seen(request: Request, uid: UUID) -> HttpResponse:
    """The original was seen; no file is kept."""
    found = access.get_claim_for_view(request.actor, uid)
    note_original_seen(found, request.POST.get("kind", ""), actor=request.actor)
    messages.success(request, _("已登记：原件看过。"))
    return redirect("programmes:claim", uid=uid)


@door(APPROVE, model="appeal", channel=Channel.WRITE)
def answer(request: Request, uid: UUID) -> HttpResponse:
    """Answer an appeal on a claim."""
    found = access.get_claim_for_view(request.actor, uid)
    request.actor.require_at(APPROVE, region_code=found.version.region_code)
    context = claim_context(request, found, is_mine=False)
    appeal = context["page"].appeal
    if appeal is None:
        raise NotFound()
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: answer_appeal(
                appeal,
                actor=request.actor,
                upheld=values["upheld"] == "yes",
                answer=values["answer"],
            )
        )
        if done is not None:
            messages.success(request, _("申诉已答复。"))
            return redirect("programmes:claim", uid=uid)
    return form_page(
        request, form, title=_("答复申诉：%(number)s") % {"number": found.number},
        back=reverse("programmes:claim", args=[uid]), save=_("答复"),
        note=_("申诉理由：%(text)s") % {"text": context["page"].appeal_text},
    )  # fmt: skip


@door(APPROVE, model="claim", channel=Channel.WRITE)
def returned(request: Request, uid: UUID) -> HttpResponse:
    """Money that was to come back has come in; the earliest that is still out."""
    found = access.get_claim_for_view(request.actor, uid)
    request.actor.require_at(APPROVE, region_code=found.version.region_code)
    out = found.reversals.current().filter(was_paid=True, returned_on=None)
    reversal = out.select_related("claim__version").order_by("uid").first()
    if reversal is None:
        raise NotFound()
    form = ReturnedForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: note_returned(
                reversal, actor=request.actor, returned_on=values["returned_on"]
            )
        )
        if done is not None:
            messages.success(request, _("已登记：钱收回了。"))
            return redirect("programmes:claim", uid=uid)
    return form_page(
        request, form, title=_("收回的钱到账：%(number)s") % {"number": found.number},
        back=reverse("programmes:claim", args=[uid]), save=_("登记到账"),
        note=_("%(amount)s，原因：%(reason)s") % {"amount": yuan(reversal.amount_fen), "reason": reversal.reason},
    )  # fmt: skip
