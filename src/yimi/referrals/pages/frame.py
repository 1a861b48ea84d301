"""The page around one step: the form, and what somebody else saved meanwhile."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yimi.core.forms import ActionForm
from yimi.core.requests import Request


def step_page(
    request: Request,
    form: ActionForm,
    *,
    title: Any,
    back: str,
    save: Any,
    note: Any = "",
    clash: Any = "",
) -> HttpResponse:
    """422 when something has to be changed, 409 when somebody was faster; ``clash`` says what stands now."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if clash:
        status = HTTPStatus.CONFLICT
    context = {
        "form": form, "title": title, "back": back, "save": save, "note": note, "clash": clash,
    }  # fmt: skip
    return render(request, "referrals/step.html", context, status=status)


def newer(form: Any, row_version: int) -> Any:
    """What was typed, over the version now on file: saving again is a decision, not an accident."""
    data = form.data.copy()
    data["row_version"] = str(row_version)
    form.data = data
    return form
