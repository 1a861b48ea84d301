"""Consultations: quick to register, and nobody who was promised an answer is forgotten."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Forbidden, NotFound
from yimi.core.requests import Request
from yimi.forms.filling import fill_in, hand_out, printed
from yimi.forms.printing.layout import PAPER_LANGUAGE
from yimi.people.access import visible_residents
from yimi.people.queries.homes import home_of
from yimi.people.queries.picking import people_found, people_on_file
from yimi.services.lookups import offered_items
from yimi.services.queries.recording import own_units
from yimi.stations.models import ServiceUnit
from yimi.visiting.access import get_consultation_for_edit
from yimi.visiting.actions import finish_follow_up, note_consultation_printed, record_consultation
from yimi.visiting.forms import ConsultationForm, ConsultationsForm
from yimi.visiting.models import Consultation
from yimi.visiting.paper import consultation_paper, head_of
from yimi.visiting.permissions import RECORD_CONSULTATION
from yimi.visiting.queries import ConsultationFilter, consultation_rows
from yimi.visiting.queries.consultations import rows_with_records

#: What people mostly come to ask: policies, then help to apply.
FIRST_ITEM = "SA2"


@door(RECORD_CONSULTATION, model="consultation", channel=Channel.LIST)
@require_GET
def consultations(request: Request) -> HttpResponse:
    """Who is owed an answer; all of them when asked for."""
    data = request.GET.copy()
    data.setdefault("state", "open")
    form = ConsultationsForm(data)
    form.is_valid()
    clean = {name: value for name, value in form.cleaned_data.items() if value}
    rows, page = consultation_rows(
        request.actor,
        ConsultationFilter(**clean),
        today=clock.today(),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {"form": form, "rows": rows, "page": page, "today": clock.today()}
    return render(request, "visiting/consultations.html", context)


@door(RECORD_CONSULTATION, model="consultation", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Register one; the button 查找 looks for the person and saves nothing."""
    actor: Actor = request.actor
    unit = _unit(actor)
    is_looking = "find" in request.POST
    form = _form(request, actor, unit)
    if request.method == "POST" and not is_looking:
        saved = form.carry_out(lambda values: _save(form, actor, unit, values))
        if saved is not None:
            messages.success(request, _told(saved))
            return redirect("visiting:consultations")
    status = HTTPStatus.OK if is_looking or not form.errors else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "is_looking": is_looking}
    return render(request, "visiting/consultation.html", context, status=status)


@door(RECORD_CONSULTATION, model="consultation", channel=Channel.WRITE)
@require_POST
def done(request: Request, uid: UUID) -> HttpResponse:
    """What was promised is done."""
    consultation = get_consultation_for_edit(request.actor, uid)
    finish_follow_up(consultation, actor=request.actor)
    messages.success(request, _("已标为跟进完成。"))
    return redirect("visiting:consultations")


@door(RECORD_CONSULTATION, model="consultation", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def consultation_form(request: Request, uid: UUID) -> HttpResponse:
    """F-15: what the record holds is shown, the rest is written here."""
    consultation = get_consultation_for_edit(request.actor, uid)
    (row,) = rows_with_records(request.actor, [consultation])
    return fill_in(request, consultation_paper(request.actor, row))


@door(RECORD_CONSULTATION, model="consultation", channel=Channel.EXPORT)
@require_GET
def on_paper(request: Request, uid: UUID) -> HttpResponse:
    """One consultation's F-15 as PDF; into the trail."""
    consultation = get_consultation_for_edit(request.actor, uid)
    (row,) = rows_with_records(request.actor, [consultation])
    with override(PAPER_LANGUAGE):
        sheet = printed(consultation_paper(request.actor, row), head_of(row.record))
    note_consultation_printed(consultation, actor=request.actor)
    return hand_out(consultation.record_number, [sheet], "pdf")


def _save(
    form: ConsultationForm, actor: Actor, unit: ServiceUnit, values: dict[str, Any]
) -> Consultation:
    home = None
    if values["resident"]:
        resident = visible_residents(actor).filter(pk=values["resident"]).first()
        if resident is None:
            raise NotFound
        home = home_of(resident)
    draft = form.to_draft(unit.pk, actor.worker_uid, home[0] if home else None)
    return record_consultation(draft, actor=actor)


def _told(saved: Consultation) -> str:
    if saved.follow_up_on:
        words = _("已登记，计入一次服务。%(day)s要跟进，到时会列在最前。")
        return words % {"day": saved.follow_up_on.isoformat()}
    return _("已登记，计入一次服务。")


def _form(request: Request, actor: Actor, unit: ServiceUnit) -> ConsultationForm:
    items = [(item.code, item.label) for item in offered_items(unit.region_code, clock.today())]
    if request.method == "GET":
        people = people_on_file(actor, [request.GET.get("person", "")])
        initial = {"item": FIRST_ITEM} | ({"resident": people[0][0]} if people else {})
        return ConsultationForm(people=people, items=items, initial=initial)
    people = people_on_file(
        actor, [request.POST.get("resident", ""), *request.POST.getlist("offered")]
    )
    if "find" not in request.POST:
        return ConsultationForm(request.POST, people=people, items=items)
    people = people_found(actor, request.POST.get("q", "")) or people
    form = ConsultationForm(request.POST, people=people, items=items)
    kept: dict[str, Any] = {name: form[name].data for name in form.fields}
    return ConsultationForm(people=people, items=items, initial=kept)


def _unit(actor: Actor) -> ServiceUnit:
    units = own_units(actor)
    if not units:
        raise Forbidden(permission=RECORD_CONSULTATION)
    return units[0]
