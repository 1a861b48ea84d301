"""Questions that a place added to a form: the list, adding one, wording it better, ending one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.forms.access import get_local_field_for_edit, visible_local_fields
from yimi.forms.actions import add_local_field, end_local_field, reword_local_field
from yimi.forms.definitions import shipped, shipped_forms
from yimi.forms.local_form import LocalFieldForm, RewordForm
from yimi.forms.permissions import EDIT_LOCAL_FIELDS
from yimi.stations.forms import EndForm
from yimi.stations.pages.frame import form_page
from yimi.stations.places import home_prefix, place_names


@door(EDIT_LOCAL_FIELDS, model="local_field", channel=Channel.LIST)
@require_GET
def local_fields(request: Request) -> HttpResponse:
    """What the actor's divisions ask besides, by form."""
    found = visible_local_fields(request.actor).order_by("form_code", "region_code", "starts_on")
    rows = list(found)
    names = place_names({row.region_code for row in rows})
    context = {
        "rows": [
            (row, shipped(row.form_code).title, names.get(row.region_code, row.region_code))
            for row in rows
        ],
        "forms": shipped_forms(),
    }
    return render(request, "forms/local_fields.html", context)


@door(EDIT_LOCAL_FIELDS, model="local_field", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_local_field(request: Request) -> HttpResponse:
    """Add a question to the form named by ``?form=``; without one, first choose it in the list."""
    form_code = request.GET.get("form", "")
    if not form_code:
        return redirect("forms:local_fields")
    definition = shipped(form_code)
    home = home_prefix(request.actor, EDIT_LOCAL_FIELDS)
    form = LocalFieldForm(request.POST or None, definition=definition, within=home)
    if request.method == "POST":
        done = form.carry_out(lambda _values: add_local_field(form.to_new(), actor=request.actor))
        if done is not None:
            messages.success(
                request,
                _("已给“%(form)s”加上“%(label)s”，%(day)s起填写。")
                % {"form": definition.title, "label": done.label, "day": done.starts_on},
            )
            return redirect("forms:local_fields")
    return form_page(
        request,
        form,
        title=_("给“%(form)s”加一栏") % {"form": definition.title},
        back=reverse("forms:local_fields"),
        save=_("加上"),
        note=_("这一栏会出现在当地各站点的表里，也会打印出来。国家标准里已有的栏目不用再加。"),
    )


@door(EDIT_LOCAL_FIELDS, model="local_field", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def reword(request: Request, uid: UUID) -> HttpResponse:
    """Ask a question in other words from now on."""
    row = get_local_field_for_edit(request.actor, uid)
    form = RewordForm(request.POST or None, row=row)
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: reword_local_field(row, form.wording(), actor=request.actor)
        )
        if done is not None:
            messages.success(request, _("已更正。以前填好的表还是原来的说法。"))
            return redirect("forms:local_fields")
    return form_page(
        request,
        form,
        title=_("更正“%(label)s”的说法") % {"label": row.label},
        back=reverse("forms:local_fields"),
        save=_("保存"),
        note=_("换说法不换问题。问的是另一件事，请停用这一栏，另加一栏。"),
    )


@door(EDIT_LOCAL_FIELDS, model="local_field", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def end_field(request: Request, uid: UUID) -> HttpResponse:
    """Ask a question for the last time."""
    row = get_local_field_for_edit(request.actor, uid)
    form = EndForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: end_local_field(row, actor=request.actor, ends_on=values["ends_on"])
        )
        if done is not None:
            messages.success(request, _("已停用。填过的内容都还在，打印也照旧。"))
            return redirect("forms:local_fields")
    return form_page(
        request,
        form,
        title=_("停用“%(label)s”") % {"label": row.label},
        back=reverse("forms:local_fields"),
        save=_("停用"),
    )
