"""Payment lists: preparing, approving, posting, sending to finance, reconciling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.core.sheets import MIME
from yimi.programmes import access
from yimi.programmes.actions import (
    approve_list,
    dissolve_list,
    export_list,
    post_list,
    prepare_list,
    reconcile_list,
    remove_item,
    send_list,
)
from yimi.programmes.errors import FAULTS
from yimi.programmes.forms import (
    FinanceForm,
    ListForm,
    NoteForm,
    PostForm,
    StepForm,
)
from yimi.programmes.models import ItemState, ListState, PaymentItem, PaymentList
from yimi.programmes.permissions import APPROVE_LISTS, PAY_LISTS, PREPARE_LISTS
from yimi.programmes.postings import template_for
from yimi.programmes.queries.lists import item_rows, waiting_benefits
from yimi.stations.pages.frame import form_page

SHOWN = 100
#: Wrong rows that the page names; the workbook has all of them.
WRONG_SHOWN = 20


@door(PREPARE_LISTS, model="payment_list", channel=Channel.LIST)
def lists(request: Request) -> HttpResponse:
    """Lists of one's divisions, the latest first, and what waits for one. Two queries."""
    rows = access.visible_lists(request.actor).order_by("-uid")[:SHOWN]
    context = {"rows": list(rows), "waiting": waiting_benefits(request.actor)}
    return render(request, "programmes/lists.html", context)


@door(PREPARE_LISTS, model="payment_list", channel=Channel.WRITE)
def new_list(request: Request) -> HttpResponse:
    """Put what waits for one benefit on a list."""
    waiting = {f"{one.region_code}|{one.benefit}": one for one in waiting_benefits(request.actor)}
    choices = [(key, f"{one.title}（{one.count}）") for key, one in waiting.items()]
    form = ListForm(request.POST or None, benefits=choices)
    if request.method == "POST":
        made = form.carry_out(
            lambda values: prepare_list(
                waiting[values["benefit"]].benefit, actor=request.actor, title=values["title"],
                region_code=waiting[values["benefit"]].region_code,
            )
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("发放表已编制，请另一位同事审核。"))
            return redirect("programmes:list", uid=made.pk)
    return form_page(
        request, form, title=_("编制发放表"), back=reverse("programmes:lists"), save=_("编制"),
        note=_("这个项目已批准、还没有列入别的表的申请都会列入。"),
    )  # fmt: skip


@door(PREPARE_LISTS, model="payment_list", channel=Channel.PAGE)
def payment_list(request: Request, uid: UUID) -> HttpResponse:
    """One list: its people, where it stands, the next step and whose it is."""
    made, actor = access.get_list_for_view(request.actor, uid), request.actor
    posting = template_for(made.region_code, made.benefit)

    def may(slug: str, *but: UUID | None) -> bool:
        return actor.may_at(slug, region_code=made.region_code) and actor.uid not in but

    context = {
        "list": made,
        "posting": posting,
        "rows": item_rows(made),
        "files": made.files.order_by("-recorded_at"),
        "may_prepare": may(PREPARE_LISTS) and made.state in {ListState.DRAFT, ListState.APPROVED},
        "may_approve": may(APPROVE_LISTS, made.prepared_by) and made.state == ListState.DRAFT,
        "may_post": may(PREPARE_LISTS) and made.state == ListState.APPROVED and posting.days,
        "may_send": may(PAY_LISTS, made.approved_by) and made.state == ListState.APPROVED,
        "is_payer": actor.uid == made.sent_by,
    }
    return render(request, "programmes/list.html", context)


@door(PREPARE_LISTS, model="payment_list", channel=Channel.WRITE)
def prepare_step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """Post the list, or take it apart."""
    made = access.get_list_for_edit(request.actor, uid, PREPARE_LISTS)
    if step == "post":
        return _step(request, made, PostForm, post_list, gettext_lazy("登记公示"))
    if step == "dissolve":
        return _step(request, made, NoteForm, dissolve_list, gettext_lazy("解散发放表"))
    raise NotFound()


