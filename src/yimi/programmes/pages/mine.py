"""My page for social workers: certificates, what I may claim and by when, what is missing, what was paid."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.programmes import access
from yimi.programmes.accounts import Account
from yimi.programmes.actions import (
    apply_claims,
    attach_evidence,
    file_appeal,
    open_evidence,
    set_account,
    withdraw_claim,
    withdraw_evidence,
)
from yimi.programmes.facts import claimant_of
from yimi.programmes.forms import AccountForm, AppealForm, ApplyForm, EvidenceForm, RemarkForm
from yimi.programmes.models import BankAccount, Claim
from yimi.programmes.pages.parts import (
    claim_context,
    claim_rows,
    drafts_of,
    file_response,
    offer_of,
)
from yimi.programmes.permissions import CLAIM_OWN
from yimi.programmes.queries.offers import offers_for, open_months
from yimi.stations.pages.frame import form_page
from yimi.workforce.models import Certificate

SHOWN = 50


@door(CLAIM_OWN, model="claim", channel=Channel.LIST)
def mine(request: Request) -> HttpResponse:
    """My page. The same number of queries, whatever one has."""
    actor = request.actor
    if actor.worker_uid is None:
        return render(request, "programmes/mine.html", {"worker": None})
    worker = access.own_worker(actor)
    who = claimant_of(worker)
    held = Certificate.objects.current().filter(worker__in=[one.pk for one in who.workers])
    claims = access.own_claims(actor).select_related("version").order_by("-uid")[:SHOWN]
    context = {
        "worker": worker,
        "certificates": held.order_by("-issued_on", "pk"),
        "offers": offers_for(who, clock.today()),
        "claims": claim_rows(list(claims)),
        "has_account": who.payee is not None
        and BankAccount.objects.current().filter(payee=who.payee).exists(),
    }
    return render(request, "programmes/mine.html", context)


@door(CLAIM_OWN, model="bank_account", channel=Channel.WRITE)
def account(request: Request) -> HttpResponse:
    """Say where one's money goes. What stood before is not shown again."""
    if request.actor.worker_uid is None:
        return redirect("programmes:mine")
    worker = access.own_worker(request.actor)
    form = AccountForm(request.POST or None, initial={"holder": worker.name})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: set_account(worker, Account(**values), actor=request.actor)
        )
        if done is not None:
            messages.success(request, _("收款账户已保存。"))
            return redirect("programmes:mine")
    return form_page(
        request, form, title=_("收款账户"), back=reverse("programmes:mine"), save=_("保存"),
        note=_("账号加密保存，只有送财务发放的经办人看得到，每次查看都留痕。改了账户要重新填写全部三项。"),
    )  # fmt: skip


@door(CLAIM_OWN, model="claim", channel=Channel.WRITE)
def apply(request: Request, version_uid: UUID, benefit: str, key: UUID) -> HttpResponse:
    """Claim: the conditions as they stand for me, the papers I shall need, one button."""
    worker = access.own_worker(request.actor)
    version = access.get_pack_for_view(request.actor, version_uid)
    offer = offer_of(worker, version, benefit, key)
    months = open_months(offer, claimant_of(worker), clock.today())
    # perhaps a form without a field of its own: an empty POST is a whole one
    form = ApplyForm(request.POST if request.method == "POST" else None, months=months)
    if request.method == "POST":
        made = form.carry_out(
            lambda _values: apply_claims(
                drafts_of(form.chosen, worker=worker, version=version, benefit=benefit, key=key),
                actor=request.actor,
            )
        )
        if made is not None:
            messages.success(request, _("申请已提交。接着把材料拍照传上来。"))
            return redirect("programmes:my_claim", uid=made[0].pk)
    context = {"form": form, "offer": offer, "back": reverse("programmes:mine"), "worker": worker}
    return render(request, "programmes/apply.html", context, status=422 if form.errors else 200)


@door(CLAIM_OWN, model="claim", channel=Channel.PAGE)
def claim(request: Request, uid: UUID) -> HttpResponse:
    """One of my claims: where it stands, its papers, its reasons."""
    found = access.get_own_claim(request.actor, uid)
    return render(request, "programmes/claim.html", claim_context(request, found, is_mine=True))


@door(CLAIM_OWN, model="claim", channel=Channel.WRITE)
def my_step(request: Request, uid: UUID, step: str) -> HttpResponse:
    """Withdraw, or object."""
    found = access.get_own_claim(request.actor, uid)
    return _appeal(request, found) if step == "appeal" else _withdraw(request, found)


def _withdraw(request: Request, found: Claim) -> HttpResponse:
    form = RemarkForm(request.POST or None, initial={"row_version": found.row_version})
    if request.method == "POST":
        done = form.carry_out(
            lambda values: withdraw_claim(
                found, actor=request.actor, expected=form.expected, note=values["note"]
            )
        )
        if done is not None:
            messages.success(request, _("申请已撤回。"))
            return redirect("programmes:mine")
    return form_page(
        request, form, title=_("撤回申请 %(number)s") % {"number": found.number},
        back=reverse("programmes:my_claim", args=[found.pk]), save=_("撤回"),
        note=_("撤回以后还可以重新申请，但要在申请期限之内。"),
    )  # fmt: skip


def _appeal(request: Request, found: Claim) -> HttpResponse:
    form = AppealForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: file_appeal(found, actor=request.actor, text=values["text"])
        )
        if done is not None:
            messages.success(request, _("申诉已提交，由另一位工作人员答复。"))
            return redirect("programmes:my_claim", uid=found.pk)
    return form_page(
        request, form, title=_("对申请 %(number)s 的决定申诉") % {"number": found.number},
        back=reverse("programmes:my_claim", args=[found.pk]), save=_("提交申诉"),
    )  # fmt: skip


@door(CLAIM_OWN, model="evidence", channel=Channel.WRITE)
@require_POST
def hand_in(request: Request, uid: UUID) -> HttpResponse:
    """Add a paper to one's claim."""
    found = access.get_own_claim(request.actor, uid)
    form = EvidenceForm(request.POST, request.FILES)
    done = form.carry_out(
        lambda values: attach_evidence(
            found, values["kind"], values["file"].read(), actor=request.actor
        )
    )
    if done is not None:
        messages.success(request, _("材料已收下。"))
    else:
        texts = [str(text) for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(texts))
    return redirect("programmes:my_claim", uid=uid)


@door(CLAIM_OWN, model="evidence", channel=Channel.ATTACHMENT)
def my_evidence(request: Request, uid: UUID) -> HttpResponse:
    """A paper that I handed in."""
    paper = access.get_own_evidence(request.actor, uid)
    return file_response(paper, open_evidence(paper, actor=request.actor))


@door(CLAIM_OWN, model="evidence", channel=Channel.WRITE)
@require_POST
def drop_evidence(request: Request, uid: UUID) -> HttpResponse:
    """Take a wrong paper out."""
    paper = access.get_own_evidence(request.actor, uid)
    withdraw_evidence(paper, actor=request.actor)
    messages.success(request, _("材料已移除。"))
    return redirect("programmes:my_claim", uid=paper.claim_id)
