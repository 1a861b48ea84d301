"""Loading a map of one's own division: GeoJSON in, outlines kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.forms import ActionForm, text_field
from yimi.core.requests import Request
from yimi.explore.actions import load_map
from yimi.explore.models import PlaceMap
from yimi.explore.permissions import LOAD_MAP
from yimi.explore.queries import path_within
from yimi.explore.shapes import MAX_BYTES


class MapForm(ActionForm):
    """A file, and whose map it is."""

    file = forms.FileField(
        label=gettext_lazy("GeoJSON 文件"), widget=forms.FileInput(attrs={"accept": ".json,.geojson"}),
        help_text=gettext_lazy("一个下级地区一个面，属性里有区划代码（code）或名称（name），经纬度坐标，不超过 4 MB。"),
    )  # fmt: skip
    source = text_field(
        gettext_lazy("地图来源"),
        200,
        help_text=gettext_lazy("例如：自然资源部标准地图服务，审图号。公开使用请先送审。"),
    )


@door(LOAD_MAP, model="place_map", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def load(request: Request) -> HttpResponse:
    """A map for ``?at=``, one of the actor's divisions."""
    actor: Actor = request.actor
    place = request.GET.get("at", "")
    if not place:
        return redirect("explore:table")
    path = path_within(actor, place) if place.isdigit() and len(place) in {2, 4, 6, 9} else []
    if not path or not actor.may_at(LOAD_MAP, region_code=place):
        raise NotFound
    form = MapForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        loaded = form.carry_out(lambda facts: _load(actor, place, facts))
        if loaded is not None:
            drawn, unknown = loaded
            messages.success(
                request,
                _("已载入 %(drawn)s 个地区的边界，%(unknown)s 个图形没有对上。")
                % {"drawn": len(drawn.paths), "unknown": unknown},
            )
            return redirect(f"{reverse('explore:table')}?at={place}")
    context = {
        "form": form,
        "place": path[-1][1],
        "at": place,
        "known": PlaceMap.objects.current().filter(region_prefix=place).first(),
    }
    return render(request, "explore/map.html", context, status=422 if form.is_bound else 200)


def _load(actor: Actor, place: str, facts: dict[str, Any]) -> tuple[PlaceMap, int]:
    file = facts["file"]
    return load_map(place, file.read(MAX_BYTES + 1), source=facts["source"], actor=actor)
