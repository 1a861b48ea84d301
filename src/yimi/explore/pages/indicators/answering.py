"""What the expression field asks while somebody types: the words on offer, and whether the filter holds up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.engine.errors import EngineError
from yimi.engine.indicators import IndicatorSet
from yimi.explore.pages.indicators.parts import place_of
from yimi.insight.figures.indicators import shipped_at
from yimi.insight.local import columns
from yimi.insight.local.checking import LONGEST, check_condition
from yimi.insight.local.words import words_for
from yimi.insight.permissions import PROPOSE_INDICATORS


@door(PROPOSE_INDICATORS, model="local_indicator", channel=Channel.SEARCH)
@require_GET
def words(request: Request) -> HttpResponse:
    """The words for a fact, for the shared expression field."""
    fact, known = _asked(request, request.GET.get("fact", ""), request.GET.get("at", ""))
    return JsonResponse(words_for(fact, known), safe=False)


@door(PROPOSE_INDICATORS, model="local_indicator", channel=Channel.SEARCH)
@require_POST
def check(request: Request) -> HttpResponse:
    """The filter read back in Chinese, or what is wrong and where. No figure, no query for one."""
    fact, known = _asked(request, request.POST.get("fact", ""), request.POST.get("at", ""))
    text = request.POST.get("expression", "")[: LONGEST["filter"]].replace("\r\n", "\n")
    context: dict[str, Any]
    try:
        context = {"reading": check_condition(text, fact, known)[1]}
    except EngineError as error:
        context = {"error": error.message, "where": error.where}
    return render(request, "explore/indicators/_answer.html", context)


def _asked(request: Request, fact: str, at: str) -> tuple[str, IndicatorSet]:
    if fact not in {one.name for one in columns.facts()}:
        raise Invalid.one("fact", _("请先选从哪里数。"))
    return fact, shipped_at(place_of(request.actor, at))
