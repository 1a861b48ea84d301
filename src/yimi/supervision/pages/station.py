"""Supervision as the station and the county see it: dates, kinds, minutes, counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.forms import date_field
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.stations.models import ServiceUnit
from yimi.supervision import access, queries
from yimi.supervision.models import SessionKind


class PeriodForm(forms.Form):
    """From when to when, and which way of supervising; nothing is required."""

    first = date_field(_("从哪天起"), required=False)
    last = date_field(_("到哪天止"), required=False)
    kind = forms.ChoiceField(
        label=_("督导形式"), required=False, choices=[("", _("全部")), *SessionKind.choices]
    )


def _period(wanted: dict[str, Any]) -> tuple[date, date]:
    """This year up to today unless chosen otherwise."""
    today = clock.today()
    last = wanted.get("last") or today
    return wanted.get("first") or last.replace(month=1, day=1), last


@door(access.VIEW, model="supervision_session", channel=Channel.LIST)
def sessions(request: Request) -> HttpResponse:
    """Sessions of the actor's units in a period, newest first, with their counts. Four queries, whatever the number."""
    form = PeriodForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    first, last = _period(wanted)
    found = access.visible_sessions(request.actor).filter(held_on__gte=first, held_on__lte=last)
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    found = found.select_related("unit", "supervisor")
    page = page_of(
        found, by="held_on", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "first": first,
        "last": last,
        "rows": page.rows,
        "page": page,
        "total": queries.total_supervision(request.actor, first=first, last=last),
    }
    return render(request, "supervision/sessions.html", context)


@door(access.VIEW_FIGURES, model="supervision_session", channel=Channel.FIGURE)
def figures(request: Request) -> HttpResponse:
    """Sessions and hours of each unit in a period, for the offices. Three queries."""
    form = PeriodForm(request.GET)
    first, last = _period(form.cleaned_data if form.is_valid() else {})
    counted = queries.supervision_figures(request.actor, first=first, last=last)
    units = ServiceUnit.objects.filter(pk__in=list(counted)).order_by("region_code", "number")
    context = {
        "form": form,
        "first": first,
        "last": last,
        "rows": [(unit, counted[unit.pk]) for unit in units],
        "total": queries.total_supervision(request.actor, first=first, last=last),
    }
    return render(request, "supervision/figures.html", context)
