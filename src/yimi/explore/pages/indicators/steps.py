"""What becomes of a version: proposed, let in or sent back by a second person, dropped, written anew, given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid, NotFound
from yimi.core.requests import Request
from yimi.explore.forms import DecideForm, ReasonForm
from yimi.explore.pages.indicators.parts import preview_of, words_of
from yimi.insight import actions
from yimi.insight.access import get_version_for_edit
from yimi.insight.models import IndicatorVersion, VersionState
from yimi.insight.permissions import APPROVE_INDICATORS, PROPOSE_INDICATORS
from yimi.regions.rules import prefix_of
from yimi.stations.pages.frame import form_page

Run = Callable[[IndicatorVersion, Actor, int], IndicatorVersion]
STEPS: Mapping[str, tuple[Run, Any]] = {
    "propose": (
        lambda version, actor, expected: actions.propose(version, actor=actor, expected=expected),
        gettext_lazy("已提交。请同级的另一位同事核对后发布。"),
    ),
    "take-back": (
        lambda version, actor, expected: actions.send_back(
            version, actor=actor, expected=expected, note=_("提出人自己取回修改")
        ),
        gettext_lazy("已取回，可以继续修改。"),
    ),
    "drop": (
        lambda version, actor, expected: actions.drop_draft(
            version, actor=actor, expected=expected
        ),
        gettext_lazy("已标为不再提出，记录还在。"),
    ),
    "revise": (
        lambda version, actor, _expected: actions.revise(version, actor=actor),
        gettext_lazy("已另起一版草稿；发布以前，原来的一版照常使用。"),
    ),
}


@door(PROPOSE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_POST
def step(request: Request, uid: UUID, name: str) -> HttpResponse:
    """One step of those who write."""
    version = get_version_for_edit(request.actor, uid)
    if name not in STEPS or (name == "take-back" and version.author_uid != request.actor.uid):
        raise NotFound
    run, done = STEPS[name]
    try:
        made = run(version, request.actor, _expected(request))
    except Invalid as error:
        for texts in error.fields.values():
            messages.error(request, texts[0])
    else:
        version = made
        messages.success(request, done)
    return redirect("explore:indicator", uid=version.pk)


def _expected(request: Request) -> int:
    """The version that was on the screen; 0, which no row has, for nonsense."""
    text = request.POST.get("row_version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


@door(APPROVE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def decide(request: Request, uid: UUID) -> HttpResponse:
    """The second person reads the definition, looks at its figures, and lets it in or sends it back."""
    version = get_version_for_edit(request.actor, uid, APPROVE_INDICATORS)
    if request.method == "GET" and version.state != VersionState.PROPOSED:
        return redirect("explore:indicator", uid=uid)
    form = DecideForm(request.POST or None, initial={"row_version": version.row_version})
    done: IndicatorVersion | None = None
    if request.method == "POST":
        done = form.carry_out(lambda values: _decide(version, request.actor, form.expected, values))
    if done is not None:
        messages.success(request, _("已办理。"))
        return redirect("explore:indicator", uid=uid)
    context = {
        "version": version,
        "form": form,
        "preview": preview_of(version, actor=request.actor),
        **words_of(version),
    }
    status = 422 if form.errors else 200
    return render(request, "explore/indicators/decide.html", context, status=status)


def _decide(
    version: IndicatorVersion, actor: Actor, expected: int, values: dict[str, Any]
) -> IndicatorVersion:
    if values["publish"] == "yes":
        return actions.publish(version, actor=actor, expected=expected)
    return actions.send_back(version, actor=actor, expected=expected, note=values["note"])


@door(APPROVE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, uid: UUID) -> HttpResponse:
    """It is not offered any more."""
    version = get_version_for_edit(request.actor, uid, APPROVE_INDICATORS)
    form = ReasonForm(request.POST or None, initial={"row_version": version.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: actions.withdraw(
                version, actor=request.actor, expected=form.expected, reason=values["reason"]
            )
        )
        if done is not None:
            messages.success(request, _("已停用。以前的视图和报表里还能看到它。"))
            at = prefix_of(version.indicator.region_code)
            return redirect(f"{reverse('explore:indicators')}?at={at}")
    return form_page(
        request, form, title=_("停用“%(title)s”") % {"title": version.label},
        back=reverse("explore:indicator", args=[uid]), save=_("停用"),
        note=_("从今天起选指标时不再列出；存过的视图、导出和报表照旧能看。要恢复，另起一版再发布。"),
    )  # fmt: skip
