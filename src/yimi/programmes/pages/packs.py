"""Rule packs: the list, one version read back in Chinese, proposing, deciding by a second person, repealing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.engine.packs import load_pack
from yimi.engine.rules.describing import describe, head
from yimi.programmes import access
from yimi.programmes.actions import decide_pack, propose_pack, repeal_pack
from yimi.programmes.forms import DecidePackForm, PackForm, RepealForm
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.permissions import APPROVE_PACKS, PROPOSE_PACKS, VIEW_PACKS
from yimi.programmes.versions import RULES, catalogue, in_force, read_text
from yimi.stations.pages.frame import form_page

SHOWN = 100


@door(VIEW_PACKS, model="pack_version", channel=Channel.LIST)
def packs(request: Request) -> HttpResponse:
    """Proposals first, then what is published, the newest version of each pack first. One query."""
    found = access.visible_packs(request.actor).defer("text").order_by("pack_id", "-version")
    rows = list(found[:SHOWN])
    context = {
        "proposed": [row for row in rows if row.state == PackState.PROPOSED],
        "rows": [row for row in rows if row.state != PackState.PROPOSED],
        "may_propose": request.actor.may(PROPOSE_PACKS),
    }
    return render(request, "programmes/packs.html", context)


@door(VIEW_PACKS, model="pack_version", channel=Channel.PAGE)
def pack(request: Request, uid: UUID) -> HttpResponse:
    """One version, read back in Chinese from its text alone, with the text below."""
    version = access.get_pack_for_view(request.actor, uid)
    may = request.actor.may_at(APPROVE_PACKS, region_code=version.region_code)
    context = {
        "version": version,
        "words": words_of(version),
        "may_decide": may and version.state == PackState.PROPOSED
        and version.proposed_by != request.actor.uid,
        "waits_for_another": version.state == PackState.PROPOSED
        and version.proposed_by == request.actor.uid,
        "may_repeal": may and version.state == PackState.PUBLISHED and not version.repealed_on,
    }  # fmt: skip
    return render(request, "programmes/pack.html", context)


def words_of(version: PackVersion) -> str:
    """The pack in Chinese; of packs that are no rules the head."""
    if version.kind == RULES:
        # a page folds leading blanks; a full-width blank stays
        return describe(in_force(version).rules, catalogue()).replace("\n     ", "\n　　").replace("\n   ", "\n　").replace("\n  ", "\n　")  # fmt: skip
    return "\n".join(head(read_text(version.text, version.pack_id)))


@door(PROPOSE_PACKS, model="pack_version", channel=Channel.WRITE)
def new_pack(request: Request) -> HttpResponse:
    """Propose a version; somebody else lets it in."""
    form = PackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if form.cleaned_data["shipped"]:
            text = load_pack(form.cleaned_data["shipped"]).path.read_text("utf-8")
        made = form.carry_out(lambda _values: propose_pack(text, actor=request.actor))
        if made is not None:
            messages.success(request, _("已提出。请同级的同事核对以后发布。"))
            return redirect("programmes:pack", uid=made.pk)
    return form_page(
        request, form, title=_("提出规则包的新版本"), back=reverse("programmes:packs"), save=_("提出"),
        note=_("规则由两个人负责：您提出，另一个人对照原文核对后发布。发布以后内容不再改动，要改就出新版本。"),
    )  # fmt: skip


@door(APPROVE_PACKS, model="pack_version", channel=Channel.WRITE)
def decide(request: Request, uid: UUID) -> HttpResponse:
    """A second person publishes or sends back."""
    version = access.get_pack_for_edit(request.actor, uid)
    form = DecidePackForm(request.POST or None, initial={"row_version": version.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: decide_pack(
                version, actor=request.actor, expected=form.expected,
                publish=values["publish"] == "yes", note=values["note"],
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("已办理。"))
            return redirect("programmes:pack", uid=uid)
    return form_page(
        request, form, title=_("核对“%(title)s”第 %(version)s 版") % {"title": version.title, "version": version.version},
        back=reverse("programmes:pack", args=[uid]), save=_("确定"),
        note=_("请对照文件原文逐条核对条件、金额、期限和“原文不清楚的地方”。"),
    )  # fmt: skip


@door(APPROVE_PACKS, model="pack_version", channel=Channel.WRITE)
def repeal(request: Request, uid: UUID) -> HttpResponse:
    """Nothing new is claimed from a day on."""
    version = access.get_pack_for_edit(request.actor, uid)
    form = RepealForm(request.POST or None, initial={"row_version": version.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: repeal_pack(
                version, actor=request.actor, expected=form.expected,
                repealed_on=values["repealed_on"], reason=values["reason"],
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("已登记废止。以前的申请照原来的规则办完。"))
            return redirect("programmes:pack", uid=uid)
    return form_page(
        request, form, title=_("废止“%(title)s”") % {"title": version.title},
        back=reverse("programmes:pack", args=[uid]), save=_("废止"),
        note=_("废止日期以前提出的申请照原来的规则办完。要恢复，请发布新版本。"),
    )  # fmt: skip
