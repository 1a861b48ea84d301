"""A day's route, the overdue list, and putting households on a day's plan."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.access import visible_households
from yimi.services.queries.recording import own_units
from yimi.visiting.access import get_plan_for_edit
from yimi.visiting.actions import plan_visits, withdraw_visit
from yimi.visiting.forms import OverdueForm, PlanForm
from yimi.visiting.models import PlannedVisit
from yimi.visiting.permissions import PLAN_VISITS
from yimi.visiting.queries import DueFilter, overdue_visits, route_of, tiers_at
from yimi.visiting.queries.stops import villages_with_dues
from yimi.visiting.words import ADVICE
from yimi.workforce.models import Placement, Worker


@door(PLAN_VISITS, model="planned_visit", channel=Channel.LIST)
@require_GET
def route(request: Request) -> HttpResponse:
    """Whom to visit on a day, village by village; ``?sheet=1`` for paper, ``?whose=mine`` without the colleagues' stops."""
    actor: Actor = request.actor
    today = clock.today()
    on = _day(request.GET.get("on", "")) or today
    is_mine = request.GET.get("whose") == "mine" and actor.worker_uid is not None
    context = {
        "on": on,
        "is_today": on == today,
        "today": today,
        "is_mine": is_mine,
        "has_worker": actor.worker_uid is not None,
        "route": route_of(actor, on, today=today, worker_uid=actor.worker_uid if is_mine else None),
        "advice": ADVICE,
    }
    template = "visiting/sheet.html" if request.GET.get("sheet") else "visiting/route.html"
    return render(request, template, context)


@door(PLAN_VISITS, model="planned_visit", channel=Channel.LIST)
@require_GET
def overdue(request: Request) -> HttpResponse:
    """Who is due or overdue, to look through and to choose from for a day."""
    return _overdue_page(request)


@door(PLAN_VISITS, model="planned_visit", channel=Channel.WRITE)
@require_POST
def plan(request: Request) -> HttpResponse:
    """Put the chosen households on a day's plan."""
    actor: Actor = request.actor
    form = PlanForm(request.POST, workers=_colleagues(actor))
    chosen = _uids(request.POST.getlist("households"))
    made = form.carry_out(lambda values: _plan(actor, chosen, values))
    if made is None:
        return _overdue_page(request, form)
    day = made[0].planned_on
    messages.success(request, _("已安排 %(number)d 户。") % {"number": len(made)})
    return _to_day(day)


@door(PLAN_VISITS, model="planned_visit", channel=Channel.WRITE)
@require_POST
def withdraw(request: Request, uid: UUID) -> HttpResponse:
    """Take a household out of a day's plan."""
    planned = get_plan_for_edit(request.actor, uid)
    withdraw_visit(planned, actor=request.actor)
    messages.success(request, _("已移出这天的安排，到期日不变。"))
    return _to_day(planned.planned_on)


def _to_day(day: date) -> HttpResponse:
    return redirect(f"{reverse('visiting:route')}?{urlencode({'on': day.isoformat()})}")


def _plan(actor: Actor, chosen: list[UUID], values: dict[str, Any]) -> list[PlannedVisit]:
    found = {row.pk: row for row in visible_households(actor, PLAN_VISITS).filter(pk__in=chosen)}
    households = [found[uid] for uid in chosen if uid in found]
    worker = Worker.objects.filter(pk=values["worker"]).first() if values["worker"] else None
    return plan_visits(households, actor=actor, planned_on=values["planned_on"], worker=worker)


def _overdue_page(request: Request, plan_form: PlanForm | None = None) -> HttpResponse:
    actor: Actor = request.actor
    today = clock.today()
    units = own_units(actor)
    tiers = tiers_at(units[0].region_code) if units else {}
    form = OverdueForm(
        request.GET,
        villages=villages_with_dues(actor, today=today),
        tiers=[(tier.code, tier.label) for tier in tiers.values()],
    )
    form.is_valid()
    clean = form.cleaned_data
    chosen = DueFilter(
        village=clean.get("village", ""),
        tier=clean.get("tier", ""),
        least_days=clean.get("least_days") or 0,
        sort=clean.get("sort") or "due",
    )
    context = {
        "form": form,
        "plan_form": plan_form or PlanForm(workers=_colleagues(actor)),
        "picked": request.POST.getlist("households"),
        "found": overdue_visits(actor, chosen, today=today, start=_start(request)),
        "today": today,
        "advice": ADVICE,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if plan_form else HTTPStatus.OK
    return render(request, "visiting/overdue.html", context, status=status)


def _start(request: Request) -> int:
    """The first row of the page asked for: ``before`` is what the pager's link to the next page carries."""
    text = request.GET.get("before") or request.GET.get("after") or ""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Who works at the actor's stations today; the actor first."""
    placed = Placement.objects.on(clock.today()).filter(unit__in=own_units(actor))
    rows = placed.select_related("worker").order_by("worker__name")
    found = {str(row.worker_id): row.worker.name for row in rows}
    own = str(actor.worker_uid or "")
    return sorted(found.items(), key=lambda pair: (pair[0] != own, pair[1]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _uids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
