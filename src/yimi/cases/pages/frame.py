"""What the pages of a case share: the way back, the form around one action, and rows found below a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yimi.cases.models import Case
from yimi.cases.queries.papers import heading_of
from yimi.core.errors import NotFound
from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.services.lookups import offered_items
from yimi.stations.pages.frame import form_page

RowT = TypeVar("RowT", bound=Model)
T = TypeVar("T")


def back_to(case: Case, part: str = "") -> str:
    """The case's page, at one of its parts."""
    return reverse("cases:case", args=[case.pk]) + (f"#{part}" if part else "")


def below(rows: QuerySet[RowT], case: Case, **wanted: Any) -> RowT:
    """One row that belongs to the case; raises NotFound. It comes with the case itself, loaded."""
    row = rows.filter(case=case, **wanted).first()
    if row is None:
        raise NotFound
    row.case = case  # type: ignore[attr-defined]
    return row


def act(
    request: Request,
    case: Case,
    form: ActionForm,
    action: Callable[[dict[str, Any]], object],
    *,
    title: Any,
    save: Any,
    done: Any,
    part: str = "",
    note: Any = "",
    template: str = "cases/form.html",
) -> HttpResponse:
    """One form in front of one action: GET shows it, POST carries it out and leads back to the case."""
    back = back_to(case, part)
    if request.method == "POST" and form.carry_out(action) is not None:
        messages.success(request, done)
        return redirect(back)
    return form_page(
        request, form, title=f"{title} · {heading_of(case)}" if template == "cases/form.html" else title,
        back=back, save=save, note=note, template=template,
    )  # fmt: skip


def item_choices(case: Case, on: Any) -> list[tuple[str, Any]]:
    """What the place offers, for a list. Two queries."""
    items = offered_items(case.unit.region_code, on)
    return [
        ("", "—"),
        *((item.code, f"{item.domain.label} · {item.short_label}") for item in items),
    ]
