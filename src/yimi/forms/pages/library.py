"""The list of forms, a form as it looks here, blank forms for paper."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.access import home_of
from yimi.forms.answers import answers_form
from yimi.forms.definitions import definition, shipped_forms
from yimi.forms.permissions import EDIT_LOCAL_FIELDS, VIEW_FORMS
from yimi.forms.printing import PrintedForm, as_docx, as_pdf, download
from yimi.regions.rules import CODE_LENGTH
from yimi.stations.places import place_names


@door(VIEW_FORMS, model="form", channel=Channel.LIST)
@require_GET
def forms_list(request: Request) -> HttpResponse:
    """All forms of the profession, with blank copies."""
    context = {"forms": shipped_forms(), "may_add": request.actor.may(EDIT_LOCAL_FIELDS)}
    return render(request, "forms/list.html", context)


@door(VIEW_FORMS, model="form", channel=Channel.PAGE)
@require_http_methods(["GET", "POST"])
def preview(request: Request, code: str) -> HttpResponse:
    """A form as it is filled in at the actor's place, or at ``?place=`` below it. Trying it out saves nothing."""
    place = _place(request)
    form = definition(code, region_code=place)
    answers = answers_form(form, request.POST or None)
    is_tried = answers.is_valid()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if answers.is_refused else HTTPStatus.OK
    context = {
        "form": form,
        "answers": answers,
        "is_tried": is_tried,
        "missing": answers.missing if is_tried else [],
        "place": place_names([place]).get(place, "") if place else "",
        "may_add": request.actor.may(EDIT_LOCAL_FIELDS),
    }
    return render(request, "forms/preview.html", context, status=status)


@door(VIEW_FORMS, model="form", channel=Channel.EXPORT)
@require_GET
def blank(request: Request, code: str, kind: str) -> HttpResponse:
    """An empty form for paper, with the questions of the actor's place."""
    form = definition(code, region_code=home_of(request.actor))
    draw = {"docx": as_docx, "pdf": as_pdf}.get(kind)
    if draw is None:
        raise NotFound()
    name = f"{form.code} {form.zh}"
    return download(
        draw(name, [PrintedForm(form, {}, {})]), _("%(name)s（空白）") % {"name": name}, kind
    )


def _place(request: Request) -> str:
    """The division asked for, where the actor may add questions; else their own."""
    asked = request.GET.get("place", "")
    is_code = len(asked) == CODE_LENGTH and asked.isascii() and asked.isdigit()
    if is_code and request.actor.may_at(EDIT_LOCAL_FIELDS, region_code=asked):
        return asked
    return home_of(request.actor)
