"""The list of drafts, beginning one, and the page of one draft: its parts, its faults, its words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.engine.pack_text import PackText
from yimi.programmes.access import get_pack_for_view
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.rulemaking import access
from yimi.rulemaking.actions import begin_draft
from yimi.rulemaking.beginning import copied_text, empty_text, pack_id_at, shipped_text
from yimi.rulemaking.forms import BeginForm
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.outline import outline_of, words_of
from yimi.rulemaking.permissions import COMPARE
from yimi.rulemaking.queries import last_version, place_name, published_versions, shipped_rules
from yimi.rulemaking.reading import DraftText, faults_of
from yimi.stations.pages.frame import form_page

SHOWN = 100
#: Sources in the form: a shipped pack's id, or a version's uid.
SHIPPED, VERSION = "shipped:", "version:"


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.LIST)
def drafts(request: Request) -> HttpResponse:
    """Drafts of the actor's divisions, the latest first."""
    found = access.visible_drafts(request.actor).select_related("proposed_as").defer("text", "proposed_as__text")  # fmt: skip
    return render(request, "rulemaking/drafts.html", {"rows": found[:SHOWN]})


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
def begin(request: Request) -> HttpResponse:
    """Begin from nothing, from a shipped pack, or from what is in force."""
    form = BeginForm(
        request.POST or None, **_offers(request.actor),
        initial={"begun_from": VERSION + request.GET["from"] if "from" in request.GET else ""},
    )  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(lambda values: _begin(request.actor, values))
        if made is not None:
            return redirect("rulemaking:draft", uid=made.pk)
    return form_page(
        request, form, title=_("起草规则包"), back=reverse("rulemaking:drafts"), save=_("开始起草"),
        note=_("草稿只有本级能看到。写好以后提出，由另一位同事对照原文核对、发布。"),
    )  # fmt: skip


def _offers(actor: Actor) -> dict[str, Any]:
    """Places of one's own, and what one may copy. Two queries, and one for each place."""
    places = [(code, place_name(code)) for code in access.own_places(actor, PROPOSE_PACKS)]
    sources: list[tuple[str, Any]] = [("", _("空白"))]
    published = [
        (f"{VERSION}{one.pk}", f"{one.title}（{one.name}）") for one in published_versions(actor)
    ]
    if published:
        sources.append((_("已发布的"), published))
    sources.append((_("随系统提供的"), [(f"{SHIPPED}{name}", title) for name, title in shipped_rules()]))  # fmt: skip
    return {"places": places, "sources": sources}


def _begin(actor: Actor, values: dict[str, Any]) -> PackDraft:
    region, source = values["region_code"], values["begun_from"]
    if not source:
        if last_version(pack_id_at(region, values["slug"])):
            raise Invalid.one("slug", _("这个代号已经有规则包了。请换一个，或从已发布的版本起草。"))
        text = empty_text(region, values["slug"], values["title"], starts_on=clock.today())
        return begin_draft(text, region_code=region, begun_from="", actor=actor)
    if source.startswith(SHIPPED):
        origin = source.removeprefix(SHIPPED)
        text = shipped_text(origin)
    else:
        version = get_pack_for_view(actor, UUID(source.removeprefix(VERSION)))
        origin, text = version.name, version.text
    own_slug = str(PackText(text).part("pack").values["id"]).rpartition("/")[2]
    slug = values["slug"] or own_slug
    number = last_version(pack_id_at(region, slug)) + 1
    text = copied_text(text, region_code=region, slug=slug, version=number)
    return begin_draft(text, region_code=region, begun_from=origin, actor=actor)


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.PAGE)
def draft(request: Request, uid: UUID) -> HttpResponse:
    """One draft, part by part, with what is still wrong and the whole read back in Chinese."""
    row = access.get_draft_for_edit(request.actor, uid)
    text = DraftText(row.text)
    faults = faults_of(text)
    context = {
        "draft": row,
        "place": place_name(row.region_code),
        "outline": outline_of(text, faults),
        "malformed": text.malformed is not None,
        "faults": faults,
        "words": "" if faults else words_of(text),
        "may_compare": not faults and request.actor.may(COMPARE),
    }
    return render(request, "rulemaking/draft.html", context)
