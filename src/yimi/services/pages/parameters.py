"""A county's own numbers: after how many days a record is late, what counts as regular service."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.regions.rules import pad_code
from yimi.services.actions import set_local_number
from yimi.services.forms import NumberForm
from yimi.services.models import LocalNumber
from yimi.services.parameters import late_after_days, regular_weeks
from yimi.services.permissions import SET_NUMBERS
from yimi.stations.places import home_prefix, place_names


@door(SET_NUMBERS, model="local_number", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def numbers(request: Request) -> HttpResponse:
    """What holds today, what was set and is to come, and a form for what holds from a day on."""
    prefix = home_prefix(request.actor, SET_NUMBERS)
    form = NumberForm(
        request.POST or None, initial={"starts_on": clock.today() + timedelta(days=1)}
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_local_number(
                values.pop("name"), prefix, actor=request.actor, **values
            )
        )
        if done is not None:
            messages.success(request, _("已设定，从那一天起按新的数算，以前的不变。"))
            return redirect("services:numbers")
    code = pad_code(prefix) if prefix else ""
    context = {
        "form": form,
        "place": place_names([code], levels=1)[code] if code else "",
        "late_days": late_after_days(code),
        "regular_weeks": regular_weeks(code),
        "rows": LocalNumber.objects.current().filter(region_prefix=prefix).order_by("-starts_on"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "services/numbers.html", context, status=status)
