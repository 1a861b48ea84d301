"""What the room's pages share: a page around one form, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from yimi.core import clock
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
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


def worker_choices(unit: ServiceUnit, also: Iterable[Any] = ()) -> list[tuple[str, str]]:
    """The workers placed at the unit today, and whoever stands in the record already. One query."""
    here = Q(unit=unit) | Q(worker__in=list(also))
    placed = Placement.objects.on(clock.today()).filter(here).select_related("worker")
    return list(
        {str(row.worker_id): row.worker.name for row in placed.order_by("worker__name")}.items()
    )
