"""The county's page of one worker: what rules know about them, what they may claim, claiming for them, joining files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.forms import ActionForm
from yimi.core.records import Known
from yimi.core.requests import Request
from yimi.programmes import access
from yimi.programmes.actions import (
    apply_claims,
    join_workers,
    record_fact,
    withdraw_fact,
)
from yimi.programmes.actions.facts import KINDS
from yimi.programmes.fact_forms import BackgroundForm, ConductForm, ExamCostForm, HonourForm
from yimi.programmes.facts import claimant_of
from yimi.programmes.forms import JoinForm, PaperDayForm
from yimi.programmes.models import Background, Claim
from yimi.programmes.pages.parts import claim_rows, drafts_of, offer_of
from yimi.programmes.permissions import APPROVE, KEEP_FACTS
from yimi.programmes.queries.offers import offers_for, open_months
from yimi.programmes.queries.people import facts_of, fields_of, namesakes, workers_by_name
from yimi.stations.pages.frame import form_page
from yimi.workforce.models import Worker

SHOWN = 50
TITLES = {
    "honour": gettext_lazy("登记荣誉"),
    "conduct": gettext_lazy("登记守法执业核查"),
    "background": gettext_lazy("认定学历、领域和岗位"),
    "exam_cost": gettext_lazy("登记考试费用"),
}
BACKGROUND = ("field", "internship_started_on", "graduated_on", "post")
KNOWN = ("social_work_degree", "full_time_student")


@door(KEEP_FACTS, model="claimant", channel=Channel.LIST)
def workers(request: Request) -> HttpResponse:
    """Find a worker by name, to keep their facts or claim for them. One query."""
    name = request.GET.get("q", "").strip()[:60]
    context = {"q": name, "rows": workers_by_name(request.actor, name)}
    return render(request, "programmes/workers.html", context)


@door(KEEP_FACTS, model="claimant", channel=Channel.PAGE)
def worker(request: Request, uid: UUID) -> HttpResponse:
    """What rules know about the worker and what follows from it."""
    found = access.get_worker_for_facts(request.actor, uid)
    who = claimant_of(found)
    claims = Claim.objects.filter(worker__in=[one.pk for one in who.workers])
    context = {
        "worker": found,
        "files": len(who.workers),
        "offers": offers_for(who, clock.today()),
        "facts": facts_of(who),
        "claims": claim_rows(list(claims.select_related("version").order_by("-uid")[:SHOWN])),
        "may_join": request.actor.may(APPROVE),
    }
    return render(request, "programmes/worker.html", context)


@door(KEEP_FACTS, model="claimant", channel=Channel.WRITE)
def new_fact(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """Write down a fact."""
    found = access.get_worker_for_facts(request.actor, uid)
    if kind not in TITLES:
        raise NotFound()
    form = _fact_form(request, found, kind)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: record_fact(found, kind, _values(kind, values), actor=request.actor)
        )
        if done is not None:
            messages.success(request, _("已登记。"))
            return redirect("programmes:worker", uid=uid)
    back = reverse("programmes:worker", args=[uid])
    title = f"{TITLES[kind]}：{found.name}"
    return form_page(request, form, title=title, back=back, save=_("登记"))


def _fact_form(request: Request, found: Worker, kind: str) -> ActionForm:
    data: Any = request.POST or None
    if kind == "background":
        known = Background.objects.current().filter(worker=found).first()
        return BackgroundForm(data, initial=_initial(known), fields=fields_of(found))
    plain: dict[str, type[ActionForm]] = {
        "honour": HonourForm, "conduct": ConductForm, "exam_cost": ExamCostForm
    }  # fmt: skip
    return plain[kind](data)


def _initial(known: Background | None) -> dict[str, Any]:
    if known is None:
        return {}
    words = {True: "yes", False: "no", None: ""}
    return {name: getattr(known, name) for name in BACKGROUND} | {
        name: words[getattr(known, name)] for name in KNOWN
    }


def _values(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    if kind != "exam_cost":
        return values
    kept = {name: value for name, value in values.items() if name != "yuan"}
    return {**kept, "amount_fen": int(values["yuan"] * 100)}


class _ReasonForm(ActionForm):
    """Why something entered is withdrawn."""

    reason = django_forms.CharField(label=gettext_lazy("原因"), max_length=300)


@door(KEEP_FACTS, model="claimant", channel=Channel.WRITE)
def drop_fact(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Withdraw a fact that was entered by mistake."""
    fact = _fact(kind, uid)
    found = access.get_worker_for_facts(request.actor, fact.worker_id)  # type: ignore[attr-defined]
    form = _ReasonForm(request.POST or None)
    if request.method == "POST":

        def carry(values: dict[str, Any]) -> bool:
            withdraw_fact(fact, actor=request.actor, reason=values["reason"])
            return True

        if form.carry_out(carry):
            messages.success(request, _("已撤回，规则不再看它。"))
            return redirect("programmes:worker", uid=found.pk)
    back = reverse("programmes:worker", args=[found.pk])
    return form_page(request, form, title=_("撤回写错的登记"), back=back, save=_("撤回"))


