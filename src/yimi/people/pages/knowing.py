"""What is known of someone: statuses, consents, phones; and showing one sealed value."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.people.access import (
    get_consent_for_edit,
    get_household_for_view,
    get_phone_for_edit,
    get_resident_for_edit,
    get_resident_for_view,
    get_status_for_edit,
)
from yimi.people.actions import (
    add_phone,
    end_phone,
    end_status,
    give_consent,
    record_status,
    reveal_value,
    withdraw_consent,
)
from yimi.people.drafts import StatusDraft
from yimi.people.forms import ConsentForm, DayForm, PhoneForm, StatusForm
from yimi.people.models import GivenBy
from yimi.people.pages.answering import answer
from yimi.people.pages.returning import back_to
from yimi.people.permissions import EDIT_HOUSEHOLD, REVEAL_VALUE
from yimi.people.queries import status_kinds_for
from yimi.people.rules.collecting import needs_guardian


@door(EDIT_HOUSEHOLD, model="resident_status", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_status(request: Request, uid: UUID) -> HttpResponse:
    """Yes, or confirmed no."""
    resident = get_resident_for_edit(request.actor, uid)
    kinds = status_kinds_for(resident.region_code)
    form = StatusForm(request.POST or None, kinds=kinds, initial={"kind": request.GET.get("kind")})
    saved = None
    if request.method == "POST":
        saved = form.carry_out(
            lambda _values: record_status(
                StatusDraft(resident.pk, **form.facts()), actor=request.actor
            )
        )
    return answer(request, resident, form, saved, _("登记身份或待遇"))


@door(EDIT_HOUSEHOLD, model="resident_status", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def finish_status(request: Request, uid: UUID) -> HttpResponse:
    """The last day on which a status held."""
    status = get_status_for_edit(request.actor, uid)
    form = DayForm(request.POST or None, initial={"day": clock.today()})
    saved = None
    if request.method == "POST":
        saved = form.carry_out(
            lambda values: end_status(status, actor=request.actor, ends_on=values["day"])
        )
    title = _("结束：%(kind)s") % {"kind": status.kind}
    return answer(request, status.resident, form, saved, title)


@door(EDIT_HOUSEHOLD, model="consent", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_consent(request: Request, uid: UUID) -> HttpResponse:
    """Someone agreed to a purpose."""
    resident = get_resident_for_edit(request.actor, uid)
    by_guardian = needs_guardian(resident.birth_on, on=clock.today())
    initial = {
        "purpose": request.GET.get("purpose"),
        "given_on": clock.today(),
        "given_by": GivenBy.GUARDIAN if by_guardian else GivenBy.SELF,
    }
    form = ConsentForm(request.POST or None, initial=initial)
    saved = None
    if request.method == "POST":
        saved = form.carry_out(lambda values: give_consent(resident, actor=request.actor, **values))
    return answer(request, resident, form, saved, _("登记同意"))


@door(EDIT_HOUSEHOLD, model="consent", channel=Channel.WRITE)
@require_POST
def end_consent(request: Request, uid: UUID) -> HttpResponse:
    """Withdrawn today."""
    consent = get_consent_for_edit(request.actor, uid)
    withdraw_consent(consent, actor=request.actor, withdrawn_on=clock.today())
    messages.success(request, _("已撤回。从今天起不再用于这个用途，以前做过的不受影响。"))
    return back_to(consent.resident)


@door(EDIT_HOUSEHOLD, model="phone", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_phone(request: Request, uid: UUID) -> HttpResponse:
    """A number under which someone can be reached."""
    resident = get_resident_for_edit(request.actor, uid)
    form = PhoneForm(request.POST or None)
    saved = None
    if request.method == "POST":
        saved = form.carry_out(
            lambda values: add_phone(
                resident, actor=request.actor, number=values["phone"], label=values["label"]
            )
        )
    return answer(request, resident, form, saved, _("登记电话"))


@door(EDIT_HOUSEHOLD, model="phone", channel=Channel.WRITE)
@require_POST
def drop_phone(request: Request, uid: UUID) -> HttpResponse:
    """The number no longer works."""
    phone = get_phone_for_edit(request.actor, uid)
    end_phone(phone, actor=request.actor)
    messages.success(request, _("这个号码不再使用。"))
    return back_to(phone.resident)


@door(REVEAL_VALUE, model="household", channel=Channel.WRITE)
@never_cache
@require_POST
def reveal_household(request: Request, uid: UUID, field: str) -> HttpResponse:
    """The household's address, shown once and written into the trail."""
    household = get_household_for_view(request.actor, uid)
    text = reveal_value(household, field, actor=request.actor, reason=_reason(request))
    return render(request, "people/_revealed.html", {"text": text})


@door(REVEAL_VALUE, model="resident", channel=Channel.WRITE)
@never_cache
@require_POST
def reveal_resident(request: Request, uid: UUID, field: str) -> HttpResponse:
    """One number or address of a person, shown once and written into the trail."""
    resident = get_resident_for_view(request.actor, uid)
    text = reveal_value(resident, field, actor=request.actor, reason=_reason(request))
    is_phone = field.startswith(("phone", "guardian_phone"))
    return render(request, "people/_revealed.html", {"text": text, "is_phone": is_phone})


def _reason(request: Request) -> str:
    return request.POST.get("reason", "")[:300]
