"""The indicators of a place: its own, what waits, the country's with their local names; and one version whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.explore.pages.indicators.parts import name_of_place, place_of, preview_of, words_of
from yimi.explore.showing import unit_name
from yimi.insight.access import get_version_for_view, visible_versions
from yimi.insight.figures.indicators import (
    definition_of,
    indicators_at,
    is_local,
    shipped_at,
    title_of,
)
from yimi.insight.local.standing import versions_at
from yimi.insight.models import OPEN, IndicatorKind, IndicatorVersion, VersionState
from yimi.insight.permissions import APPROVE_INDICATORS, PROPOSE_INDICATORS
from yimi.regions.rules import pad_code, prefix_of
from yimi.services.permissions import VIEW_FIGURES


@door(VIEW_FIGURES, model="local_indicator", channel=Channel.LIST)
@require_GET
def indicators(request: Request) -> HttpResponse:
    """What is counted at a place, and what somebody wants to count. Four queries, however many indicators."""
    actor: Actor = request.actor
    place = place_of(actor, request.GET.get("at", ""))
    code = pad_code(place) if place else ""
    held = versions_at(place)
    waiting = visible_versions(actor).filter(indicator__region_code=code, state__in=OPEN)
    context = {
        "place": name_of_place(place),
        "at": place,
        "proposed": [one for one in waiting if one.state == VersionState.PROPOSED],
        "drafts": [one for one in waiting if one.state == VersionState.DRAFT],
        "own": [_line(one) for one in held if one.indicator.kind == IndicatorKind.ADDED],
        "shared": _shared(place, held),
        "look_at": _look_at(actor, place),
        "may_define": bool(place) and actor.may_at(PROPOSE_INDICATORS, region_code=code),
    }
    return render(request, "explore/indicators/list.html", context)


def _look_at(actor: Actor, place: str) -> str:
    """The end of an address that shows figures there; a station, or a township, sees its own."""
    return (
        f"&at={place}" if place and actor.may_at(VIEW_FIGURES, region_code=pad_code(place)) else ""
    )


def _line(version: IndicatorVersion) -> dict[str, Any]:
    return {
        "version": version,
        "place": prefix_of(version.indicator.region_code),
        "is_withdrawn": version.state == VersionState.WITHDRAWN,
    }


def _shared(place: str, held: list[IndicatorVersion]) -> list[dict[str, Any]]:
    """The shipped indicators, each with the name that it has here and where that name stands."""
    known, shipped = indicators_at(place), shipped_at(place)
    names = {
        one.indicator.key: one
        for one in held
        if one.indicator.kind == IndicatorKind.RENAMED and one.state == VersionState.PUBLISHED
    }
    return [
        {
            "key": one.key,
            "title": title_of(one),
            "unit": unit_name(one),
            "definition": definition_of(one),
            "name": names.get(one.key),
            "local": title_of(known.get(one.key)),
            "code": known.get(one.key).local_code,
        }
        for one in shipped.indicators.values()
        if not is_local(one)
    ]


@door(VIEW_FIGURES, model="indicator_version", channel=Channel.PAGE)
@require_GET
def indicator(request: Request, uid: UUID) -> HttpResponse:
    """One version with its earlier ones; its figures where somebody who may work on it asks."""
    actor: Actor = request.actor
    version = get_version_for_view(actor, uid)
    code = version.indicator.region_code
    may_define = actor.may_at(PROPOSE_INDICATORS, region_code=code)
    may_decide = actor.may_at(APPROVE_INDICATORS, region_code=code)
    others = visible_versions(actor).filter(indicator=version.indicator).exclude(pk=version.pk)
    others_first = list(others.order_by("-number"))
    waits = version.state == VersionState.PROPOSED
    is_own = version.author_uid == actor.uid
    newest = all(one.number < version.number or one.decided_at is None for one in others_first)
    published = version.state == VersionState.PUBLISHED
    context = {
        "version": version,
        "at": prefix_of(code),
        "place": name_of_place(prefix_of(code)),
        "look_at": _look_at(actor, prefix_of(code)),
        "others": others_first,
        "may_edit": may_define and version.state == VersionState.DRAFT,
        "may_decide": may_decide and waits and not is_own,
        "waits_for_another": waits and is_own,
        "may_revise": may_define and newest and version.decided_at is not None
        and not any(one.state in OPEN for one in others_first),
        "may_withdraw": may_decide and published and newest,
        "may_preview": may_define and version.state in OPEN,
        **words_of(version),
    }  # fmt: skip
    if context["may_preview"] and "preview" in request.GET:
        context["preview"] = preview_of(version, actor=actor)
    return render(request, "explore/indicators/version.html", context)
