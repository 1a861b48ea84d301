"""The lists of referrals, one referral, opening and changing one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict, NotFound
from yimi.core.ids import new_uid
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.people.access import get_household_for_view
from yimi.referrals import access, actions
from yimi.referrals.drafts import ForWhom, ReferralDraft
from yimi.referrals.forms import ChangeForm, NewReferralForm
from yimi.referrals.models import Referral
from yimi.referrals.pages.frame import newer
from yimi.referrals.permissions import ANSWER, EDIT, VIEW
from yimi.referrals.queries import lists, preparing
from yimi.referrals.queries.contents import contents_of, receiver_of, text_of
from yimi.referrals.queries.detail import referral_page, side_of
from yimi.referrals.queries.preparing import Surroundings, surroundings_of

VIEWS = ("open", "overdue", "incoming", "closed")


@door(VIEW, model="referral", channel=Channel.LIST)
@require_GET
def referrals(request: Request) -> HttpResponse:
    """The station's referrals by tab, the oldest number first, of closed ones the newest. Seven queries, whatever the number of rows."""
    actor, today = request.actor, clock.today()
    view = request.GET.get("view", "open")
    may_receive = actor.may(ANSWER)
    if view not in VIEWS or (view == "incoming" and not may_receive):
        view = "open"
    page = page_of(
        lists.chosen(actor, view, today), by="number", key="uid",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        newest_first=view == "closed",
    )  # fmt: skip
    context = {
        "view": view,
        "page": page,
        "rows": lists.referral_rows(page.rows, today, is_incoming=view == "incoming"),
        "counts": lists.counts(actor, today),
        "may_edit": actor.may(EDIT),
        "may_receive": may_receive,
    }
    return render(request, "referrals/referrals.html", context)


@door(VIEW, model="referral", channel=Channel.PAGE)
@require_GET
def referral(request: Request, uid: UUID) -> HttpResponse:
    """One referral, as far as this side may see it; a look from outside the sending station stands in the trail."""
    row = access.get_referral_for_view(request.actor, uid)
    side = side_of(request.actor, row)
    if side != "sender":
        record_event(
            request.actor, "referrals.referral_viewed", subject_kind="referral", subject_uid=row.uid,
            unit_uid=row.unit_id, region_code=row.region_code, details={"side": side},
        )  # fmt: skip
    return render(
        request,
        "referrals/referral.html",
        {"page": referral_page(request.actor, row), "referral": row},
    )


