"""The red button: the form, who may be meant, and sending."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.permissions import SEARCH_PEOPLE
from yimi.people.queries.picking import people_found, people_on_file
from yimi.protection.access import divisions_of, units_to_report_from
from yimi.protection.actions import Sent, report_harm
from yimi.protection.forms import ReportForm
from yimi.protection.permissions import REPORT_HARM
from yimi.protection.queries import limit_at


@door(REPORT_HARM, model="harm_report", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def report(request: Request) -> HttpResponse:
    """One page, one button. ``?person=`` presets somebody on file; the button 查找 looks for people and sends nothing."""
    actor: Actor = request.actor
    is_looking = "find" in request.POST
    form = _form(request, actor)
    if request.method == "POST" and not is_looking:
        sent = form.carry_out(lambda _values: _send(form, actor))
        if sent is not None:
            _tell(request, sent)
            return redirect("protection:detail", uid=sent.report.pk)
    refused = form.is_bound and not is_looking
    context = {
        "form": form,
        "may_search": actor.may(SEARCH_PEOPLE),
        "is_looking": is_looking,
        "limit": limit_at(_place(actor)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "protection/report.html", context, status=status)


def _send(form: ReportForm, actor: Actor) -> Sent:
    new, told = form.to_report()
    return report_harm(new, actor=actor, told=told)


def _tell(request: Request, sent: Sent) -> None:
    if sent.is_new:
        text = _("已送出，编号 %(number)s。时间已记下，内容不能再改，新情况请“补一条”。")
        messages.success(request, text % {"number": sent.report.number})


def _form(request: Request, actor: Actor) -> ReportForm:
    units = [(str(unit.pk), unit.name) for unit in units_to_report_from(actor)]
    if request.method == "GET":
        chosen = people_on_file(actor, [request.GET.get("person", "")])
        initial = {"resident": chosen[0][0]} if chosen else {}
        return ReportForm(people=chosen, units=units, initial=initial)
    people = people_on_file(
        actor, [request.POST.get("resident", ""), *request.POST.getlist("offered")]
    )
    if "find" in request.POST:
        people = people_found(actor, request.POST.get("q", "")) or people
        form = ReportForm(request.POST, people=people, units=units)
        # Looking for somebody is no sending: what is still missing is not scolded.
        kept: dict[str, Any] = {name: form[name].data for name in form.fields}
        return ReportForm(people=people, units=units, initial=kept)
    return ReportForm(request.POST, people=people, units=units)


def _place(actor: Actor) -> str:
    """The division whose limit is told: the actor's station's, else their own."""
    units = units_to_report_from(actor)
    return units[0].region_code if units else next(iter(divisions_of(actor, REPORT_HARM)), "")
