"""The client's agreement: to the service, and to the plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.cases.access import get_case_for_edit
from yimi.cases.actions import agree_plan, record_agreement, withdraw_agreement
from yimi.cases.choices import AgreementPurpose, Basis
from yimi.cases.forms import AgreeForm, ReasonForm
from yimi.cases.models import Plan, ServiceAgreement
from yimi.cases.pages.frame import act, below
from yimi.cases.permissions import WORK
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.rules.collecting import needs_guardian

FORM = ["GET", "POST"]


@door(WORK, model="service_agreement", channel=Channel.WRITE)
@require_http_methods(FORM)
def agreement(request: Request, uid: UUID) -> HttpResponse:
    """Note who agreed to what, or that the emergency did not leave time to ask."""
    case = get_case_for_edit(request.actor, uid)
    child = needs_guardian(case.resident.birth_on, on=clock.today())
    initial = {
        "purpose": AgreementPurpose.SERVICE,
        "basis": Basis.CONSENT,
        "given_by": "guardian" if child else "client",
        "form": "written",
    }
    form = AgreeForm(request.POST or None, initial=initial)
    return act(
        request, case, form,
        lambda values: record_agreement(case, actor=request.actor, **values),
        title=_("服务协议"), save=_("记下"), done=_("协议已记下。可以接着填服务协议书并打印签字。"), part="agreement",
        note=_("说明服务内容、保密和保密的例外、可以随时退出，再请服务对象同意。"),
    )  # fmt: skip


@door(WORK, model="service_agreement", channel=Channel.WRITE)
@require_http_methods(FORM)
def withdraw(request: Request, uid: UUID, agreement_uid: UUID) -> HttpResponse:
    """The client takes the agreement back."""
    case = get_case_for_edit(request.actor, uid)
    row = below(ServiceAgreement.objects.current(), case, pk=agreement_uid)
    form = ReasonForm(request.POST or None)
    return act(
        request, case, form,
        lambda values: withdraw_agreement(row, actor=request.actor, reason=values["reason"]),
        title=_("撤回同意"), save=_("记下撤回"), done=_("撤回已记下。"), part="agreement",
        note=_("撤回不影响以前的服务，也不影响其他待遇。"),
    )  # fmt: skip


@door(WORK, model="plan", channel=Channel.WRITE)
@require_http_methods(FORM)
def agree_to_plan(request: Request, uid: UUID) -> HttpResponse:
    """The client agrees to the plan in force."""
    case = get_case_for_edit(request.actor, uid)
    plan = below(Plan.objects.current(), case)
    form = AgreeForm(request.POST or None, initial={"given_by": "client", "form": "written"})
    for name in ("purpose", "basis", "guardian_name", "due_on"):
        del form.fields[name]
    for name in ("given_by", "form", "given_on"):
        form.fields[name].required = True
    return act(
        request, case, form,
        lambda values: agree_plan(
            plan, actor=request.actor, agreed_by=values["given_by"], agreed_form=values["form"],
            agreed_on=values["given_on"],
        ),
        title=_("服务对象同意计划"), save=_("记下"), done=_("已记下服务对象同意这一版计划。"), part="plan",
    )  # fmt: skip
