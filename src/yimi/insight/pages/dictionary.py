"""The data dictionary: what every fact and column means, straight from the engine's catalogue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimi.core.doors import Channel, door
from yimi.insight.dictionary import entries


@door("insight.view_dictionary", model="data_dictionary", channel=Channel.PAGE)
def dictionary(request: HttpRequest) -> HttpResponse:
    """All facts on one page, in the reader's language; it names no place and no person."""
    return render(request, "insight/dictionary.html", {"facts": entries()})
