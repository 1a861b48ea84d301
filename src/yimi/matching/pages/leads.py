"""The list of leads, one lead, and noting what came of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, Invalid
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.matching import access
from yimi.matching.actions import StepDraft, note_step
from yimi.matching.forms import LeadFilterForm, StepForm
from yimi.matching.models import Lead
from yimi.matching.permissions import VIEW_LEADS, VIEW_UPTAKE, WORK_LEADS
from yimi.matching.queries.detail import LeadPage, lead_page
from yimi.matching.queries.lists import (
    chosen_leads,
    lead_rows,
    open_counts,
    village_choices,
    write_leads,
)
from yimi.matching.rules import State
from yimi.matching.words import Words

EXPORT_LIMIT = 20_000
#: The catalogue's item for telling people about policies.
ITEM = "SA2"


@door(VIEW_LEADS, model="lead", channel=Channel.LIST)
@require_GET
def leads(request: Request) -> HttpResponse:
    """建议核实: by village, benefit and state. Seven queries, whatever the number of rows."""
    actor, words = request.actor, Words.of_today()
    form = LeadFilterForm(request.GET, words=words, villages=village_choices(actor))
    chosen = form.chosen()
    page = page_of(
        chosen_leads(actor, chosen, words), by="region_code", key="uid",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "rows": lead_rows(page.rows, words),
        "counts": open_counts(actor, words),
        "has_example": any(pack.is_example for pack in words.packs.everywhere),
        "may_count": actor.may(VIEW_UPTAKE),
        "today": clock.today(),
    }
    return render(request, "matching/leads.html", context)


@door(VIEW_LEADS, model="lead", channel=Channel.EXPORT)
@require_GET
def export(request: Request) -> FileResponse:
    """The filtered list as a workbook; written into the trail with its filter and size."""
    actor, words = request.actor, Words.of_today()
    form = LeadFilterForm(request.GET, words=words, villages=village_choices(actor))
    chosen = form.chosen()
    rows = list(
        chosen_leads(actor, chosen, words).order_by("region_code", "uid")[: EXPORT_LIMIT + 1]
    )
    if len(rows) > EXPORT_LIMIT:
        raise Invalid.one("village", _("一次最多导出 20,000 条，请选一个村（社区）或一项待遇。"))
    record_event(
        actor, "matching.exported", subject_kind="lead", subject_uid="list",
        details={"rows": len(rows), "filter": chosen.told()},
    )  # fmt: skip
    name = _("政策建议") + f"-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(write_leads(rows, words), as_attachment=True, filename=name)


@door(VIEW_LEADS, model="lead", channel=Channel.PAGE)
@require_GET
def lead(request: Request, uid: UUID) -> HttpResponse:
    """One lead with each condition ✓ ✗ ?; whoever looks stands in the trail."""
    found = access.get_lead_for_view(request.actor, uid)
    record_event(
        request.actor, "matching.lead_viewed", subject_kind="lead", subject_uid=found.pk,
        unit_uid=found.unit_id, region_code=found.region_code,
    )  # fmt: skip
    page = lead_page(request.actor, found)
    return render(request, "matching/lead.html", _context(request, page, _form(request, page)))


@door(WORK_LEADS, model="lead", channel=Channel.WRITE)
@require_http_methods(["POST"])
def step(request: Request, uid: UUID) -> HttpResponse:
    """Note what came of it."""
    found = access.get_lead_for_edit(request.actor, uid)
    page = lead_page(request.actor, found)
    form = _form(request, page)
    clash = False
    try:
        if form.carry_out(lambda values: _note(request, found, form, values)) is not None:
            messages.success(request, _("已登记。"))
            return redirect("matching:lead", uid=uid)
    except Conflict:
        clash = True
        form.put("row_version", Lead.objects.values_list("row_version", flat=True).get(pk=uid))
    status = HTTPStatus.CONFLICT if clash else HTTPStatus.UNPROCESSABLE_ENTITY
    context = _context(request, page, form) | {"clash": clash}
    return render(request, "matching/lead.html", context, status=status)


def _note(request: Request, found: Lead, form: StepForm, values: dict[str, Any]) -> object:
    draft = StepDraft(
        found, State(values["state"]), values["happened_on"], form.expected, values["note"]
    )
    return note_step(draft, actor=request.actor)


def _form(request: Request, page: LeadPage) -> StepForm:
    initial = {"happened_on": clock.today(), "row_version": page.lead.row_version}
    return StepForm(request.POST or None, steps=page.may_note, initial=initial, label_suffix="")


def _context(request: Request, page: LeadPage, form: StepForm) -> dict[str, Any]:
    lead = page.lead
    return {
        "page": page,
        "lead": lead,
        "form": form,
        "item": ITEM,
        "today": clock.today(),
        "may_record": lead.household_id is not None
        and request.actor.may_at(
            "services.record_service", unit_uid=lead.unit_id, region_code=lead.region_code
        ),
    }
