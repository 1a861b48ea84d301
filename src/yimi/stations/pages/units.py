"""The list of units, a unit's page, and opening one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.regions.rules import pad_code
from yimi.stations import access, queries
from yimi.stations.actions import UnitDraft, open_unit
from yimi.stations.actions.checks import unit_event
from yimi.stations.forms import UnitFilterForm, UnitForm
from yimi.stations.models import ServiceUnit, UnitKind
from yimi.stations.pages.frame import form_page
from yimi.stations.places import home_prefix, place_names, places_below


@door(access.VIEW, model="service_unit", channel=Channel.LIST)
def units(request: Request) -> HttpResponse:
    """Units of the actor's division: search, filter, sort. Seven queries, whatever the number of rows."""
    home = home_prefix(request.actor, access.VIEW)
    form = UnitFilterForm(request.GET, places=_place_choices(home))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = _narrowed(
        access.visible_units(request.actor).within(wanted.get("place") or home), wanted
    )
    page = page_of(
        found, by="name" if wanted.get("sort") == "name" else "region_code", key="number",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    operators = queries.operators_on(page.rows, clock.today())
    names = place_names([unit.region_code for unit in page.rows])
    rows = [(unit, names[unit.region_code], operators.get(unit.uid)) for unit in page.rows]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "coverage": _coverage(home),
        "may_open": request.actor.may(access.EDIT),
        "may_operators": request.actor.may(access.EDIT_OPERATORS),
    }
    return render(request, "stations/units.html", context)


def _place_choices(home: str) -> list[tuple[str, Any]]:
    places = [(place.prefix, place.name) for place in places_below(home)]
    return [("", gettext_lazy("全部")), *places]


def _narrowed(units: QuerySet[ServiceUnit], wanted: dict[str, Any]) -> QuerySet[ServiceUnit]:
    today = clock.today()
    if text := wanted.get("q"):
        # a local name or a sign is what people know a station by
        units = units.filter(
            Q(name__icontains=text)
            | Q(number__startswith=text)
            | Q(names__text__icontains=text, names__superseded_at=None)
        ).distinct()
    if wanted.get("kind"):
        units = units.filter(kind=wanted["kind"])
    if wanted.get("state") == "closed":
        return units.filter(closed_on__lt=today)
    return units if wanted.get("state") == "all" else units.filter(Q(closed_on=None) | Q(closed_on__gte=today))  # fmt: skip


def _coverage(home: str) -> dict[str, Any] | None:
    """How many townships of a county are plated; wider places have their own pages for that."""
    if len(home) != 6:
        return None
    townships = queries.township_coverage(home, clock.today())
    bare = [township.name for township in townships if not township.is_plated]
    return {"all": len(townships), "plated": len(townships) - len(bare), "bare": bare}


@door(access.VIEW, model="service_unit", channel=Channel.PAGE)
def unit(request: Request, uid: UUID) -> HttpResponse:
    """Everything on file about one unit."""
    found, today = access.get_unit_for_view(request.actor, uid), clock.today()
    areas = list(found.served_areas.on(today).order_by("region_prefix"))
    places = place_names([found.region_code, *(pad_code(area.region_prefix) for area in areas)])
    context = {
        "unit": found,
        "place": places[found.region_code],
        "areas": [(area, places[pad_code(area.region_prefix)]) for area in areas],
        "names": queries.names_on(found, today),
        "former": found.names.current().filter(kind="former_name").order_by("-starts_on"),
        "week": queries.week_of(found, today),
        "engagements": found.engagements.current()
        .select_related("operator")
        .order_by("-starts_on"),
        "lead": queries.lead_on(found, today),
        "children": found.children.open_on(today).order_by("number"),
        "today": today,
        **_rights(request.actor, found),
    }
    return render(request, "stations/unit.html", context)


def _rights(actor: Actor, unit: ServiceUnit) -> dict[str, bool]:
    place = unit_event(unit)
    open_still = unit.closed_on is None
    return {
        "may_edit": open_still and actor.may_at(access.EDIT, **place),
        "may_reopen": not open_still and actor.may_at(access.EDIT, **place),
        "may_contact": open_still and actor.may_at(access.EDIT_CONTACT, **place),
    }


@door(access.EDIT, model="service_unit", channel=Channel.WRITE)
def new_unit(request: Request) -> HttpResponse:
    """Open a unit somewhere in the actor's divisions."""
    home = home_prefix(request.actor, access.EDIT)
    form = UnitForm(
        request.POST or None, parents=possible_parents(request.actor), within=home,
        initial={"kind": UnitKind.STATION, "opened_on": clock.today()},
    )  # fmt: skip
    if request.method == "POST":
        opened = form.carry_out(
            lambda _values: open_unit(_draft(form.facts()), actor=request.actor)
        )
        if opened is not None:
            text = _("已登记“%(name)s”，编号 %(number)s。接着可以填开放时间和承接机构。")
            messages.success(request, text % {"name": opened.name, "number": opened.number})
            return redirect("stations:unit", uid=opened.uid)
    return form_page(
        request, form, title=_("登记站点"), back=reverse("stations:units"), save=_("登记"),
    )  # fmt: skip


def _draft(values: dict[str, Any]) -> UnitDraft:
    parent = values["parent"]
    rest = {name: value for name, value in values.items() if name != "parent"}
    return UnitDraft(parent_uid=parent.uid if parent else None, **rest)


def possible_parents(actor: Actor, below: ServiceUnit | None = None) -> QuerySet[ServiceUnit]:
    """Stations and centres open in the actor's divisions."""
    kinds = [UnitKind.STATION, UnitKind.GUIDANCE_CENTRE]
    units = access.editable_units(actor).open_on(clock.today()).filter(kind__in=kinds)
    units = units.exclude(pk=below.pk) if below else units
    return units.order_by("region_code", "number")
