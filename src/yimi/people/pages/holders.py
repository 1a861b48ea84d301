"""The list of those who hold a status, by name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.forms import HolderFilterForm
from yimi.people.permissions import IMPORT_LIST, VIEW_STATUSES
from yimi.people.queries import status_kinds_for
from yimi.people.queries.holders import list_holders
from yimi.regions.rules import pad_code
from yimi.stations.places import home_prefix, places_below


@door(VIEW_STATUSES, model="resident_status", channel=Channel.LIST)
@require_GET
def holders(request: Request) -> HttpResponse:
    """名册: name, village, status. The township's office sees its people here and nowhere else."""
    home = home_prefix(request.actor, VIEW_STATUSES)
    kinds = status_kinds_for(pad_code(home) if home else "")
    villages = places_below(home) if len(home) == 9 else []
    form = HolderFilterForm(request.GET, kinds=kinds, villages=villages)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows, page = list_holders(
        request.actor,
        kind=chosen["kind"].pk if chosen.get("kind") else "",
        village=chosen.get("village", ""),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "is_filtered": any(chosen.values()),
        "may_import": request.actor.may(IMPORT_LIST),
    }
    return render(request, "people/holders.html", context)
