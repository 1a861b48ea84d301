"""My cases, the station's index, the supervised ones; and opening a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yimi.cases.actions import open_case
from yimi.cases.drafts import NewCase
from yimi.cases.forms import FilterForm, NewCaseForm
from yimi.cases.permissions import ASSIGN, VIEW, WORK
from yimi.cases.queries.levels import levels_of
from yimi.cases.queries.lists import (
    case_list,
    cases_left_behind,
    first_view,
    others_about,
    reviews_waiting,
    views_of,
)
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.people.access import get_household_for_edit
from yimi.people.models import Household
from yimi.services.queries.recording import members_of
from yimi.workforce.queries import workers_at

LABELS = {
    "mine": gettext_lazy("我的"),
    "station": gettext_lazy("本站"),
    "supervised": gettext_lazy("我督导的"),
}


@door(VIEW, model="case", channel=Channel.LIST)
@require_GET
def cases(request: Request) -> HttpResponse:
    """One of the actor's lists: what is due first. Twelve queries at most, whatever the number of rows."""
    views = views_of(request.actor)
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    view = wanted.get("view") if wanted.get("view") in views else first_view(request.actor, views)
    rows, more = (
        case_list(
            request.actor,
            view,
            q=wanted.get("q", ""),
            stage=wanted.get("stage", ""),
            state=wanted.get("state", ""),
            after=request.GET.get("after", ""),
        )
        if view
        else ([], "")
    )
    context = {
        "form": form,
        "view": view,
        "views": [(one, LABELS[one]) for one in views],
        "rows": rows,
        "more": more,
        "reviews": reviews_waiting(request.actor) if view == "supervised" else [],
        "left": cases_left_behind(request.actor) if view == "station" else 0,
        "may_open": request.actor.may(WORK),
        "may_hand_over": view == "station" and request.actor.may(ASSIGN),
        "is_narrowed": any(wanted.get(name) for name in ("q", "stage", "state")),
        "today": clock.today(),
    }
    return render(request, "cases/cases.html", context)


@door(WORK, model="case", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Open a case for somebody of a household; the household's page leads here."""
    text = request.GET.get("household", "")
    if not text:
        return render(request, "cases/choose.html")
    household = _household(request, text)
    form = _new_form(request, household)
    if request.method == "POST":
        opened = form.carry_out(
            lambda values: open_case(_draft(household, values), actor=request.actor)
        )
        if opened is not None:
            messages.success(
                request,
                _("已接案，编号 %(number)s。先填接案登记表，再决定是否开案。")
                % {"number": opened.number},
            )
            own = opened.owner_id == request.actor.worker_uid
            return redirect("cases:case", uid=opened.pk) if own else redirect("cases:cases")
    context = {
        "form": form,
        "household": household,
        "others": others_about((member.uid for member in members_of(household)), household.unit_id),
        "back": reverse("portal:household", args=[household.pk]),
    }
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


def _household(request: Request, text: str) -> Household:
    try:
        return get_household_for_edit(request.actor, UUID(text))
    except ValueError:
        raise NotFound from None


def _new_form(request: Request, household: Household) -> NewCaseForm:
    unit, actor = household.unit, request.actor
    members = members_of(household)
    workers = [(str(worker.pk), worker.name) for worker in workers_at(unit, clock.today())]
    if not actor.may_at(ASSIGN, unit_uid=unit.pk, region_code=unit.region_code):
        workers = [pair for pair in workers if pair[0] == str(actor.worker_uid)]
    levels = [(level.code, level.name) for level in levels_of(unit.region_code)]
    choices: dict[str, Any] = {
        "resident": [(str(member.uid), member.name) for member in members],
        "owner": workers,
        "level": [("", _("先不定")), *levels],
    }
    initial = {
        "resident": request.GET.get("resident") or (str(members[0].uid) if members else ""),
        "owner": str(actor.worker_uid or ""),
    }
    return NewCaseForm(request.POST or None, choices=choices, initial=initial)


def _draft(household: Household, values: dict[str, Any]) -> NewCase:
    residents = {
        str(row.resident_id): row.resident
        for row in household.memberships.filter(resident=values["resident"]).select_related(
            "resident"
        )
    }
    return NewCase(
        unit=household.unit,
        resident=residents[values["resident"]],
        household=household,
        source=values["source"],
        level=values["level"],
        owner_uid=UUID(values["owner"]),
        opened_on=values["opened_on"],
    )
