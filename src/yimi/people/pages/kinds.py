"""A county's own statuses: what it adds to the shipped ones, and what it no longer uses."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.people.access import get_status_kind_for_edit, visible_status_kinds
from yimi.people.actions import add_status_kind, end_status_kind
from yimi.people.forms import StatusKindForm
from yimi.people.models import StatusKind
from yimi.people.permissions import MANAGE_STATUS_KINDS
from yimi.people.queries import status_kinds_for
from yimi.regions.rules import pad_code
from yimi.stations.places import home_prefix


@door(MANAGE_STATUS_KINDS, model="status_kind", channel=Channel.LIST)
def status_kinds(request: Request) -> HttpResponse:
    """The county's own statuses with the form for another, beside those that everybody has."""
    return _list(request, StatusKindForm())


@door(MANAGE_STATUS_KINDS, model="status_kind", channel=Channel.WRITE)
@require_POST
def new_status_kind(request: Request) -> HttpResponse:
    """One more."""
    form = StatusKindForm(request.POST)
    added = form.carry_out(lambda _values: _add(request, form))
    if added is None:
        return _list(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(
        request, _("已增加“%(name)s”，本县各站点现在就能登记。") % {"name": added.name}
    )
    return redirect("people:status_kinds")


def _add(request: Request, form: StatusKindForm) -> StatusKind:
    home = home_prefix(request.actor, MANAGE_STATUS_KINDS)
    if len(home) < 4:
        raise Invalid.one("name", _("身份种类由县里增加，您的账号不属于哪一个县。"))
    return add_status_kind(actor=request.actor, region_code=pad_code(home), **form.cleaned_data)


@door(MANAGE_STATUS_KINDS, model="status_kind", channel=Channel.WRITE)
@require_POST
def finish_status_kind(request: Request, code: str) -> HttpResponse:
    """From tomorrow on no longer offered."""
    kind = get_status_kind_for_edit(request.actor, code)
    end_status_kind(kind, actor=request.actor, on=clock.today())
    messages.success(
        request, _("“%(name)s”从明天起不再使用，已登记的都还在。") % {"name": kind.name}
    )
    return redirect("people:status_kinds")


def _list(request: Request, form: StatusKindForm, status: int = HTTPStatus.OK) -> HttpResponse:
    home = home_prefix(request.actor, MANAGE_STATUS_KINDS)
    shared = status_kinds_for(pad_code(home) if home else "").filter(region_code="")
    context = {"form": form, "own": visible_status_kinds(request.actor), "shared": shared}
    return render(request, "people/status_kinds.html", context, status=status)
