"""A county's own number of days until feedback is due."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.referrals.actions import set_feedback_days
from yimi.referrals.forms import DaysForm
from yimi.referrals.models import FeedbackDays
from yimi.referrals.parameters import feedback_days
from yimi.referrals.permissions import SET_DAYS
from yimi.regions.rules import pad_code
from yimi.stations.places import home_prefix, place_names


@door(SET_DAYS, model="feedback_days", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def days(request: Request) -> HttpResponse:
    """What holds, what was set before, and a form for what holds from a day on."""
    prefix = home_prefix(request.actor, SET_DAYS)
    form = DaysForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_feedback_days(prefix, actor=request.actor, **values)
        )
        if done is not None:
            messages.success(request, _("已设定。以前转出的按原来的期限。"))
            return redirect("referrals:days")
    code = pad_code(prefix)
    context = {
        "form": form,
        "place": place_names([code], levels=1)[code],
        "current": feedback_days(code, clock.today()),
        "rows": FeedbackDays.objects.filter(region_prefix=prefix).order_by("-starts_on"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "referrals/days.html", context, status=status)
