"""落实情况: how many were found, told, helped and received, by place and benefit; and how the recomputing went."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yimi.core.actor import Actor, ScopeKind
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.matching.models import RecomputeRun
from yimi.matching.permissions import VIEW_LEADS, VIEW_UPTAKE
from yimi.matching.queries.uptake import BELOW, HEADINGS, uptake_of
from yimi.matching.words import Words
from yimi.regions.rules import pad_code, prefix_of
from yimi.stations.places import home_prefix, place_names

RUNS = 10
#: Digits of a township: offices see no counts below it (docs/adr/0009).
TOWNSHIP = 9


@door(VIEW_UPTAKE, model="lead", channel=Channel.FIGURE)
@require_GET
def uptake(request: Request) -> HttpResponse:
    """The place at hand, its parts and its benefits. Six queries."""
    actor, words = request.actor, Words.of_today()
    home = home_prefix(actor, VIEW_UPTAKE)
    text = request.GET.get("place", "")
    prefix = prefix_of(pad_code(text)) if text.isascii() and text.isdigit() else home
    if len(prefix) not in BELOW or not prefix.startswith(home):
        raise NotFound
    sees_villages = _sees_villages(actor, prefix)
    if len(prefix) > TOWNSHIP and not sees_villages:
        raise NotFound
    benefit = request.GET.get("benefit", "")
    code = pad_code(prefix) if prefix else ""
    context = {
        "place": place_names([code], levels=1)[code] if code else _("全国"),
        "code": code,
        "is_home": prefix == home,
        "may_go_down": len(prefix) < 9,
        "benefit": benefit,
        "uptake": uptake_of(
            actor, prefix, benefit, words, by_place=len(prefix) < TOWNSHIP or sees_villages
        ),
        "headings": HEADINGS.values(),
        "runs": RecomputeRun.objects.order_by("-started_at")[:RUNS],
        "has_example": any(pack.is_example for pack in words.packs.everywhere),
    }
    return render(request, "matching/uptake.html", context)


def _sees_villages(actor: Actor, prefix: str) -> bool:
    """Whoever sees the leads by name; who has stations only is shown nothing but theirs."""
    if all(scope.kind == ScopeKind.UNIT for scope in actor.scopes(VIEW_UPTAKE)):
        return True
    return bool(prefix) and actor.may_at(VIEW_LEADS, region_code=pad_code(prefix))
