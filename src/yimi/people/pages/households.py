"""The list of households with its search, a new household, its address, closing it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Forbidden, Invalid
from yimi.core.requests import Request
from yimi.people.access import get_household_for_edit
from yimi.people.actions import (
    add_resident_once,
    close_household,
    move_household,
    open_household_once,
    set_household_address,
)
from yimi.people.drafts import HouseholdDraft, ResidentDraft
from yimi.people.forms import (
    CloseForm,
    FilterForm,
    HouseholdForm,
    MoveHouseholdForm,
    NewHouseholdForm,
)
from yimi.people.models import Household
from yimi.people.permissions import EDIT_HOUSEHOLD, SEARCH_PEOPLE, VIEW_HOUSEHOLD
from yimi.people.queries import (
    HouseholdFilter,
    list_households,
    search_people,
    status_kinds_for,
    villages_of,
)
from yimi.people.queries.units import editable_units
from yimi.people.rules.households import HEAD
from yimi.stations.models import ServiceUnit
from yimi.stations.queries import units_serving


@door(VIEW_HOUSEHOLD, model="household", channel=Channel.LIST)
@require_GET
def households(request: Request) -> HttpResponse:
    """Households by village. ``?for=record``: each row starts a record instead of opening the file."""
    actor = request.actor
    villages = villages_of(actor)
    place = villages[0][0] if villages else ""
    form = FilterForm(request.GET, villages=villages, kinds=status_kinds_for(place))
    page = list_households(
        actor,
        HouseholdFilter(**form.chosen()),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "page": page,
        "total": sum(count for _code, _name, count in villages),
        "is_filtered": any(form.chosen().values()),
        "for_record": request.GET.get("for") == "record",
        "may_edit": actor.may(EDIT_HOUSEHOLD),
        "may_search": actor.may(SEARCH_PEOPLE),
    }
    return render(request, "people/households.html", context)


@door(SEARCH_PEOPLE, model="resident", channel=Channel.SEARCH)
@require_http_methods(["GET", "POST"])
def search(request: Request) -> HttpResponse:
    """What was found while typing; without scripts, a page of its own.

    Our forms POST, so that a typed ID number stands in no address; an address with a name in it works as well.
    """
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("q", "")
    context = {
        "found": search_people(request.actor, text),
        "text": text.strip(),
        "for_record": asked.get("for") == "record",
    }
    is_fragment = request.headers.get("HX-Request")
    return render(request, "people/_found.html" if is_fragment else "people/found.html", context)


@door(EDIT_HOUSEHOLD, model="household", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_household(request: Request) -> HttpResponse:
    """A household and its head on one page."""
    actor = request.actor
    unit = _unit(actor, request.POST.get("unit", ""))
    form = NewHouseholdForm(request.POST or None)
    if request.method == "POST":
        household = form.carry_out(lambda values: _open(actor, unit, form))
        if household is not None:
            told = _("已建档，户档号 %(number)s。") % {"number": household.number}
            messages.success(request, told, extra_tags="draft:household")
            return redirect("portal:household", uid=household.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "unit": unit, "units": editable_units(actor)}
    return render(request, "people/new_household.html", context, status=status)


@transaction.atomic
def _open(actor: Actor, unit: ServiceUnit, form: NewHouseholdForm) -> Household:
    facts = form.facts()
    region_code, address = facts.pop("region_code"), facts.pop("address")
    opening = HouseholdDraft(unit, region_code, address=address, uid=facts["uid"])
    household, _is_new = open_household_once(opening, actor=actor)
    add_resident_once(ResidentDraft(household=household, relation=HEAD, **facts), actor=actor)
    return household


def _unit(actor: Actor, text: str) -> ServiceUnit:
    """The chosen unit, or the first in which the actor may open files."""
    units = editable_units(actor)
    if not units:
        raise Forbidden(_("您的账号还没有可以建档的站点。请联系站长或系统管理员。"))
    return next((unit for unit in units if str(unit.pk) == text), units[0])


@door(EDIT_HOUSEHOLD, model="household", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def edit_household(request: Request, uid: UUID) -> HttpResponse:
    """The way to the door."""
    household = get_household_for_edit(request.actor, uid)
    form = HouseholdForm(request.POST or None, initial={"since": clock.today()})
    if request.method == "POST":
        saved = form.carry_out(
            lambda values: (
                set_household_address(
                    household,
                    actor=request.actor,
                    detail=values["address"],
                    since=values["since"],
                )
                or household
            )
        )
        if saved is not None:
            messages.success(request, _("住址已保存，原来的住址留在历史里。"))
            return redirect("portal:household", uid=uid)
    context = {"form": form, "household": household, "closing": _closing(household)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/household_edit.html", context, status=status)


@door(EDIT_HOUSEHOLD, model="household", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def move(request: Request, uid: UUID) -> HttpResponse:
    """To another village; when another station serves it, the basic file goes there and notes stay here."""
    household = get_household_for_edit(request.actor, uid)
    initial = {"row_version": household.row_version, "on": clock.today()}
    form = MoveHouseholdForm(request.POST or None, initial=initial)
    if request.method == "POST":
        moved = form.carry_out(lambda _values: _move(request.actor, household, form))
        if moved is not None:
            told = _("已迁出，基本档案由%(unit)s接着保管；服务记录内容留在本站。")
            messages.success(request, told % {"unit": moved.unit})
            return redirect("people:households")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "household": household}
    return render(request, "people/move_household.html", context, status=status)


def _move(actor: Actor, household: Household, form: MoveHouseholdForm) -> Household:
    facts = form.facts()
    unit = units_serving(facts["region_code"], facts["on"]).first()
    if unit is None:
        raise Invalid.one("region_code", _("这个地方还没有站点，请先不要迁，联系县里安排。"))
    return move_household(household, actor=actor, row_version=form.expected, unit=unit, **facts)


@door(EDIT_HOUSEHOLD, model="household", channel=Channel.WRITE)
@require_http_methods(["POST"])
def close(request: Request, uid: UUID) -> HttpResponse:
    """Close the file."""
    household = get_household_for_edit(request.actor, uid)
    form = CloseForm(request.POST)
    closed = form.carry_out(
        lambda _values: close_household(
            household, actor=request.actor, row_version=form.expected, **form.facts()
        )
    )
    if closed is not None:
        messages.success(request, _("户档已销。成员的个人档案仍由本站保存。"))
        return redirect("portal:household", uid=uid)
    context = {"form": HouseholdForm(), "household": household, "closing": form}
    return render(
        request, "people/household_edit.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


def _closing(household: Household) -> CloseForm:
    return CloseForm(initial={"row_version": household.row_version, "closed_on": clock.today()})
