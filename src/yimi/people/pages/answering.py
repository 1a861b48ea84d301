"""The page around one form about one person, and where it leads afterwards."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yimi.core.forms import ActionForm
from yimi.core.requests import Request
from yimi.people.models import Resident
from yimi.people.pages.returning import address_of, back_to


def answer(
    request: Request,
    resident: Resident,
    form: ActionForm,
    saved: Any,
    title: str,
    *,
    note: Any = "",
    save: Any = "",
) -> HttpResponse:
    """Back to the household when it was saved; else the form, with the errors at their fields.

    ``note`` stands above the fields; ``save`` are other words for the button.
    """
    if saved is not None:
        messages.success(request, _("已保存。"))
        return back_to(resident)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "form": form,
        "resident": resident,
        "title": title,
        "note": note,
        "save": save,
        "home": address_of(resident),
    }
    return render(request, "people/form.html", context, status=status)