@door(EDIT, model="referral", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_referral(request: Request) -> HttpResponse:
    """Open a referral for a household; without one, the page says where to begin."""
    around = surroundings_from(request)
    if around is None:
        return render(request, "referrals/whose.html", {"what": "referral"})
    return referral_form(request, around)


def referral_form(
    request: Request,
    around: Surroundings,
    *,
    resident: str = "",
    case_uid: UUID | None = None,
    back: str = "",
) -> HttpResponse:
    """The form that opens a referral. ``case_uid`` is given by the cases room's own door, which has fetched the case."""
    form = NewReferralForm(
        request.POST or None, members=around.members, workers=around.worker_choices,
        initial=initial_of(request, resident), **_bodies(around.household.unit),
    )  # fmt: skip
    if request.method == "POST":
        made = form.carry_out(
            lambda values: actions.open_referral(
                _draft(form, values, around, case_uid), actor=request.actor
            )
        )
        if made is not None:
            messages.success(
                request, _("已登记，编号 %(number)s。下一步：联系接收方。") % {"number": made.number},
                extra_tags=f"draft:referral-{around.household.pk}",
            )  # fmt: skip
            return redirect("referrals:referral", uid=made.uid)
    context = {
        "form": form,
        "household": around.household,
        "title": _("提出转介"),
        "back": back or reverse("portal:household", args=[around.household.pk]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "referrals/new_referral.html", context, status=status)


def surroundings_from(request: Request) -> Surroundings | None:
    """The household named in the address, when the actor may work for it; None when none is named.

    A case is never taken from the address: the cases room has doors of its own for what hangs on a case.
    """
    if "case" in request.GET:
        raise NotFound
    text = request.GET.get("household", "")
    if not text:
        return None
    try:
        household = get_household_for_view(request.actor, UUID(text))
    except ValueError:
        raise NotFound from None
    request.actor.require_at(EDIT, unit_uid=household.unit_id, region_code=household.region_code)
    return surroundings_of(household, clock.today())


def initial_of(request: Request, resident: str) -> dict[str, Any]:
    """What the form knows before anything is typed: for whom, and by whom."""
    return {
        "uid": new_uid(),
        "resident": resident or request.GET.get("resident", ""),
        "worker": str(request.actor.worker_uid or ""),
    }


def _bodies(unit: Any) -> dict[str, Any]:
    return {
        "units": preparing.units_near(unit, clock.today()),
        "authorities": preparing.authorities_near(unit),
    }


def whom_from(values: dict[str, Any], around: Surroundings, case_uid: UUID | None) -> ForWhom:
    """For whom, as chosen."""
    chosen = values["resident"]
    resident = preparing.resident_of(around.household, UUID(chosen)) if chosen else None
    return ForWhom(
        unit=around.household.unit, worker=around.workers[UUID(values["worker"])],
        household=around.household, resident=resident, case_uid=case_uid,
    )  # fmt: skip


def _draft(
    form: NewReferralForm, values: dict[str, Any], around: Surroundings, case_uid: UUID | None
) -> ReferralDraft:
    return ReferralDraft(
        uid=values["uid"], reason=values["reason"], text=values["text"], shared=values["shared"],
        receiver=form.receiver(), whom=whom_from(values, around, case_uid),
    )  # fmt: skip


@door(EDIT, model="referral", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def change(request: Request, uid: UUID) -> HttpResponse:
    """Other contents, before anything is sent. A clash shows what stands now above what was typed."""
    row = access.get_referral_for_edit(request.actor, uid)
    form = ChangeForm(request.POST or None, initial=_contents(row), **_bodies(row.unit))
    clash = ""
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda values: actions.change_referral(
                    row, actor=request.actor, row_version=form.expected, reason=values["reason"],
                    text=values["text"], shared=values["shared"], receiver=form.receiver(),
                )
            )  # fmt: skip
        except Conflict:
            row = access.get_referral_for_edit(request.actor, uid)
            form, done, clash = newer(form, row.row_version), None, contents_of(row)
        if done is not None:
            text = _("已保存。") if done.consent else _("已保存。内容变了，请重新征得同意。")
            messages.success(request, text)
            return redirect("referrals:referral", uid=uid)
    context = {
        "form": form, "title": _("修改转介 %(number)s") % {"number": row.number}, "clash": clash,
        "back": reverse("referrals:referral", args=[uid]),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    status = HTTPStatus.CONFLICT if clash else status
    return render(request, "referrals/new_referral.html", context, status=status)


def _contents(row: Referral) -> dict[str, Any]:
    body = receiver_of(row)
    return {
        "row_version": row.row_version, "reason": row.reason, "text": text_of(row),
        "shared": row.shared_items, "receiver_unit": body.unit_uid, "authority": body.authority_uid,
        "name": body.name, "contact": body.contact,
    }  # fmt: skip


@door(ANSWER, model="referral", channel=Channel.PAGE)
@never_cache
@require_POST
def reveal(request: Request, uid: UUID, item: str) -> HttpResponse:
    """A phone number or an address that the person agreed to share with this station; the look goes into the trail."""
    row = access.get_referral_for_view(request.actor, uid)
    values = actions.reveal_shared(row, item, actor=request.actor)
    return render(
        request, "referrals/revealed.html", {"values": values, "referral": row, "item": item}
    )
