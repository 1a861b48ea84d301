"""A county's own levels and ways of doing casework."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.cases.actions import set_local_level, set_local_setting
from yimi.cases.forms import LevelMeaningForm, SettingForm
from yimi.cases.models import CaseLevel
from yimi.cases.permissions import LEVELS
from yimi.cases.queries.levels import levels_of, setting_at
from yimi.core import clock
from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.errors import Forbidden, NotFound
from yimi.core.requests import Request
from yimi.stations.pages.frame import form_page

FORM = ["GET", "POST"]
COUNTY_DIGITS = 6


def _county(actor: Actor) -> str:
    """The county for which the actor decides."""
    for scope in actor.scopes(LEVELS):
        if scope.kind == ScopeKind.REGION and len(scope.key) >= COUNTY_DIGITS:
            return scope.key[:COUNTY_DIGITS].ljust(12, "0")
    raise Forbidden(permission=LEVELS)


@door(LEVELS, model="case_level", channel=Channel.LIST)
@require_GET
def levels(request: Request) -> HttpResponse:
    """What each level means in the county, and the county's days."""
    county = _county(request.actor)
    own = {
        row.code: row
        for row in CaseLevel.objects.in_force(clock.today()).filter(region_code=county)
    }
    context = {
        "levels": [(level, own.get(level.code)) for level in levels_of(county)],
        "setting": setting_at(county),
    }
    return render(request, "cases/levels.html", context)


@door(LEVELS, model="case_level", channel=Channel.WRITE)
@require_http_methods(FORM)
def meaning(request: Request, code: str) -> HttpResponse:
    """What one level means here, from today on."""
    county = _county(request.actor)
    held = next((level for level in levels_of(county) if level.code == code), None)
    if held is None:
        raise NotFound
    initial = {"name": held.name, "visit_days": held.visit_days}
    form = LevelMeaningForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_local_level(county, code, actor=request.actor, **values)
        )
        if done is not None:
            return _saved(request)
    return form_page(
        request, form, title=_("个案级别：%(name)s") % {"name": held.name}, save=_("保存"),
        back=reverse("cases:levels"), template="cases/form.html",
    )  # fmt: skip


@door(LEVELS, model="local_setting", channel=Channel.WRITE)
@require_http_methods(FORM)
def setting(request: Request) -> HttpResponse:
    """Whether a supervisor is asked, and the days."""
    county = _county(request.actor)
    held = setting_at(county)
    own = held.region_code == county
    initial: dict[str, Any] = {
        name: getattr(held, name) for name in ("wants_review", "emergency_days", "follow_up_days")
    }
    initial["row_version"] = held.row_version if own else 0
    form = SettingForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: set_local_setting(
                county, actor=request.actor, expected=form.expected, **form.facts()
            )
        )
        if done is not None:
            return _saved(request)
    return form_page(
        request, form, title=_("本县怎么做个案"), save=_("保存"), back=reverse("cases:levels"),
        template="cases/form.html",
    )  # fmt: skip


def _saved(request: Request) -> HttpResponse:
    messages.success(request, _("已保存，从今天起按这个算。"))
    return redirect("cases:levels")
