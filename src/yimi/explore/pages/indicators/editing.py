"""Writing a definition: a fact is chosen, the form filled, figures looked at, the draft kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, NotFound
from yimi.core.forms import VersionedForm
from yimi.core.requests import Request
from yimi.explore.forms import RATIO, CountForm, NameForm, RatioForm
from yimi.explore.pages.indicators.parts import name_of_place, place_of
from yimi.explore.previewing import Preview, preview
from yimi.insight import actions
from yimi.insight.access import get_version_for_edit
from yimi.insight.dictionary import entries
from yimi.insight.figures.indicators import indicators_at, shipped_at, title_of
from yimi.insight.local import columns
from yimi.insight.local.checking import checked_indicator
from yimi.insight.local.texts import entry_of
from yimi.insight.models import IndicatorKind, IndicatorVersion
from yimi.insight.permissions import PROPOSE_INDICATORS
from yimi.regions.rules import pad_code, prefix_of

Save = Callable[[Any], IndicatorVersion]


@door(PROPOSE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A draft of the place's own; first what it counts from."""
    actor: Actor = request.actor
    place = _own_place(request)
    fact = request.GET.get("fact", "")
    if not fact:
        return _choose_fact(request, place)
    form = _form(request, place, fact, None)
    return _write(
        request, form, place, fact, lambda entry: actions.add_indicator(place, entry, actor=actor),
        title=_("另立一个指标"),
    )  # fmt: skip


def _choose_fact(request: Request, place: str) -> HttpResponse:
    offered = {one.name for one in columns.facts()}
    context = {
        "facts": [one for one in entries() if one.name in offered],
        "ratio": RATIO,
        "at": place,
        "place": name_of_place(place),
    }
    return render(request, "explore/indicators/facts.html", context)


@door(PROPOSE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def name(request: Request) -> HttpResponse:
    """A place's own name for an indicator of the country."""
    actor: Actor = request.actor
    place, key = _own_place(request), request.GET.get("key", "")
    if not key:
        return redirect(f"{reverse('explore:indicators')}?at={place}")
    one = shipped_at(place).indicators.get(key)
    if one is None:
        raise NotFound
    form = NameForm(request.POST or None, initial={"title": one.title, "title_en": one.title_en})
    return _write(
        request, form, place, "", lambda entry: actions.name_indicator(place, key, entry, actor=actor),
        title=_("“%(title)s”的当地名称") % {"title": title_of(one)},
    )  # fmt: skip


@door(PROPOSE_INDICATORS, model="indicator_version", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: Request, uid: UUID) -> HttpResponse:
    """A draft written on; when a colleague wrote it meanwhile both are shown."""
    actor: Actor = request.actor
    version = get_version_for_edit(actor, uid)
    entry = entry_of(version.text)
    place = prefix_of(version.indicator.region_code)
    fact = entry.get("fact", RATIO)
    form: VersionedForm
    initial = {"row_version": version.row_version}
    if version.indicator.kind == IndicatorKind.RENAMED:
        fact, form = "", NameForm(request.POST or None, initial=entry | initial)
    else:
        form = _form(request, place, fact, entry | initial)
    return _write(
        request, form, place, fact,
        lambda written: actions.edit_draft(version, written, actor=actor, expected=form.expected),
        title=_("修改草稿“%(title)s”") % {"title": version.label}, version=version,
    )  # fmt: skip


def _own_place(request: Request) -> str:
    """A place where the actor may define; Forbidden elsewhere."""
    place = place_of(request.actor, request.GET.get("at", ""))
    request.actor.require_at(PROPOSE_INDICATORS, region_code=pad_code(place) if place else "")
    return place


def _form(
    request: Request, place: str, fact: str, entry: dict[str, Any] | None
) -> CountForm | RatioForm:
    data = request.POST or None
    if fact == RATIO:
        initial = RatioForm.initial_of(entry) if entry else {}
        return RatioForm(data, initial=initial, known=indicators_at(place))
    found = {one.name: one for one in columns.facts()}.get(fact)
    if found is None:
        raise NotFound
    return CountForm(data, initial=CountForm.initial_of(entry) if entry else {}, fact=found)


def _write(
    request: Request, form: Any, place: str, fact: str, save: Save, *, title: str,
    version: IndicatorVersion | None = None,
) -> HttpResponse:  # fmt: skip
    """The form shown, looked at or kept."""
    context: dict[str, Any] = {
        "form": form, "title": title, "at": place, "fact": fact, "ratio": RATIO,
        "place": name_of_place(place), "version": version,
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if "preview" in request.POST:
            context["preview"] = form.carry_out(
                lambda _values: _look(request, form, place, version)
            )
            status = 200 if context["preview"] is not None else 422
        else:
            try:
                made = form.carry_out(lambda _values: save(form.entry()))
            except Conflict:
                status, made = 409, None
                context |= _clash(form, version)
            if made is not None:
                messages.success(request, _("草稿已保存。看过数、没有问题，就提交给同事核对。"))
                return redirect("explore:indicator", uid=made.pk)
    return render(request, "explore/indicators/edit.html", context, status=status)


def _clash(form: Any, version: IndicatorVersion | None) -> dict[str, Any]:
    """What stands now beside what was typed; saving again is then a choice."""
    if version is None:
        raise Conflict
    now = IndicatorVersion.objects.get(pk=version.pk)
    form.put("row_version", now.row_version)
    return {"clash": now, "theirs": entry_of(now.text)}


def _look(
    request: Request, form: Any, place: str, version: IndicatorVersion | None
) -> Preview | str:
    """The figures of what was typed; nothing is kept. Raises Invalid."""
    if isinstance(form, NameForm):
        return ""
    key = version.indicator.key if version else actions.next_key(pad_code(place))
    entry = form.entry() | {"key": key}
    indicator = checked_indicator(entry, indicators_at(place), pack="preview")
    return preview(place, entry, indicator, actor=request.actor, today=clock.today())
