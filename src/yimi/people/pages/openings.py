"""Files opened from above the station: with a reason, for a time."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.people.access import (
    get_household_for_view,
    get_own_opening,
    visible_households,
    visible_openings,
)
from yimi.people.actions import end_file_opening, note_household_viewed, open_file
from yimi.people.forms import ReasonForm
from yimi.people.models import FileOpening
from yimi.people.permissions import OPEN_FILE
from yimi.people.queries import household_file
from yimi.people.rules.households import read_household_number


@door(OPEN_FILE, model="file_opening", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def open_with_reason(request: Request) -> HttpResponse:
    """Name a file by its number and township, say why; and see the files one has open."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        opening = form.carry_out(lambda values: _open(request, values))
        if opening is not None:
            return redirect("people:opened_file", uid=opening.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    openings = visible_openings(request.actor)[:20]
    context = {"form": form, "openings": openings, "now": clock.now()}
    return render(request, "people/open_file.html", context, status=status)


def _open(request: Request, values: dict[str, Any]) -> FileOpening:
    number = read_household_number(values["number"]) or ""
    files = visible_households(request.actor, OPEN_FILE)
    household = files.filter(number=number, series=values["township"][:9]).first()
    if household is None:
        raise Invalid.one("number", _("这个乡镇（街道）里没有这个户档号，请核对。"))
    return open_file(household, actor=request.actor, reason=values["reason"], hours=values["hours"])


@door(OPEN_FILE, model="household", channel=Channel.PAGE)
@require_GET
def opened_file(request: Request, uid: UUID) -> HttpResponse:
    """The file, while it is open: masked, without notes, and every look is in the trail."""
    opening = get_own_opening(request.actor, uid)
    household = get_household_for_view(request.actor, opening.household_id)
    note_household_viewed(household, actor=request.actor, reason=opening.reason)
    context = {
        "opening": opening,
        "household": household,
        "file": household_file(request.actor, household),
    }
    return render(request, "people/opened_file.html", context)


@door(OPEN_FILE, model="file_opening", channel=Channel.WRITE)
@require_POST
def give_back(request: Request, uid: UUID) -> HttpResponse:
    """Done before its time."""
    end_file_opening(get_own_opening(request.actor, uid), actor=request.actor)
    return redirect("people:open_file")
