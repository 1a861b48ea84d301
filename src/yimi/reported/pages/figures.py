"""The list of reported figures, one figure with what stood before, and the forms that enter and correct it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.engine.figures import Finding
from yimi.reported import access, queries
from yimi.reported.actions import FigureDraft, correct_figure, report_figure, withdraw_figure
from yimi.reported.computing import Beside, lay_beside
from yimi.reported.forms import FigureEditForm, FigureFilterForm, FigureForm, WithdrawForm
from yimi.reported.keys import KEYS
from yimi.reported.models import ReportedFigure, ReportedFigureQuerySet
from yimi.reported.queries import findings_of, named_places, words_of
from yimi.stations.access import editable_units
from yimi.stations.pages.frame import form_page
from yimi.stations.places import home_prefix

FACTS = (
    "key", "label", "value", "measure", "qualifier", "reading", "is_ambiguous", "note", "starts_on", "ends_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in the list: its topic, what was computed beside it, what the checks found about it."""

    figure: ReportedFigure
    topic: Any
    beside: Beside | None
    findings: list[Finding]


@door(access.VIEW, model="reported_figure", channel=Channel.LIST)
def figures(request: Request) -> HttpResponse:
    """Reported figures by place and source; at first those of the actor's places and above. Two queries for any number."""
    form = FigureFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    near = access.visible_figures if wanted.get("everywhere") else access.near_figures
    found = near(request.actor).current().select_related("unit", "source", "quotation")
    page = page_of(
        _narrowed(found, wanted), by="region_code", key="uid",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "page": page,
        "groups": _groups(request.actor, page.rows),
        "may_edit": request.actor.may(access.EDIT),
    }
    return render(request, "reported/figures.html", context)


def _groups(
    actor: Actor, rows: list[ReportedFigure]
) -> list[tuple[str, ReportedFigure, list[Line]]]:
    """Neighbouring rows of one place and source, under the place's name."""
    names = named_places({figure.region_code for figure in rows})
    beside = lay_beside(rows, actor=actor)
    lines = [
        Line(figure, KEYS.get(figure.key, figure.key), beside.get(figure), findings_of(figure))
        for figure in rows
    ]
    together = groupby(lines, key=lambda line: (line.figure.region_code, line.figure.source_id))
    return [
        (names[place], group[0].figure, group)
        for (place, _source), group in ((key, list(found)) for key, found in together)
    ]


def _narrowed(figures: ReportedFigureQuerySet, wanted: dict[str, Any]) -> ReportedFigureQuerySet:
    if text := wanted.get("q"):
        figures = figures.filter(Q(label__icontains=text) | Q(source__title__icontains=text))
    if wanted.get("key"):
        figures = figures.filter(key=wanted["key"])
    return figures.filter(is_ambiguous=True) if wanted.get("ambiguous") else figures


@door(access.VIEW, model="reported_figure", channel=Channel.PAGE)
def figure(request: Request, uid: UUID) -> HttpResponse:
    """One figure, its source and its earlier versions."""
    found = access.get_figure_for_view(request.actor, uid)
    stands = found.superseded_at is None
    context = {
        "figure": found,
        "name": KEYS.get(found.key, found.key),
        "place": named_places([found.region_code])[found.region_code],
        "beside": lay_beside([found], actor=request.actor).get(found),
        "findings": [words_of(one) for one in findings_of(found)],
        "earlier": queries.earlier_versions(found),
        "may_edit": stands
        and request.actor.may_at(
            access.EDIT, unit_uid=found.unit_id, region_code=found.region_code
        ),
    }
    return render(request, "reported/figure.html", context)


@door(access.EDIT, model="reported_figure", channel=Channel.WRITE)
def new_figure(request: Request) -> HttpResponse:
    """Enter a figure about a unit or a division of the actor's."""
    units = editable_units(request.actor, access.EDIT).order_by("region_code", "number")
    form = FigureForm(
        request.POST or None, units=units, within=home_prefix(request.actor, access.EDIT),
        initial={"unit": request.GET.get("unit", "")},
    )  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(
            lambda _values: report_figure(FigureDraft(**form.facts()), actor=request.actor)
        )
        if made is not None:
            return _saved(request, made, _("已登记。它只和算出来的数并排显示，不会加进去。"))
    return form_page(
        request, form, title=_("登记上报或公布的数字"), back=reverse("reported:figures"), save=_("登记"),
        note=_("照原文登记：数字、单位和限定词都不要改。"),
    )  # fmt: skip


def _saved(request: Request, figure: ReportedFigure, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("reported:figure", uid=figure.uid)


@door(access.EDIT, model="reported_figure", channel=Channel.WRITE)
def edit_figure(request: Request, uid: UUID) -> HttpResponse:
    """Correct a figure; what stood before stays readable."""
    found = access.get_figure_for_edit(request.actor, uid)
    initial = {name: getattr(found, name) for name in FACTS}
    initial["value"] = found.amount
    initial |= {name: getattr(found.source, name) for name in ("author", "published_on", "page")}
    initial["source_title"] = found.source.title
    form = FigureEditForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_figure(found, actor=request.actor, changes=form.facts())
        )
        if done is not None:
            return _saved(request, done, _("已更正，原来登记的仍可查阅。"))
    return form_page(
        request, form, title=_("更正登记的数字"), save=_("保存"),
        back=reverse("reported:figure", args=[found.uid]),
        note=_("这里改的是登记错了的内容。原文本身有歧义的，不要改数字，选好怎么理解并写明。"),
    )  # fmt: skip


@door(access.EDIT, model="reported_figure", channel=Channel.WRITE)
def withdraw(request: Request, uid: UUID) -> HttpResponse:
    """Take back a figure that should not have been entered."""
    found = access.get_figure_for_edit(request.actor, uid)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_figure(found, actor=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("已撤回，列表里不再显示。"))
        return redirect("reported:figures")
    return form_page(
        request, form, title=_("撤回这个数字"), back=reverse("reported:figure", args=[found.uid]), save=_("撤回"),
        note=_("只用于原文里没有，或者重复登记的数字。"),
    )  # fmt: skip
