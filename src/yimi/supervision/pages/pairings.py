"""Pairing agreements: the list, one agreement as a check-list, registering facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.stations.pages.frame import form_page
from yimi.stations.places import place_names
from yimi.supervision import pairing_access, queries
from yimi.supervision.actions import (
    PairingDraft,
    add_local_worker,
    add_pairing_supervisor,
    agree_pairing,
    correct_pairing,
    correct_pairing_places,
    end_pairing_fact,
    record_visit,
)
from yimi.supervision.clauses import clause_text
from yimi.supervision.models import PairingAgreement
from yimi.supervision.pairing_forms import (
    PairingEditForm,
    PairingFactForm,
    PairingForm,
    PairingPlacesForm,
)
from yimi.supervision.plan_forms import EndForm

FACTS = (
    "row_version", "name", "document", "agency", "starts_on", "ends_on", "supervisors_required", "onsite_visits_min",
    "onsite_days_min", "counts_per", "local_workers_required", "local_worker_months", "rule_note",
)  # fmt: skip
ADDING: dict[str, tuple[Any, Any]] = {
    "supervisor": (gettext_lazy("登记督导"), add_pairing_supervisor),
    "local-worker": (gettext_lazy("登记当地社工"), add_local_worker),
    "visit": (gettext_lazy("登记实地督导"), record_visit),
}


@door(pairing_access.VIEW, model="pairing_agreement", channel=Channel.LIST)
def pairings(request: Request) -> HttpResponse:
    """Agreements the actor sees, newest first. Two queries."""
    found = pairing_access.visible_pairings(request.actor).select_related("agency")
    page = page_of(
        found, by="starts_on", key="uid", newest_first=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    codes = [code for row in page.rows for code in (row.lead_region_code, row.site_region_code)]
    names = place_names(codes, levels=3)
    context = {
        "rows": [
            (row, names[row.lead_region_code], names[row.site_region_code]) for row in page.rows
        ],
        "page": page,
        "today": clock.today(),
        "may_edit": request.actor.may(pairing_access.EDIT),
    }
    return render(request, "supervision/pairings.html", context)


@door(pairing_access.VIEW, model="pairing_agreement", channel=Channel.PAGE)
def pairing(request: Request, uid: UUID) -> HttpResponse:
    """One agreement against its own rule: each condition with its clause and the values found."""
    found, today = pairing_access.get_pairing_for_view(request.actor, uid), clock.today()
    standing = queries.pairing_standing(found, as_of=today)
    towns = queries.assisting_codes(found)
    names = place_names([found.lead_region_code, found.site_region_code, *towns], levels=3)
    context = {
        "agreement": found,
        "standing": standing,
        "lines": [(line, *clause_text(line, standing.names)) for line in standing.conditions],
        "lead": names[found.lead_region_code],
        "site": names[found.site_region_code],
        "towns": [names[code] for code in towns],
        "may_edit": pairing_access.may_edit(
            request.actor, found.lead_region_code, found.site_region_code
        ),
    }
    return render(request, "supervision/pairing.html", context)


@door(pairing_access.EDIT, model="pairing_agreement", channel=Channel.WRITE)
def new_pairing(request: Request) -> HttpResponse:
    """Register an agreement with its rule."""
    form = PairingForm(request.POST or None)
    if request.method == "POST":
        made = form.carry_out(
            lambda _values: agree_pairing(PairingDraft(**form.facts()), actor=request.actor)
        )
        if made is not None:
            messages.success(request, _("结对协议已登记。接着登记督导和当地社工。"))
            return redirect("supervision:pairing", uid=made.pk)
    return form_page(
        request, form, title=_("登记结对协议"), back=reverse("supervision:pairings"), save=_("登记"),
        note=_("数字照文件填。文件没有写清楚的（如“1 个月”是多少天），在最后一栏写明怎么理解。"),
    )  # fmt: skip


@door(pairing_access.EDIT, model="pairing_agreement", channel=Channel.WRITE)
def edit_pairing(request: Request, uid: UUID) -> HttpResponse:
    """Correct an agreement, or how its rule is read."""
    found = pairing_access.get_pairing_for_edit(request.actor, uid)
    form = PairingEditForm(
        request.POST or None, initial={name: getattr(found, name) for name in FACTS}
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_pairing(
                found, actor=request.actor, expected=form.expected, changes=form.facts()
            )
        )
        if done is not None:
            return _saved(request, found)
    return form_page(
        request, form, title=_("修改结对协议"), back=_address(found), save=_("保存"),
    )  # fmt: skip


@door(pairing_access.EDIT, model="pairing_agreement", channel=Channel.WRITE)
def edit_places(request: Request, uid: UUID) -> HttpResponse:
    """Correct which towns help and which place is helped; what stood before stays in the trail."""
    found = pairing_access.get_pairing_for_edit(request.actor, uid)
    initial = {
        "row_version": found.row_version,
        "region_code": found.lead_region_code,
        "site": found.site_region_code,
        "assisting": "\n".join(queries.assisting_codes(found)),
    }
    form = PairingPlacesForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda _values: correct_pairing_places(
                found, actor=request.actor, expected=form.expected, **form.facts()
            )
        )
        if done is not None:
            return _saved(request, found)
    return form_page(
        request, form, title=_("更正结对的地方"), back=_address(found), save=_("保存"),
        note=_("写错了才改，改之前的会留痕。换了别的地方结对的，请另登记一份协议。"),
    )  # fmt: skip


def _address(agreement: PairingAgreement) -> str:
    return reverse("supervision:pairing", args=[agreement.pk])


def _saved(request: Request, agreement: PairingAgreement) -> HttpResponse:
    messages.success(request, _("已保存。条件已按新的情况重新核对。"))
    return redirect("supervision:pairing", uid=agreement.pk)


@door(pairing_access.EDIT, model="pairing_agreement", channel=Channel.WRITE)
def add_fact(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """A supervisor, a local worker or a stay on site."""
    found = pairing_access.get_pairing_for_edit(request.actor, uid)
    if kind not in ADDING:
        raise NotFound()
    title, add = ADDING[kind]
    workers = queries.pairing_candidates(request.actor, found, kind)
    form = PairingFactForm(request.POST or None, workers=workers, is_open=kind != "visit")
    if request.method == "POST":
        done = form.carry_out(
            lambda values: add(
                found, values["worker"] or queries.find_outside_supervisor(values["outside_name"], values["outside_number"]),
                actor=request.actor, starts_on=values["starts_on"], ends_on=values["ends_on"],
            )
        )  # fmt: skip
        if done is not None:
            return _saved(request, found)
    return form_page(request, form, title=title, back=_address(found), save=_("登记"))


@door(pairing_access.EDIT, model="pairing_agreement", channel=Channel.WRITE)
def end_fact(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """The last day of a supervisor's, a local worker's or a visit's stretch."""
    row = pairing_access.get_fact_for_edit(request.actor, kind, uid)
    form = EndForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: end_pairing_fact(row, actor=request.actor, ends_on=values["ends_on"])
        )
        if done is not None:
            return _saved(request, row.agreement)
    return form_page(
        request, form, title=_("%(name)s到哪天止") % {"name": row.worker.name}, back=_address(row.agreement), save=_("保存"),
    )  # fmt: skip
