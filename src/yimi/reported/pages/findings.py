"""What the checks found among published figures, by weight, each with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.engine.figures import Finding, Weight
from yimi.reported import access
from yimi.reported.models import ReportedFigure
from yimi.reported.packs import checked_packs
from yimi.reported.queries import figures_of_entries, named_places, words_of

#: Heading and explanation of each weight.
WEIGHTS = {
    Weight.CONFLICT: (_("前后矛盾"), _("这几个数不可能同时成立，引用前要向发布单位核实。")),
    Weight.CAUTION: (_("使用时当心"), _("口径、单位或范围没有写清，不能直接相加或对照。")),
    Weight.NOTE: (_("由原文算出"), _("原文没有写，由原文的数算出来的；文字上的小差错也列在这里。")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its name, its words in the reader's language, its place, and the figures that may be opened."""

    name: str
    text: str
    place: str
    figures: list[ReportedFigure]


@door(access.VIEW, model="reported_figure", channel=Channel.FIGURE)
def findings(request: Request) -> HttpResponse:
    """The findings of every pack about figures that were loaded here; ``?everywhere=on`` those of all places.

    Three queries, and one for each pack.
    """
    everywhere = request.GET.get("everywhere") == "on"
    told = _told(request.actor, everywhere=everywhere)
    groups: list[tuple[Any, Any, list[Told]]] = [
        (title, text, [one for found, one in told if found.weight == weight])
        for weight, (title, text) in WEIGHTS.items()
    ]
    context = {
        "groups": [group for group in groups if group[2]],
        "everywhere": everywhere,
    }
    return render(request, "reported/findings.html", context)


def _told(actor: Actor, *, everywhere: bool) -> list[tuple[Finding, Told]]:
    """Findings of which at least one figure is in view."""
    near = access.visible_figures if everywhere else access.near_figures
    seen = set(near(actor).current().filter(quotation__isnull=False).values_list("pk", flat=True))
    pairs: list[tuple[Finding, list[ReportedFigure]]] = []
    for pack, checked in checked_packs().items():
        entries = {name for found in checked.findings for name in found.figures}
        rows = figures_of_entries(pack, entries)
        for found in checked.findings:
            mine = [rows[name] for name in found.figures if name in rows]
            if any(figure.pk in seen for figure in mine) or (everywhere and not mine):
                pairs.append((found, mine))
    names = named_places({found.place for found, _figures in pairs})
    return [
        (found, Told(*words_of(found), names[found.place], figures)) for found, figures in pairs
    ]