def _fact(kind: str, uid: UUID) -> Known:
    model = KINDS.get(kind)
    held = model._default_manager.filter(pk=uid, superseded_at=None) if model else None
    fact = held.first() if held is not None else None
    if fact is None:
        raise NotFound()
    return fact


@door(KEEP_FACTS, model="claim", channel=Channel.WRITE)
def apply_for(
    request: Request, uid: UUID, version_uid: UUID, benefit: str, key: UUID
) -> HttpResponse:
    """An office enters an application, as it came on paper perhaps."""
    found = access.get_worker_for_facts(request.actor, uid)
    version = access.get_pack_for_view(request.actor, version_uid)
    offer = offer_of(found, version, benefit, key)
    months = open_months(offer, claimant_of(found), clock.today())
    form = PaperDayForm(request.POST or None, months=months)
    if request.method == "POST":
        made = form.carry_out(
            lambda values: apply_claims(
                drafts_of(
                    form.chosen,
                    worker=found,
                    version=version,
                    benefit=benefit,
                    key=key,
                    claimed_on=values["claimed_on"],
                ),
                actor=request.actor,
            )
        )
        if made is not None:
            messages.success(request, _("申请已登记。核查要由另一个人来做。"))
            return redirect("programmes:claim", uid=made[0].pk)
    context = {
        "form": form, "offer": offer, "worker": found, "is_office": True,
        "back": reverse("programmes:worker", args=[uid]),
    }  # fmt: skip
    return render(request, "programmes/apply.html", context, status=422 if form.errors else 200)


@door(APPROVE, model="payee", channel=Channel.WRITE)
def join(request: Request, uid: UUID) -> HttpResponse:
    """Two staff files are one person."""
    found = access.get_worker_for_approval(request.actor, uid)
    others = namesakes(request.actor, found)
    form = JoinForm(request.POST or None, others=[(str(one.pk), text) for one, text in others])
    if request.method == "POST":
        by_uid = {str(one.pk): one for one, _text in others}
        done = form.carry_out(
            lambda values: join_workers(
                found, by_uid[values["other"]], actor=request.actor, reason=values["reason"]
            )
        )
        if done is not None:
            count = len(done.settlements)
            messages.success(request, _("已算作同一个人；因此处理了 %(count)s 笔重复的申请。") % {"count": count})  # fmt: skip
            return redirect("programmes:claims")
    return form_page(
        request, form, title=_("%(name)s：和另一份档案是同一个人") % {"name": found.name},
        back=reverse("programmes:claims"), save=_("算作同一个人"),
        note=_("两份档案都保留，申请和发放从此合在一起算：重复的申请不予通过，重复批准的撤销，重复发放的登记为应收回。这一步不能撤销，请先核对身份证。"),
    )  # fmt: skip
