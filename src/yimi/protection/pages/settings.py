"""Who may read a place's reports, and how soon a place wants them to have gone out."""

from __future__ import annotations

from http import HTTPStatus
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
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.protection.access import (
    divisions_of,
    get_reader_for_edit,
    units_to_name_for,
    visible_limits,
    visible_readers,
)
from yimi.protection.actions import end_reader, name_reader, set_limit
from yimi.protection.actions.readers import ReaderDraft
from yimi.protection.forms import EndReaderForm, LimitForm, ReaderForm
from yimi.protection.models import ProtectionReader
from yimi.protection.permissions import NAME_READERS, SET_LIMIT
from yimi.protection.queries import account_named, colleagues_with_accounts
from yimi.regions.queries.tree import path_names
from yimi.stations.models import ServiceUnit
from yimi.stations.pages.frame import form_page

#: So many are still a short list; the page asks whether more are needed.
SHORT = 5


@door(NAME_READERS, model="protection_reader", channel=Channel.LIST)
@require_http_methods(["GET", "POST"])
def readers(request: Request) -> HttpResponse:
    """The list, and naming somebody."""
    actor: Actor = request.actor
    units = list(units_to_name_for(actor))
    form = _reader_form(request, actor, units)
    if request.method == "POST":
        named = form.carry_out(lambda values: _name(actor, units, values))
        if named is not None:
            messages.success(request, _("%(name)s可以查看了。") % {"name": named.user_name})
            return redirect("protection:readers")
    rows = list(visible_readers(actor)[:200])
    today = clock.today()
    standing = [
        row for row in rows if not row.revoked_at and not (row.ends_on and row.ends_on < today)
    ]
    context = {
        "form": form,
        "standing": standing,
        "former": [row for row in rows if row not in standing],
        "places": path_names({row.region_code for row in rows if row.region_code}),
        "is_long": len(standing) > SHORT * max(1, len(units)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "protection/readers.html", context, status=status)


@door(NAME_READERS, model="protection_reader", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def end(request: Request, uid: UUID) -> HttpResponse:
    """Take somebody off the list."""
    reader = get_reader_for_edit(request.actor, uid)
    form = EndReaderForm(request.POST or None)
    if request.method == "POST":
        ended = form.carry_out(lambda values: end_reader(reader, actor=request.actor, **values))
        if ended is not None:
            messages.success(request, _("已移出名单，从现在起看不到了。"))
            return redirect("protection:readers")
    title = _("把%(name)s移出名单") % {"name": reader.user_name}
    return form_page(request, form, title=title, back=reverse("protection:readers"), save=_("移出"))


@door(SET_LIMIT, model="protection_limit", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def limits(request: Request) -> HttpResponse:
    """The divisions' own limits; without one, 立即 holds."""
    actor: Actor = request.actor
    names = path_names(divisions_of(actor, SET_LIMIT))
    form = LimitForm(request.POST or None, divisions=list(names.items()))
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_limit(
                values["region_code"], actor=actor, minutes=values["minutes"], source=values["source"]
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("已保存，从今天起按这个时限提醒。"))
            return redirect("protection:limits")
    rows = list(visible_limits(actor))
    context = {"form": form, "rows": rows, "names": path_names({row.region_code for row in rows})}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "protection/limits.html", context, status=status)


def _reader_form(request: Request, actor: Actor, units: list[ServiceUnit]) -> ReaderForm:
    divisions = path_names(divisions_of(actor, NAME_READERS))
    places = [(str(unit.pk), unit.name) for unit in units] + list(divisions.items())
    near = units if len(units) == 1 else []
    colleagues = [(str(uid), name) for uid, name in colleagues_with_accounts(near)] if near else []
    return ReaderForm(request.POST or None, places=places, colleagues=colleagues)


def _name(actor: Actor, units: list[ServiceUnit], values: dict[str, Any]) -> ProtectionReader:
    unit = next((one for one in units if str(one.pk) == values["place"]), None)
    code = "" if unit else values["place"]
    if values["colleague"]:
        known = {str(uid): (uid, name) for uid, name in colleagues_with_accounts(units)}
        account = known.get(values["colleague"])
    else:
        account = account_named(values["username"], near=unit.region_code if unit else code)
    if account is None:
        raise Invalid.one("username", _("本县没有这个登录账号，或它已停用。请核对后再填。"))
    uid, name = account
    draft = ReaderDraft(
        user_uid=uid, user_name=name, unit=unit, region_code=code, reason=values["reason"], ends_on=values["ends_on"]
    )  # fmt: skip
    return name_reader(draft, actor=actor)
