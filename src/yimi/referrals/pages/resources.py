"""Resource links: the list, one link, and its three steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, NotFound
from yimi.core.forms import VersionedForm
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.referrals import access, actions
from yimi.referrals import resource_forms as shapes
from yimi.referrals.actions import Delivery
from yimi.referrals.drafts import ResourceDraft
from yimi.referrals.models import ResourceLink
from yimi.referrals.pages.frame import newer, step_page
from yimi.referrals.pages.referrals import initial_of, surroundings_from, whom_from
from yimi.referrals.permissions import EDIT, VIEW
from yimi.referrals.queries.contents import text_of
from yimi.referrals.queries.lists import names_of
from yimi.referrals.queries.preparing import DEFAULT_ITEM, Surroundings, item_choices

VIEWS = ("open", "delivered", "ended")


@door(VIEW, model="resource_link", channel=Channel.LIST)
@require_GET
def resources(request: Request) -> HttpResponse:
    """The station's resource links by tab: open ones oldest first, the others newest first. Four queries."""
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    rows = access.visible_resources(request.actor).select_related("resident", "household", "unit")
    page = page_of(
        _narrowed(rows, view), by="number", key="uid",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        newest_first=view != "open",
    )  # fmt: skip
    names = names_of(page.rows)
    context = {
        "view": view,
        "page": page,
        "rows": [(row, names[row.uid]) for row in page.rows],
        "may_edit": request.actor.may(EDIT),
    }
    return render(request, "referrals/resources.html", context)


def _narrowed(rows: QuerySet[ResourceLink], view: str) -> QuerySet[ResourceLink]:
    if view == "delivered":
        return rows.filter(delivered_on__isnull=False)
    return rows.filter(ended_on__isnull=view == "open", delivered_on=None)


@door(VIEW, model="resource_link", channel=Channel.PAGE)
@require_GET
def resource(request: Request, uid: UUID) -> HttpResponse:
    """One resource link; what was written is for the station alone."""
    row = access.get_resource_for_view(request.actor, uid)
    may_edit = access.may_edit(request.actor, row)
    context = {
        "link": row,
        "name": names_of([row])[row.uid],
        "text": text_of(row) if may_edit else "",
        "may_edit": may_edit,
        "is_open": row.delivered_on is None and row.ended_on is None,
    }
    return render(request, "referrals/resource.html", context)


@door(EDIT, model="resource_link", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_resource(request: Request) -> HttpResponse:
    """Note a need of a household."""
    around = surroundings_from(request)
    if around is None:
        return render(request, "referrals/whose.html", {"what": "resource"})
    return resource_form(request, around)


def resource_form(
    request: Request,
    around: Surroundings,
    *,
    resident: str = "",
    case_uid: UUID | None = None,
    back: str = "",
) -> HttpResponse:
    """The form that notes a need. ``case_uid`` is given by the cases room's own door, which has fetched the case."""
    form = shapes.NewResourceForm(
        request.POST or None, members=around.members, workers=around.worker_choices,
        initial=initial_of(request, resident),
    )  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(
            lambda values: actions.request_resource(
                ResourceDraft(
                    whom=whom_from(values, around, case_uid),
                    **{
                        name: values[name]
                        for name in ("uid", "need", "kind", "requested_on", "text")
                    },
                ),
                actor=request.actor,
            )
        )
        if made is not None:
            messages.success(
                request,
                _("已登记，编号 %(number)s。找到资源后登记对接。") % {"number": made.number},
            )
            return redirect("referrals:resource", uid=made.uid)
    context = {
        "form": form,
        "household": around.household,
        "title": _("登记资源需求"),
        "back": back or reverse("portal:household", args=[around.household.pk]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "referrals/new_resource.html", context, status=status)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A step's words, its form, its action, what to say afterwards."""

    title: Any
    form: type[VersionedForm]
    run: Callable[[ResourceLink, Any, Actor], object]
    done: Any


def _match(row: ResourceLink, form: Any, actor: Actor) -> object:
    facts = form.facts()
    return actions.match_resource(
        row, actor=actor, row_version=form.expected, provider=facts["provider"], on=facts["on"],
        quantity=facts["quantity"], value_fen=form.value_fen(),
    )  # fmt: skip


def _deliver(row: ResourceLink, form: Any, actor: Actor) -> object:
    facts = form.facts()
    delivery = Delivery(
        on=facts["on"], result=facts["result"], minutes=facts["minutes"], item_code=facts["item"],
        receipt_seen=facts["receipt_seen"],
    )  # fmt: skip
    return actions.deliver_resource(row, delivery, actor=actor, row_version=form.expected)


def _end(row: ResourceLink, form: Any, actor: Actor) -> object:
    return actions.end_resource(row, actor=actor, row_version=form.expected, **form.facts())


STEPS = {
    "match": LinkPage(
        gettext_lazy("登记对接"), shapes.MatchForm, _match, gettext_lazy("对接已登记。送达后再登记一次。")
    ),
    "deliver": LinkPage(
        gettext_lazy("登记送达"), shapes.DeliverForm, _deliver,
        gettext_lazy("已送达，记为一次资源链接服务。"),
    ),
    "end": LinkPage(gettext_lazy("不再链接"), shapes.EndForm, _end, gettext_lazy("已登记。")),
}  # fmt: skip


@door(EDIT, model="resource_link", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def resource_step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """Match, deliver or end. A clash shows what stands now above what was typed."""
    row = access.get_resource_for_edit(request.actor, uid)
    page = STEPS.get(step)
    if page is None:
        raise NotFound
    form: Any = page.form(request.POST or None, initial=_initial(row), **_extra(row, step))
    clash = ""
    if request.method == "POST":
        try:
            done = form.carry_out(lambda _values: page.run(row, form, request.actor))
        except Conflict:
            row = access.get_resource_for_edit(request.actor, uid)
            if row.delivered_on or row.ended_on:
                raise
            form, done, clash = newer(form, row.row_version), None, _stands(row)
        if done is not None:
            messages.success(request, page.done)
            return redirect("referrals:resource", uid=uid)
    back = reverse("referrals:resource", args=[uid])
    return step_page(request, form, title=page.title, save=page.title, back=back, clash=clash)


def _stands(row: ResourceLink) -> str:
    parts = [row.provider, row.quantity] if row.matched_on else [_("还没有对接")]
    return "；".join(part for part in parts if part)


def _initial(row: ResourceLink) -> dict[str, Any]:
    return {
        "row_version": row.row_version, "provider": row.provider, "quantity": row.quantity,
        "value": None if row.value_fen is None else f"{row.value_fen / 100:.2f}", "item": DEFAULT_ITEM,
    }  # fmt: skip


def _extra(row: ResourceLink, step: str) -> dict[str, Any]:
    return {"items": item_choices(row.region_code, clock.today())} if step == "deliver" else {}
