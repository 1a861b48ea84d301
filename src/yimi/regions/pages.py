"""The picker's fragments. Divisions are public reference data: everyone who has signed in may look them up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yimi.core.doors import Channel, own_door
from yimi.regions.picking import Picker, chosen_path, options_for

REASON = "行政区划是公开的参考数据，登录后都可查阅"


@own_door(model="region", channel=Channel.SEARCH, reason=REASON)
@require_safe
def options(request: HttpRequest) -> HttpResponse:
    """The list under the search box: what was found, or what lies below the place opened."""
    return render(
        request, "regions/_options.html", options_for(Picker.from_query(request.GET.dict()))
    )


@own_door(model="region", channel=Channel.SEARCH, reason=REASON)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The picker itself: empty, or with the place just chosen. Also the way back from a choice to choosing again."""
    picker = Picker.from_query(request.GET.dict())
    context = {"path": chosen_path(picker.value)}
    if not context["path"]:
        context |= options_for(picker)
    return render(request, "regions/_picker.html", context | {"picker": picker})
