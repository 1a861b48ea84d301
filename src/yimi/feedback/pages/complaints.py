"""Complaints as the station's head and the county see them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.scoping import scope_condition
from yimi.feedback import access, actions
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.forms import DaysForm, NewComplaintForm
from yimi.feedback.models import AnswerDays
from yimi.feedback.parameters import answer_days
from yimi.feedback.permissions import HANDLE, REGISTER, SET_DAYS, VIEW
from yimi.feedback.queries import complaints as lists
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit
from yimi.stations.places import home_prefix, place_names

VIEWS = ("open", "overdue", "answered")


@door(VIEW, model="complaint", channel=Channel.LIST)
@require_GET
def complaints(request: Request) -> HttpResponse:
    """By tab, the oldest number first, of answered ones the newest. Three queries, whatever the number of rows."""
    today = clock.today()
    view = request.GET.get("view", "open")
    view = view if view in VIEWS else "open"
    page = page_of(
        lists.chosen(request.actor, view, today), by="number", key="uid",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        newest_first=view == "answered",
    )  # fmt: skip
    opened, late = lists.counts(request.actor, today)
    context = {
        "view": view,
        "page": page,
        "rows": [(row, lists.is_late(row, today)) for row in page.rows],
        "opened": opened,
        "late": late,
        "may_register": request.actor.may(REGISTER),
        "may_set_days": request.actor.may(SET_DAYS),
    }
    return render(request, "feedback/complaints.html", context)


@door(VIEW, model="complaint", channel=Channel.PAGE)
@require_GET
def complaint(request: Request, uid: UUID) -> HttpResponse:
    """One complaint; the look stands in the trail."""
    row = access.get_complaint_for_view(request.actor, uid)
    record_event(
        request.actor, "feedback.complaint_viewed", subject_kind="complaint", subject_uid=row.uid,
        unit_uid=row.unit_id, region_code=row.region_code,
    )  # fmt: skip
    page = lists.complaint_page(request.actor, row, clock.today())
    return render(request, "feedback/complaint.html", {"page": page, "complaint": row})


@door(REGISTER, model="complaint", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_complaint(request: Request) -> HttpResponse:
    """Register what was said on the phone, at the counter, by letter. The code on the next page goes to whoever complained."""
    units = units_with(request.actor, REGISTER)
    first = units.first() if units.count() == 1 else None
    initial = {"uid": new_uid(), "unit": first.pk if first else request.GET.get("unit", "")}
    form = NewComplaintForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST":
        filed = form.carry_out(
            lambda values: actions.register_complaint(ComplaintDraft(**values), actor=request.actor)
        )
        if filed is not None:
            return render(request, "feedback/filed.html", {"filed": filed})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "feedback/new_complaint.html", {"form": form}, status=status)


def units_with(actor: Actor, permission: str) -> QuerySet[ServiceUnit]:
    """Open units where the actor holds the permission, by place."""
    here = scope_condition(actor, permission, unit="uid", region="region_code")
    return ServiceUnit.objects.open_on(clock.today()).filter(here).order_by("region_code", "number")


@door(HANDLE, model="complaint", channel=Channel.PAGE)
@never_cache
@require_POST
def reveal(request: Request, uid: UUID) -> HttpResponse:
    """Name and contact of whoever complained; the look stands in the trail."""
    row = access.get_complaint_for_edit(request.actor, uid)
    contents = actions.reveal_complainant(row, actor=request.actor)
    return render(request, "feedback/revealed.html", {"complaint": row, "contents": contents})


@door(SET_DAYS, model="answer_days", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def days(request: Request) -> HttpResponse:
    """By when complaints are answered here: what holds, and a form for what holds from a day on."""
    prefix = home_prefix(request.actor, SET_DAYS)
    form = DaysForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: actions.set_answer_days(prefix, actor=request.actor, **values)
        )
        if done is not None:
            messages.success(request, _("已设定。以前收到的按原来的期限。"))
            return redirect("feedback:days")
    code = pad_code(prefix)
    context = {
        "form": form,
        "place": place_names([code], levels=1)[code],
        "current": answer_days(code, clock.today()),
        "rows": AnswerDays.objects.filter(region_prefix=prefix).order_by("-starts_on"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "feedback/days.html", context, status=status)
