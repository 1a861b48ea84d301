"""Pages that belong to everyone who has signed in: the start page, 我的, and the components with all their states."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yimi.cases.queries.lists import reviews_waiting
from yimi.core import clock
from yimi.core.doors import Channel, own_door
from yimi.core.icons import ICONS
from yimi.core.requests import Request
from yimi.portal.forms import SampleForm
from yimi.portal.homes.pages import area_of_actor, station_home
from yimi.protection.queries import alarms

#: The surfaces and inks that the components page shows, in the order of tokens.css.
SWATCHES = (
    "surface", "bg", "sunk", "line", "line-2", "ink", "ink-2", "ink-3", "teal", "teal-soft", "warm", "warm-fill",
    "warm-soft", "red", "red-soft", "d1", "d2", "d3", "d4", "d5",
)  # fmt: skip


@own_door(model="home", channel=Channel.PAGE, reason="shows only what this person may open anyway")
def home(request: Request) -> HttpResponse:
    """The start page of this person's role: 今天 at a station, the area in an office, else the way to every room."""
    if request.actor.may("services.record_service"):
        return station_home(request)
    if code := area_of_actor(request.actor):
        return redirect("portal:area", code=code)
    context = {
        "today": clock.today(),
        "alarms": alarms(request.actor),
        "reviews": reviews_waiting(request.actor),
    }
    return render(request, "portal/home.html", context)


@own_door(model="home", channel=Channel.PAGE, reason="a person's own menu")
def mine(request: Request) -> HttpResponse:
    """我的: every link of the navigation (a phone's bar has room for a few), account, language, sign-out."""
    return render(request, "portal/mine.html")


@own_door(model="components", channel=Channel.PAGE, reason="sample texts only, no data")
def components(request: Request) -> HttpResponse:
    """Every component in its states, for those who build and those who test; query-free."""
    filled = SampleForm(
        {"name": "次仁卓玛", "id_number": "99272319440506", "items": ["visit"], "on": "2026-09-16"}
    )
    context = {"form": filled, "icons": ICONS, "swatches": SWATCHES, "today": clock.today()}
    return render(request, "portal/components.html", context)
