"""The page around a single form, here and in the workforce room."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core.forms import ActionForm
from yimi.core.requests import Request


def form_page(
    request: Request,
    form: ActionForm,
    *,
    title: Any,
    back: str,
    save: Any,
    note: Any = "",
    template: str = "stations/form.html",
) -> HttpResponse:
    """A form with its title, where the back link leads, and the words on its button; 422 when it has errors."""
    context = {
        "form": form,
        "title": title,
        "back": back,
        "save": save,
        "note": note,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, context, status=status)
