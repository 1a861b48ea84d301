"""The household's page: the people's file and what was done for them, side by side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.matching.queries.cards import leads_of_household
from yimi.people.access import get_household_for_view
from yimi.people.actions import note_household_viewed
from yimi.people.permissions import VIEW_HOUSEHOLD
from yimi.people.queries.files import household_file
from yimi.portal.casework import work_of
from yimi.portal.homes.today import short_village
from yimi.regions.queries.tree import path_of
from yimi.services.models import VisitDue
from yimi.services.queries.timeline import household_timeline


@door(VIEW_HOUSEHOLD, model="household", channel=Channel.PAGE)
@require_GET
def household(request: Request, uid: UUID) -> HttpResponse:
    """一户一档. Whoever opens it stands in the trail; notes only for those who may read them."""
    actor: Actor = request.actor
    found = get_household_for_view(actor, uid)
    may_see_records = actor.may_at(
        "services.view_record", unit_uid=found.unit_id, region_code=found.region_code
    )
    after = request.GET.get("after", "")
    entries, following = (
        household_timeline(actor, found, after=after) if may_see_records else ([], None)
    )
    context = {
        "may_see_records": may_see_records,
        "entries": entries,
        "following": following,
        "household": found,
        "today": clock.today(),
    }
    if after and request.headers.get("HX-Request"):
        return render(request, "portal/_timeline.html", context)
    note_household_viewed(found, actor=actor)
    context |= {
        "file": household_file(actor, found),
        "place": _place(found.region_code),
        "work": work_of(actor, found),
        "leads": leads_of_household(actor, found),
        "due": VisitDue.objects.filter(household=found).first(),
        "may_record": actor.may_at(
            "services.record_service", unit_uid=found.unit_id, region_code=found.region_code
        ),
    }
    return render(request, "portal/household.html", context)


def _place(code: str) -> str:
    """The township and the village, as people say it; what lies above both is the same for the whole station."""
    return " ".join(short_village(region.name) for region in path_of(code)[-2:])
