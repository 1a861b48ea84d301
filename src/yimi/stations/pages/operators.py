"""Operators and authorities: lists, files, and tying them to units."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.scoping import region_range
from yimi.stations import access
from yimi.stations.actions import (
    AuthorityDraft,
    EngagementDraft,
    OperatorDraft,
    correct_operator,
    end_engagement,
    engage_operator,
    register_authority,
    register_operator,
    set_lead_authority,
)
from yimi.stations.forms import (
    AuthorityForm,
    EndForm,
    EngageForm,
    LeadForm,
    OperatorEditForm,
    OperatorForm,
)
from yimi.stations.pages.frame import form_page
from yimi.stations.places import home_prefix, place_names

FILE = ("name", "kind", "uscc", "contact_phone", "region_code", "founded_on", "dissolved_on")


@door(access.VIEW, model="operator", channel=Channel.LIST)
def operators(request: Request) -> HttpResponse:
    """Operators by name; three queries, whatever the number of rows."""
    found = access.visible_operators(request.actor)
    if text := request.GET.get("q", "").replace("\0", "").strip():
        found = found.filter(Q(name__icontains=text) | Q(uscc__startswith=text.upper()))
    page = page_of(
        found, by="name", key="uid", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )  # fmt: skip
    names = place_names([operator.region_code for operator in page.rows])
    context = {
        "page": page,
        "q": text,
        "rows": [(operator, names[operator.region_code]) for operator in page.rows],
        "may_edit": request.actor.may(access.EDIT_OPERATORS),
    }
    return render(request, "stations/operators.html", context)


@door(access.VIEW, model="operator", channel=Channel.PAGE)
def operator(request: Request, uid: UUID) -> HttpResponse:
    """One operator, and the units it runs or ran."""
    found = access.get_operator_for_view(request.actor, uid)
    engagements = found.engagements.current().select_related("unit").order_by("-starts_on")
    context = {
        "operator": found,
        "place": place_names([found.region_code])[found.region_code],
        "engagements": engagements,
        "today": clock.today(),
        "may_edit": request.actor.may_at(access.EDIT_OPERATORS, region_code=found.region_code),
    }
    return render(request, "stations/operator.html", context)


@door(access.EDIT_OPERATORS, model="operator", channel=Channel.WRITE)
def new_operator(request: Request) -> HttpResponse:
    """Register an operator."""
    home = home_prefix(request.actor, access.EDIT_OPERATORS)
    form = OperatorForm(request.POST or None, within=home)
    if request.method == "POST":
        made = form.carry_out(
            lambda _values: register_operator(
                OperatorDraft(**_without_none(form.facts())), actor=request.actor
            )
        )
        if made is not None:
            messages.success(
                request, _("已登记“%(name)s”，可以在站点页面选它承接。") % {"name": made.name}
            )
            return redirect("stations:operator", uid=made.uid)
    return form_page(
        request, form, title=_("登记承接机构"), back=reverse("stations:operators"), save=_("登记"),
    )  # fmt: skip


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@door(access.EDIT_OPERATORS, model="operator", channel=Channel.WRITE)
def edit_operator(request: Request, uid: UUID) -> HttpResponse:
    """Correct an operator's file."""
    found = access.get_operator_for_edit(request.actor, uid)
    initial = {name: getattr(found, name) for name in ("row_version", *FILE)}
    form = OperatorEditForm(
        request.POST or None, initial=initial, within=home_prefix(request.actor, access.EDIT_OPERATORS)
    )  # fmt: skip
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_operator(
                found, actor=request.actor, expected=form.expected, changes=form.facts()
            )
        )
        if done is not None:
            messages.success(request, _("已保存。"))
            return redirect("stations:operator", uid=found.uid)
    return form_page(
        request, form, title=_("修改机构资料"), save=_("保存"),
        back=reverse("stations:operator", args=[found.uid]),
    )  # fmt: skip


