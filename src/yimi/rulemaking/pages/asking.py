"""What fields ask while somebody types: words, whether it is right, how many it reaches. Nothing is written."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.engine.catalogue import load_catalogue
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.rulemaking import access
from yimi.rulemaking.asking import Reach, answer_to, reach_of_benefits, words_for
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.permissions import COMPARE
from yimi.rulemaking.queries import place_name
from yimi.rulemaking.reading import EXPRESSIONS, DraftText


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.PAGE)
@require_GET
def words(request: Request, uid: UUID) -> JsonResponse:
    """The words that an expression at this spot may use, as the field expects them."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    subject = _subjects(request, draft)[0]
    return JsonResponse([asdict(word) for word in words_for(draft, subject)], safe=False)


@door(COMPARE, model="pack_draft", channel=Channel.COUNT)
@require_POST
def check(request: Request, uid: UUID) -> HttpResponse:
    """One expression: its words and, for a condition, its count; or what is wrong and where."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    kinds = EXPRESSIONS.get(request.GET.get("kind", "condition"), {})
    field = request.GET.get("field", "test")
    if field not in kinds:
        raise NotFound()
    expression = request.POST.get("expression", "").replace("\r\n", "\n").strip()
    answer = answer_to(
        request.actor, row, draft, expression, subjects=_subjects(request, draft), kind=kinds[field]
    )
    context = {"answer": answer, "reach": answer.reach, "place": _place(answer.reach, row)}
    return render(request, "rulemaking/_answer.html", context)


@door(COMPARE, model="pack_draft", channel=Channel.COUNT)
@require_GET
def reach(request: Request, uid: UUID) -> HttpResponse:
    """How many each benefit of the draft would reach."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    found = reach_of_benefits(request.actor, row, draft)
    context: dict[str, Any] = {"place": place_name(row.region_code)}
    if isinstance(found, Reach):
        context["reach"] = found
    else:
        titles = {one.id: one.title for one in draft.rules.benefits}
        context["rows"] = [(titles[name], one) for name, one in found.items()]
        told = list(found.values())
        context |= {
            "is_about": any(one.about for one in told),
            "day": next((one.counted.day for one in told if one.counted), None),
            "unfilled": list(dict.fromkeys(name for one in told for name in one.unfilled)),
            "empty": list(dict.fromkeys(name for one in told for name in one.empty)),
        }
    return render(request, "rulemaking/_reach.html", context)


def _place(reach: Reach | None, row: PackDraft) -> str:
    return place_name(row.region_code) if reach else ""


def _subjects(request: Request, draft: DraftText) -> list[str]:
    """The facts that the field's expression is about: what the form chooses goes before what the text says."""
    chosen = request.POST.get("subject") or request.GET.get("subject", "")
    if chosen in load_catalogue().facts:
        return [chosen]
    parts = {part.key: part for part in draft.parts.parts}
    under = request.GET.get("under", "")
    part = parts.get(request.GET.get("part", ""))
    return draft.subjects_of(request.GET.get("kind", ""), part, under if under in parts else "")
