"""Forms for certificates and placements."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.stations.pages.frame import form_page
from yimi.workforce import access
from yimi.workforce.actions import (
    CertificateDraft,
    PlacementDraft,
    add_certificate,
    correct_placement,
    end_placement,
    place_worker,
    renew_registration,
    void_certificate,
)
from yimi.workforce.forms import (
    CertificateForm,
    EndPlacementForm,
    PlacementEditForm,
    PlacementForm,
    ReasonForm,
    RenewForm,
)
from yimi.workforce.models import Worker
from yimi.workforce.pages.workers import warn_about


def _back(worker: Worker) -> str:
    return reverse("workforce:worker", args=[worker.uid])


def _saved(request: Request, worker: Worker, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("workforce:worker", uid=worker.uid)


@door(access.EDIT, model="certificate", channel=Channel.WRITE)
def new_certificate(request: Request, uid: UUID) -> HttpResponse:
    """Add a certificate."""
    worker = access.get_worker_for_edit(request.actor, uid)
    form = CertificateForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: add_certificate(worker, CertificateDraft(**values), actor=request.actor)
        )
        if done is not None:
            return _saved(request, worker, _("证书已登记。"))
    return form_page(
        request, form, title=_("登记%(name)s的证书") % {"name": worker.name}, back=_back(worker), save=_("登记")
    )  # fmt: skip


@door(access.EDIT, model="certificate", channel=Channel.WRITE)
def renew(request: Request, uid: UUID) -> HttpResponse:
    """Note that a certificate was registered again."""
    certificate = access.get_certificate_for_edit(request.actor, uid)
    form = RenewForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: renew_registration(certificate, actor=request.actor, **values)
        )
        if done is not None:
            return _saved(request, certificate.worker, _("已续期三年。"))
    return form_page(
        request, form, title=_("证书登记续期"), back=_back(certificate.worker), save=_("保存")
    )


@door(access.EDIT, model="certificate", channel=Channel.WRITE)
def void(request: Request, uid: UUID) -> HttpResponse:
    """Withdraw a certificate entered by mistake."""
    certificate = access.get_certificate_for_edit(request.actor, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void_certificate(certificate, actor=request.actor, reason=form.cleaned_data["reason"])
        return _saved(request, certificate.worker, _("已撤回，不再计入持证人数。"))
    return form_page(
        request, form, title=_("撤回证书"), back=_back(certificate.worker), save=_("撤回"),
        note=_("只用于登记错了的证书。撤回的内容和原因会留痕。"),
    )  # fmt: skip


@door(access.PLACE, model="placement", channel=Channel.WRITE)
def new_placement(request: Request, uid: UUID) -> HttpResponse:
    """Place a worker at a unit."""
    worker = access.get_worker_for_edit(request.actor, uid, access.PLACE)
    form = PlacementForm(request.POST or None, units=access.units_with(request.actor, access.PLACE))
    if request.method == "POST":
        made = form.carry_out(
            lambda values: place_worker(
                PlacementDraft(worker=worker, **values), actor=request.actor
            )
        )
        if made is not None:
            warn_about(request, made)
            return _saved(request, worker, _("在岗已登记。"))
    return form_page(
        request, form, title=_("安排%(name)s上岗") % {"name": worker.name}, back=_back(worker), save=_("登记")
    )  # fmt: skip


@door(access.PLACE, model="placement", channel=Channel.WRITE)
def edit_placement(request: Request, uid: UUID) -> HttpResponse:
    """Correct a placement's dates or post."""
    placement = access.get_placement_for_edit(request.actor, uid)
    names = ("post_kind", "is_head", "full_time", "starts_on", "ends_on")
    initial = {name: getattr(placement, name) for name in names}
    form = PlacementEditForm(request.POST or None, initial=initial)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: correct_placement(placement, actor=request.actor, changes=values)
        )
        if done is not None:
            warn_about(request, done)
            return _saved(request, placement.worker, _("已保存，以前的情况仍可查阅。"))
    return form_page(
        request, form, title=_("修改在岗记录"), back=_back(placement.worker), save=_("保存"),
        note=_("这里改的是登记错的内容。换岗请先结束这一段，再登记新的一段。"),
    )  # fmt: skip


@door(access.PLACE, model="placement", channel=Channel.WRITE)
def end(request: Request, uid: UUID) -> HttpResponse:
    """A post's last day."""
    placement = access.get_placement_for_edit(request.actor, uid)
    form = EndPlacementForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: end_placement(placement, actor=request.actor, **values)
        )
        if done is not None:
            return _saved(request, placement.worker, _("离岗已登记。"))
    title = _("%(name)s离开%(unit)s")
    return form_page(
        request, form, title=title % {"name": placement.worker.name, "unit": placement.unit.name},
        back=_back(placement.worker), save=_("登记离岗"),
    )  # fmt: skip
