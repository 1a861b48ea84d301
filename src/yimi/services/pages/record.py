"""记一笔: the form, and what the saved record fed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.people.access import get_household_for_view, visible_residents
from yimi.people.models import Household
from yimi.services.access import get_record_for_view
from yimi.services.actions import attach_photo, record_service
from yimi.services.errors import PhotoRefused
from yimi.services.forms import CHANGE_LABELS, CROWD_METHODS, FIRST_METHODS, MINUTES, RecordForm
from yimi.services.models.record import Band, Method, Outcome
from yimi.services.permissions import RECORD_SERVICE
from yimi.services.queries.due import visits_due
from yimi.services.queries.fed import fed_by
from yimi.services.queries.recording import Preparation, members_of, own_units, prepare
from yimi.services.queries.timeline import household_timeline
from yimi.stations.models import ServiceUnit

MAX_PHOTOS = 9
RECENT = 3


@door(RECORD_SERVICE, model="service_record", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def record(request: Request) -> HttpResponse:
    """One service event. GET presets what is known; POST saves it once, however often it is sent."""
    actor: Actor = request.actor
    sent = request.POST if request.method == "POST" else request.GET
    method = sent.get("method", "")
    method = method if method in Method.values else Method.HOME_VISIT
    household = _household(actor, sent.get("household", ""))
    unit = _unit(actor, household, sent.get("unit", ""))
    prepared = prepare(actor, unit, household, method=method, on=clock.today())
    if request.method == "GET":
        form = RecordForm(
            prepared=prepared, initial=_initial(prepared, method, sent.get("item", ""))
        )
        return render(request, "services/record.html", record_context(actor, form, method))
    form = RecordForm(request.POST, prepared=prepared)
    saved = _save(request, form, actor)
    if saved is None:
        return render(
            request, "services/record.html", record_context(actor, form, method), status=422
        )
    return redirect("services:saved", uid=saved)


@door(RECORD_SERVICE, model="service_record", channel=Channel.PAGE)
@require_GET
def saved(request: Request, uid: UUID) -> HttpResponse:
    """What was recorded, what it fed, what comes next."""
    actor: Actor = request.actor
    row = get_record_for_view(actor, uid)
    due, _total = visits_due(actor, by=clock.today(), limit=20)
    following = next((v for v in due if v.household_uid != row.household_id), None)
    head = (
        next((m.name for m in members_of(row.household) if m.is_head), "") if row.household else ""
    )
    context = {"record": row, "head_name": head, "fed": fed_by(row), "next_visit": following}
    return render(request, "services/saved.html", context)


def record_context(actor: Actor, form: RecordForm, method: str) -> dict[str, Any]:
    """What the form's page shows around the form."""
    prepared = form.prepared
    recent = (
        household_timeline(actor, prepared.household, limit=RECENT)[0] if prepared.household else []
    )
    return {
        "form": form,
        "prepared": prepared,
        "picked": _picked(form),
        "method": method,
        "first_methods": [(m.value, m.label) for m in FIRST_METHODS],
        "more_methods": [(m.value, m.label) for m in Method if m not in FIRST_METHODS],
        "is_more_method": method not in FIRST_METHODS,
        "is_crowd": method in CROWD_METHODS,
        "is_visit": method == Method.HOME_VISIT,
        "bands": [(band.value, band.label, form[band.value]) for band in Band],
        "outcomes": Outcome.choices,
        "minutes": MINUTES,
        "changes": CHANGE_LABELS,
        "recent": recent,
        "units": own_units(actor) if prepared.household is None else [],
        "today": clock.today(),
    }


def _picked(form: RecordForm) -> dict[str, Any]:
    """Field → what is chosen, as text, for the chips."""
    picked: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list | tuple):
            picked[name] = [str(one) for one in value]
        else:
            picked[name] = "" if value is None else str(value)
    return picked


def _initial(prepared: Preparation, method: str, item: str = "") -> dict[str, Any]:
    """Today, half an hour, the head of the household; what counts is never pre-ticked, unless the address names an item."""
    head = [str(member.uid) for member in prepared.members if member.is_head]
    offered = {one.code for one in (*prepared.usual, *prepared.others)}
    return {
        "uid": new_uid(),
        "method": method,
        "items": [item] if item in offered else [],
        "participants": head,
        "outcome": "" if method == Method.HOME_VISIT else Outcome.MET,
        "day": "today",
        "minutes": "30",
        "next_visit": "suggested" if prepared.household else "none",
    }


def _household(actor: Actor, text: str) -> Household | None:
    if not text:
        return None
    try:
        return get_household_for_view(actor, UUID(text))
    except ValueError:
        raise NotFound from None


def _unit(actor: Actor, household: Household | None, text: str) -> ServiceUnit:
    """The household's unit when it is the actor's own, else the chosen one, else the first of the actor's."""
    units = own_units(actor)
    if not units:
        raise Forbidden(_("您的账号还没有可以记录的站点。请联系站长或系统管理员。"))
    by_uid = {str(unit.pk): unit for unit in units}
    wanted = text or (str(household.unit_id) if household else "")
    return by_uid.get(wanted, units[0])


def _save(request: Request, form: RecordForm, actor: Actor) -> UUID | None:
    """Save record and photos; None when something has to be changed, with the errors at their fields."""
    if not form.is_valid():
        return None
    others = others_chosen(actor, request.POST.getlist("others"))
    try:
        new = form.to_record(actor.worker_uid, participants=others)
        receipt = record_service(new, actor=actor)
    except Invalid as error:
        form.add_domain_errors(error.fields)
        return None
    for photo in request.FILES.getlist("photos")[:MAX_PHOTOS]:
        try:
            attach_photo(receipt.record.pk, photo, size=photo.size or 0, actor=actor)
        except PhotoRefused as error:
            # the record is safe; the page after it says which photo is missing and why
            messages.warning(request, str(error))
    return receipt.record.pk


def others_chosen(actor: Actor, texts: list[str]) -> dict[UUID, str]:
    """Further people added by search; strangers' uids are dropped, the action would refuse them anyway."""
    uids = []
    for text in texts:
        try:
            uids.append(UUID(text))
        except ValueError:
            continue
    found = (
        visible_residents(actor).filter(pk__in=uids).values_list("pk", flat=True) if uids else []
    )
    return dict.fromkeys(found, "served")