@door(APPROVE_LISTS, model="payment_list", channel=Channel.WRITE)
def approve(request: Request, uid: UUID) -> HttpResponse:
    """A second person approves."""
    made = access.get_list_for_edit(request.actor, uid, APPROVE_LISTS)
    return _step(request, made, StepForm, approve_list, gettext_lazy("审核通过"))


@door(PAY_LISTS, model="payment_list", channel=Channel.WRITE)
def send(request: Request, uid: UUID) -> HttpResponse:
    """The payer takes the list to finance."""
    made = access.get_list_for_edit(request.actor, uid, PAY_LISTS)
    return _step(request, made, StepForm, send_list, gettext_lazy("送财务发放"))


def _step(
    request: Request, made: PaymentList, form_class: type[Any], action: Any, label: Any
) -> HttpResponse:
    form = form_class(request.POST or None, initial={"row_version": made.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: action(
                made, actor=request.actor, expected=form.expected, **_words(values)
            )
        )
        if done is not None:
            messages.success(request, _("已办理。"))
            return redirect("programmes:list", uid=made.pk)
    notes = {
        approve_list: _("请逐人核对金额。审核人不能是编制人，也不能在表上。"),
        send_list: _(
            "从现在起，只有您看得到这张表上的收款账户，对账也由您办理。送出以后不能再改。"
        ),
    }
    return form_page(
        request, form, title=f"{label}：{made.title}", back=reverse("programmes:list", args=[made.pk]),
        save=label, note=notes.get(action, ""),
    )  # fmt: skip


def _words(values: dict[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if name != "row_version"}
    if "note" in found:
        found["reason"] = found.pop("note")
    return found


@door(PREPARE_LISTS, model="payment_list", channel=Channel.WRITE)
def drop_item(request: Request, uid: UUID) -> HttpResponse:
    """Take one person off a list that was not sent."""
    item = PaymentItem.objects.filter(pk=uid, state=ItemState.PENDING).select_related("list", "claim").first()  # fmt: skip
    if item is None:
        raise NotFound()
    made = access.get_list_for_edit(request.actor, item.list_id, PREPARE_LISTS)
    form = NoteForm(request.POST or None)
    if request.method == "POST":

        def carry(values: dict[str, Any]) -> bool:
            remove_item(item, actor=request.actor, reason=values["note"])
            return True

        if form.carry_out(carry):
            messages.success(request, _("已移出，等下一张表。"))
            return redirect("programmes:list", uid=made.pk)
    return form_page(
        request, form, title=_("把%(name)s移出发放表") % {"name": item.name},
        back=reverse("programmes:list", args=[made.pk]), save=_("移出"),
    )  # fmt: skip


@door(PAY_LISTS, model="bank_account", channel=Channel.EXPORT)
@require_POST
def accounts(request: Request, uid: UUID) -> HttpResponse:
    """The workbook for finance, with accounts; for the payer alone."""
    made = access.get_list_for_edit(request.actor, uid, PAY_LISTS)
    return _workbook(export_list(made, actor=request.actor), made.number)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME)
    header = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response["Content-Disposition"] = header or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@door(PAY_LISTS, model="payment_list", channel=Channel.WRITE)
def reconcile(request: Request, uid: UUID) -> HttpResponse:
    """Read what finance sent back; what does not fit comes back as a workbook with the reasons beside the rows."""
    made = access.get_list_for_edit(request.actor, uid, PAY_LISTS)
    form = FinanceForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST":
        result = form.carry_out(
            lambda values: reconcile_list(made, values["file"].read(), actor=request.actor)
        )
        if result is not None and "marked" in request.POST:
            return _workbook(result.marked, _("%(number)s对账结果") % {"number": made.number})
    wrong = [
        (one.row, "；".join(str(FAULTS[fault]) for fault in one.faults))
        for one in (result.wrong if result else ())
    ]
    context = {
        "list": made, "form": form, "result": result, "wrong": wrong[:WRONG_SHOWN],
        "wrong_count": len(wrong),
    }  # fmt: skip
    return render(request, "programmes/reconcile.html", context, status=422 if form.errors else 200)