@door(access.EDIT, model="operator_engagement", channel=Channel.WRITE)
def engage(request: Request, uid: UUID) -> HttpResponse:
    """An operator takes a unit over."""
    unit = access.get_unit_for_edit(request.actor, uid)
    near = access.visible_operators(request.actor).filter(
        region_range("region_code", unit.region_code[:2]), dissolved_on=None
    )
    form = EngageForm(request.POST or None, operators=near.order_by("name"))
    if request.method == "POST":
        done = form.carry_out(
            lambda values: engage_operator(
                EngagementDraft(unit=unit, **_without_none(values)), actor=request.actor
            )
        )
        if done is not None:
            messages.success(request, _("承接已登记。"))
            return redirect("stations:unit", uid=unit.uid)
    return form_page(
        request, form, title=_("登记承接"), back=reverse("stations:unit", args=[unit.uid]), save=_("登记"),
        note=_("列表里是本省已登记的机构。没有的，请先登记承接机构。"),
    )  # fmt: skip


@door(access.EDIT, model="operator_engagement", channel=Channel.WRITE)
def end_engaging(request: Request, uid: UUID, engagement_uid: UUID) -> HttpResponse:
    """An operator's last day at a unit."""
    unit = access.get_unit_for_edit(request.actor, uid)
    engagement = access.get_fact(unit.engagements.select_related("operator"), engagement_uid)
    form = EndForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: end_engagement(
                engagement, actor=request.actor, ends_on=values["ends_on"]
            )
        )
        if done is not None:
            messages.success(request, _("已保存，以前的情况仍可查阅。"))
            return redirect("stations:unit", uid=unit.uid)
    return form_page(
        request, form, title=_("%(name)s结束承接") % {"name": engagement.operator.name},
        back=reverse("stations:unit", args=[unit.uid]), save=_("保存"),
    )  # fmt: skip


@door(access.VIEW, model="authority", channel=Channel.LIST)
def authorities(request: Request) -> HttpResponse:
    """Authorities of the actor's division, and what each leads."""
    home = home_prefix(request.actor, access.VIEW)
    found = access.visible_authorities(request.actor).filter(ended_on=None)
    found = found.filter(region_range("region_code", home)) if home else found
    page = page_of(
        found, by="name", key="uid", after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )  # fmt: skip
    names = place_names([authority.region_code for authority in page.rows])
    context = {
        "page": page,
        "rows": [(authority, names[authority.region_code]) for authority in page.rows],
        "may_edit": request.actor.may(access.EDIT_OPERATORS),
    }
    return render(request, "stations/authorities.html", context)


@door(access.EDIT_OPERATORS, model="authority", channel=Channel.WRITE)
def new_authority(request: Request) -> HttpResponse:
    """Register an authority."""
    home = home_prefix(request.actor, access.EDIT_OPERATORS)
    form = AuthorityForm(request.POST or None, within=home)
    if request.method == "POST":
        made = form.carry_out(
            lambda values: register_authority(AuthorityDraft(**values), actor=request.actor)
        )
        if made is not None:
            messages.success(request, _("已登记“%(name)s”。") % {"name": made.name})
            return redirect("stations:authorities")
    return form_page(
        request, form, title=_("登记主管单位"), back=reverse("stations:authorities"), save=_("登记"),
    )  # fmt: skip


@door(access.EDIT, model="lead_authority", channel=Channel.WRITE)
def lead(request: Request, uid: UUID) -> HttpResponse:
    """Say which authority leads a unit."""
    unit = access.get_unit_for_edit(request.actor, uid)
    near = access.visible_authorities(request.actor).filter(
        region_range("region_code", unit.region_code[:4]), ended_on=None
    )
    form = LeadForm(request.POST or None, authorities=near.order_by("region_code", "name"))
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_lead_authority(unit, actor=request.actor, **values)
        )
        if done is not None:
            messages.success(request, _("主管单位已登记，原来的到前一天为止。"))
            return redirect("stations:unit", uid=unit.uid)
    return form_page(
        request, form, title=_("主管单位"), back=reverse("stations:unit", args=[unit.uid]), save=_("保存")
    )  # fmt: skip
