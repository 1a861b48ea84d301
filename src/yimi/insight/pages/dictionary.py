"""The data dictionary: what every fact and column means, straight from the engine's catalogue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.insight.dictionary import entries, local_entries


@door("insight.view_dictionary", model="data_dictionary", channel=Channel.PAGE)
def dictionary(request: Request) -> HttpResponse:
    """All facts on one page, in the reader's language, and the indicators of the reader's own place; it names no person."""
    context = {"facts": entries(), "local": local_entries(request.actor)}
    return render(request, "insight/dictionary.html", context)
