"""What the room's pages share: a page around one form, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core import clock
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.groups.models import GroupLeader
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
    clash: Sequence[tuple[str, Any, Any]] | None = None,
) -> HttpResponse:
    """A form with its title and where it leads back to; ``clash``: name, what stands now, what was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if clash is not None:
        status = HTTPStatus.CONFLICT
    context = {
        "form": form,
        "title": title,
        "back": back,
        "save": save,
        "note": note,
        "clash": clash,
        "is_clash": clash is not None,
    }
    return render(request, "groups/form.html", context, status=status)


def worker_choices(unit: ServiceUnit, leaders: Iterable[GroupLeader] = ()) -> list[tuple[str, str]]:
    """The workers placed at the unit today, and whoever leads already. One query."""
    placed = Placement.objects.on(clock.today()).filter(unit=unit).select_related("worker")
    people = {str(one.worker_id): one.worker.name for one in leaders}
    people |= {str(row.worker_id): row.worker.name for row in placed.order_by("worker__name")}
    return list(people.items())
