"""What the room's pages share: a page around one form, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from yimi.activities.access import units_with
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.services.lookups import offered_items
from yimi.services.models.catalogue import ItemKind
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement


def one_form(
    request: Request,
    form: ActionForm,
    *,
    title: Any,
    back: str,
    save: Any,
    note: Any = "",
    template: str = "activities/form.html",
    **more: Any,
) -> HttpResponse:
    """A form with its title and where it leads back to; ``clash`` among ``more``: name, what stands now, what was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if more.get("clash") is not None:
        status = HTTPStatus.CONFLICT
        more["is_clash"] = True
    context = {"form": form, "title": title, "back": back, "save": save, "note": note}
    return render(request, template, context | more, status=status)


def unit_choices(actor: Actor, permission: str) -> list[tuple[str, str]]:
    """The open units where the actor holds the permission. One query."""
    return [(str(unit.pk), unit.name) for unit in units_with(actor, permission)]


def item_choices(unit: ServiceUnit) -> list[tuple[str, str]]:
    """The services that the unit's place offers. Two queries."""
    return [
        (item.code, item.label)
        for item in offered_items(unit.region_code, clock.today())
        if item.kind == ItemKind.SERVICE
    ]


def worker_choices(unit: ServiceUnit, also: Iterable[Any] = ()) -> list[tuple[str, str]]:
    """The workers placed at the unit today, and whoever stands in the record already. One query."""
    here = Q(unit=unit) | Q(worker__in=list(also))
    placed = Placement.objects.on(clock.today()).filter(here).select_related("worker")
    return list(
        {str(row.worker_id): row.worker.name for row in placed.order_by("worker__name")}.items()
    )
