"""Relatives, guardians and addresses of a person's own: noting them, and the day they no longer hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.access import (
    get_address_for_edit,
    get_guardianship_for_edit,
    get_relation_for_edit,
    get_resident_for_edit,
)
from yimi.people.actions import (
    add_relative,
    end_guardianship,
    end_relative,
    end_resident_address,
    set_guardian,
    set_resident_address,
)
from yimi.people.forms import DayForm, GuardianForm, OwnAddressForm, RelativeForm
from yimi.people.models import AddressKind, Resident
from yimi.people.pages.answering import answer
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.queries.people import housemates


@door(EDIT_HOUSEHOLD, model="family_relation", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_relative(request: Request, uid: UUID) -> HttpResponse:
    """A relative: someone of the household, or a name."""
    resident = get_resident_for_edit(request.actor, uid)
    form = RelativeForm(request.POST or None, housemates=housemates(resident))
    saved = None
    if request.method == "POST":
        saved = form.carry_out(
            lambda _values: add_relative(resident, actor=request.actor, **form.facts())
        )
    return answer(request, resident, form, saved, _("登记亲属"))


@door(EDIT_HOUSEHOLD, model="family_relation", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def finish_relative(request: Request, uid: UUID) -> HttpResponse:
    """No relative any more."""
    relation = get_relation_for_edit(request.actor, uid)
    name = relation.relative.name if relation.relative else relation.relative_name
    return _end(
        request,
        relation.resident,
        _("结束与%(name)s的亲属关系") % {"name": name},
        lambda on: end_relative(relation, actor=request.actor, on=on),
    )


@door(EDIT_HOUSEHOLD, model="guardianship", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_guardian(request: Request, uid: UUID) -> HttpResponse:
    """Who answers for this person."""
    resident = get_resident_for_edit(request.actor, uid)
    form = GuardianForm(request.POST or None, housemates=housemates(resident))
    saved = None
    if request.method == "POST":
        saved = form.carry_out(
            lambda _values: set_guardian(resident, actor=request.actor, **form.facts())
        )
    return answer(request, resident, form, saved, _("登记监护人"))


@door(EDIT_HOUSEHOLD, model="guardianship", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def finish_guardian(request: Request, uid: UUID) -> HttpResponse:
    """No guardian any more."""
    held = get_guardianship_for_edit(request.actor, uid)
    name = held.guardian.name if held.guardian else held.guardian_name
    return _end(
        request,
        held.resident,
        _("%(name)s不再是监护人") % {"name": name},
        lambda on: end_guardianship(held, actor=request.actor, on=on),
        note=_("还需要监护人的，请接着登记新的监护人。已经给过的同意仍按原来的日期保留。"),
    )


@door(EDIT_HOUSEHOLD, model="resident_address", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_address(request: Request, uid: UUID) -> HttpResponse:
    """Where this person is registered or lives, when that is not the household's door."""
    resident = get_resident_for_edit(request.actor, uid)
    form = OwnAddressForm(
        request.POST or None,
        initial={"since": clock.today(), "kind": AddressKind.LIVING},
        at=resident.living_region_code or resident.region_code,
    )
    saved = None
    if request.method == "POST":
        saved = form.carry_out(lambda values: _set_address(request, resident, values))
    return answer(
        request,
        resident,
        form,
        saved,
        _("登记本人住址"),
        note=_("和这一户不在一处时才填，如户口在老家、人在县城租房。同一种住址只留一个现在的，原来的留在历史里。"),
    )  # fmt: skip


def _set_address(request: Request, resident: Resident, values: dict[str, Any]) -> bool:
    set_resident_address(resident, actor=request.actor, **values)
    return True


@door(EDIT_HOUSEHOLD, model="resident_address", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def finish_address(request: Request, uid: UUID) -> HttpResponse:
    """Registered or living there no longer."""
    address = get_address_for_edit(request.actor, uid)
    return _end(
        request,
        address.resident,
        _("不再使用这个%(kind)s") % {"kind": address.get_kind_display()},
        lambda on: end_resident_address(address, actor=request.actor, on=on),
    )


def _end(
    request: Request,
    resident: Resident,
    title: str,
    action: Callable[[date], None],
    *,
    note: Any = "",
) -> HttpResponse:
    """The question that ends any of these: from which day on."""
    form = DayForm(request.POST or None, initial={"day": clock.today()}, label=_("从哪天起"))
    saved = None
    if request.method == "POST":
        saved = form.carry_out(lambda values: _done(action, values["day"]))
    return answer(request, resident, form, saved, title, note=note, save=_("结束"))


def _done(action: Callable[[date], None], on: date) -> bool:
    action(on)
    return True
