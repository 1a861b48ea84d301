"""Hold and count: the figure that the worker confirms, residents who were there by name, putting it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.activities import access
from yimi.activities.actions import correct_held, hold_activity, void_held
from yimi.activities.drafts import HeldActivity
from yimi.activities.errors import ActivityNotHeld
from yimi.activities.forms import HoldForm, ReasonForm
from yimi.activities.models import Activity
from yimi.activities.pages.frame import one_form, worker_choices
from yimi.activities.permissions import RECORD
from yimi.activities.queries.held import standing_record
from yimi.activities.queries.sheet import tally
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.people.access import visible_residents
from yimi.people.queries import search_people
from yimi.services.actions import attach_photo
from yimi.services.errors import PhotoRefused
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Presence

MOST_PHOTOS, MOST_NAMED = 9, 200


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def hold(request: Request, uid: UUID) -> HttpResponse:
    """Record what was held: sign-ins are put in band by band, the worker counts and confirms."""
    actor = request.actor
    found = access.get_activity_for_record(actor, uid)
    signed = tally(found).by_band
    form = HoldForm(
        _sent(request),
        workers=worker_choices(found.unit),
        signed=signed,
        initial=_fresh(request, found, signed),
    )
    present = _named(request)
    if request.method == "POST" and "find" not in request.POST:
        done = form.carry_out(
            lambda _values: hold_activity(
                HeldActivity(activity_uid=found.pk, present=list(present), **form.held()),
                actor=actor,
            )
        )
        if done is not None:
            _attach(request, done)
            messages.success(
                request, _("活动已记。接着写总结。"), extra_tags=f"draft:activity-{found.pk}"
            )
            return redirect("activities:activity", uid=uid)
    return _page(request, form, found, present, title=_("记活动"))


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _fresh(request: Request, activity: Activity, signed: Mapping[str, int]) -> dict[str, Any]:
    day = min(activity.planned_on, clock.today())
    return {
        "record_uid": new_uid(),
        "served_on": day,
        "starts_at": activity.starts_at,
        "workers": [str(request.actor.worker_uid)],
        **signed,
    }


def _named(request: Request) -> dict[UUID, str]:
    """The ticked residents among those the actor may see, with their names. At most one query."""
    uids = []
    for text in request.POST.getlist("residents")[:MOST_NAMED]:
        try:
            uids.append(UUID(text))
        except ValueError:
            continue
    if not uids:
        return {}
    return dict(visible_residents(request.actor).filter(pk__in=uids).values_list("pk", "name"))


def _page(
    request: Request,
    form: HoldForm,
    activity: Activity,
    present: Mapping[UUID, str],
    *,
    title: str,
    **more: Any,
) -> HttpResponse:
    text = request.POST.get("q", "") if "find" in request.POST else ""
    hits = search_people(request.actor, text).hits if text.strip() else []
    if "find" in request.POST:
        form.errors.clear()  # nothing was sent to be saved yet
    return one_form(
        request, form, title=title, back=reverse("activities:activity", args=[activity.pk]),
        save=_("确认并保存"), template="activities/hold.html", activity=activity, present=present,
        hits=[hit for hit in hits if hit.resident_uid and hit.resident_uid not in present],
        text=text, **more,
    )  # fmt: skip


def _attach(request: Request, activity: Activity) -> None:
    """Photos sent with the form; the record is safe by now, and the page after it says which photo is missing and why."""
    record = standing_record(activity)
    if record is None:
        return
    for photo in request.FILES.getlist("photos")[:MOST_PHOTOS]:
        try:
            attach_photo(record.pk, photo, size=photo.size or 0, actor=request.actor)
        except PhotoRefused as error:
            messages.warning(request, str(error))


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request: Request, uid: UUID) -> HttpResponse:
    """The same form, filled with what stands; saving makes the record's next version."""
    actor = request.actor
    found = access.get_activity_for_record(actor, uid)
    record = standing_record(found)
    if record is None:
        raise ActivityNotHeld
    workers = list(record.workers.order_by("-is_lead", "id").values_list("worker_id", flat=True))
    form = HoldForm(
        _sent(request), workers=worker_choices(found.unit, workers), signed=tally(found).by_band,
        initial=_standing(record, workers),
    )  # fmt: skip
    present = _named(request) if request.method == "POST" else _present(record)
    clash = None
    if request.method == "POST" and "find" not in request.POST:
        try:
            done = form.carry_out(lambda _values: _correct(request, form, found, list(present)))
        except Conflict:
            form.put("seen", record.pk)
            done, clash = None, _theirs(form, record)
        if done is not None:
            messages.success(request, _("已更正，旧的一版留着可查。"))
            return redirect("activities:activity", uid=uid)
    return _page(request, form, found, present, title=_("更正活动"), correcting=True, clash=clash)


def _standing(record: ServiceRecord, workers: list[UUID]) -> dict[str, Any]:
    return {
        "record_uid": new_uid(),
        "seen": record.pk,
        "served_on": record.served_on,
        "starts_at": record.starts_at,
        "minutes": record.minutes,
        "workers": [str(uid) for uid in workers],
        **dict(record.head_counts.values_list("band", "count")),
    }


def _present(record: ServiceRecord) -> dict[UUID, str]:
    rows = record.participants.filter(presence=Presence.SERVED)
    return dict(rows.values_list("resident", "resident__name"))


def _correct(
    request: Request, form: HoldForm, activity: Activity, present: list[UUID]
) -> ServiceRecord:
    held = HeldActivity(activity_uid=activity.pk, present=present, **form.held())
    seen = form.cleaned_data["seen"] or UUID(int=0)
    return correct_held(activity, held, seen=seen, actor=request.actor)


def _theirs(form: HoldForm, record: ServiceRecord) -> list[tuple[Any, Any, Any]]:
    """What somebody faster wrote, beside what was typed."""
    standing = dict(record.head_counts.values_list("band", "count"))
    rows = [
        (form.fields["served_on"].label, record.served_on.isoformat(), form["served_on"].value()),
        (form.fields["minutes"].label, record.minutes, form["minutes"].value()),
        *(
            (bound.label, standing.get(bound.name, 0), bound.value() or 0)
            for bound, _n in form.bands
        ),
    ]
    return [row for row in rows if str(row[1]) != str(row[2])]


@door(RECORD, model="activity", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def void(request: Request, uid: UUID) -> HttpResponse:
    """It was not held after all."""
    found = access.get_activity_for_record(request.actor, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda data: void_held(found, actor=request.actor, reason=data["reason"])
        )
        if done is not None:
            messages.success(request, _("已作废，不再计入任何统计。活动回到待举办。"))
            return redirect("activities:activity", uid=uid)
    return one_form(
        request, form, title=_("作废这次记录"), save=_("作废"),
        back=reverse("activities:activity", args=[uid]),
        note=_("只用于记错了的活动。服务记录会留着可查，但不再计数。"),
    )  # fmt: skip
