"""A payment list on the wall, and how a division posts its lists."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.forms.printing.download import download
from yimi.programmes import access
from yimi.programmes.actions import set_template
from yimi.programmes.forms import PostingForm
from yimi.programmes.models import ListState
from yimi.programmes.permissions import PREPARE_LISTS
from yimi.programmes.postings import Posting, template_for
from yimi.programmes.printing import as_docx, sheet_of
from yimi.programmes.queries.lists import home_division
from yimi.stations.pages.frame import form_page


@door(PREPARE_LISTS, model="payment_list", channel=Channel.EXPORT)
def posting(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """The list as it hangs on the wall: a page to print, or Word."""
    made = access.get_list_for_view(request.actor, uid)
    if made.state == ListState.DRAFT or kind not in {"page", "docx"}:
        raise NotFound()
    sheet = sheet_of(made)
    if kind == "docx":
        return download(as_docx(sheet), f"{made.title}公示", "docx")
    return render(request, "programmes/posting.html", {"sheet": sheet, "list": made})


@door(PREPARE_LISTS, model="posting_template", channel=Channel.WRITE)
def template(request: Request) -> HttpResponse:
    """How one's division posts its lists."""
    division = home_division(request.actor)
    known = template_for(division, "")
    initial = {
        "heading": known.heading, "columns": [column.value for column in known.columns],
        "days": known.days, "place": known.place, "source": known.source,
    }  # fmt: skip
    form = PostingForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_template(
                Posting(**{**values, "columns": tuple(values["columns"])}),
                actor=request.actor, region_code=division,
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("公示方式已保存，以后的发放表照此公示。"))
            return redirect("programmes:lists")
    return form_page(
        request, form, title=_("发放表怎样公示"), back=reverse("programmes:lists"), save=_("保存"),
    )  # fmt: skip
