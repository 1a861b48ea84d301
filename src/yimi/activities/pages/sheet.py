"""The sign-in sheet at the door: the code for a poster or a screen, open and shut, who signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yimi.activities import access
from yimi.activities.actions import close_sheet, open_sheet, strike_sign_ins
from yimi.activities.actions.signing import sheet_of
from yimi.activities.errors import ActivityNotPlanned
from yimi.activities.forms import OpenForm
from yimi.activities.models import Activity, SignInSheet
from yimi.activities.permissions import RECORD
from yimi.activities.queries.sheet import sign_in_page, tally
from yimi.activities.rules import HOURS_OPEN
from yimi.core.doors import Channel, door
from yimi.core.qr import qr_svg
from yimi.core.requests import Request


@door(RECORD, model="sign_in_sheet", channel=Channel.PAGE)
@require_GET
def sheet(request: Request, uid: UUID) -> HttpResponse:
    """The code, large; prints as a poster. The first visit makes the sheet, shut."""
    found = access.get_activity_for_record(request.actor, uid)
    own = sheet_of(found, actor=request.actor)
    address = request.build_absolute_uri(reverse("activities:sign_in", args=[own.token]))
    context = _count_of(found, own) | {
        "address": address,
        "code": qr_svg(address, label=_("签到二维码")),
        "form": OpenForm(),
        "sign_ins": sign_in_page(
            found, after=request.GET.get("after", ""), before=request.GET.get("before", "")
        ),
    }
    return render(request, "activities/sheet.html", context)


def _count_of(activity: Activity, sheet: SignInSheet | None) -> dict[str, Any]:
    return {"activity": activity, "sheet": sheet, "tally": tally(activity)}


@door(RECORD, model="sign_in_sheet", channel=Channel.COUNT)
@require_GET
def count(request: Request, uid: UUID) -> HttpResponse:
    """How many have signed in; asked for again and again while the sheet is open."""
    found = access.get_activity_for_record(request.actor, uid)
    own = getattr(found, "sheet", None)
    return render(request, "activities/_count.html", _count_of(found, own))


@door(RECORD, model="sign_in_sheet", channel=Channel.WRITE)
@require_POST
def open_now(request: Request, uid: UUID) -> HttpResponse:
    """Let people sign in."""
    found = access.get_activity_for_record(request.actor, uid)
    form = OpenForm(request.POST)
    hours = form.cleaned_data["hours"] if form.is_valid() else HOURS_OPEN
    try:
        open_sheet(found, actor=request.actor, hours=hours)
        messages.success(request, _("签到开着，把二维码给大家扫。"))
    except ActivityNotPlanned as error:
        messages.error(request, str(error))
    return redirect("activities:sheet", uid=uid)


@door(RECORD, model="sign_in_sheet", channel=Channel.WRITE)
@require_POST
def close_now(request: Request, uid: UUID) -> HttpResponse:
    """Nobody signs in any more."""
    found = access.get_activity_for_record(request.actor, uid)
    close_sheet(found, actor=request.actor)
    messages.success(request, _("签到已关。"))
    return redirect("activities:sheet", uid=uid)


@door(RECORD, model="sign_in_sheet", channel=Channel.WRITE)
@require_POST
def strike(request: Request, uid: UUID) -> HttpResponse:
    """Take ticked rows off the sheet."""
    found = access.get_activity_for_record(request.actor, uid)
    texts = [text for text in request.POST.getlist("rows") if text.isdecimal() and len(text) < 19]
    struck = strike_sign_ins(found, [int(text) for text in texts], actor=request.actor)
    told = ngettext("已划掉 %(n)d 条，不再计数。", "已划掉 %(n)d 条，不再计数。", struck)
    messages.success(request, told % {"n": struck})
    return redirect("activities:sheet", uid=uid)
