"""A session: the tap list, what was recorded, putting it right."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Conflict
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.forms.answers import read_lines
from yimi.forms.definitions import definition_of
from yimi.forms.queries import Subject, current_entry, open_answers
from yimi.groups import access
from yimi.groups.actions import correct_group_session, record_group_session, void_group_session
from yimi.groups.drafts import HeldSession
from yimi.groups.errors import SessionGone
from yimi.groups.forms import ReasonForm, SessionForm
from yimi.groups.models import GroupSession, SocialGroup
from yimi.groups.pages.frame import one_form, worker_choices
from yimi.groups.permissions import READ_FORMS, RECORD, VIEW
from yimi.groups.queries.held import standing_record
from yimi.groups.queries.page import leaders_on, session_start, tappable
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Presence

#: The session's F-11.
SESSION_FORM, SUBJECT = "F-11", "group_session"


@door(RECORD, model="group_session", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def new_session(request: Request, uid: UUID) -> HttpResponse:
    """Record the next session, or session ``?no=``: tap who came, save."""
    actor: Actor = request.actor
    group = access.get_group_for_record(actor, uid)
    start = session_start(group, _number(request.POST.get("no") or request.GET.get("no", "")))
    leaders = [str(one.worker_id) for one in start.leaders]
    form = SessionForm(
        request.POST or None,
        members=start.members if not request.POST else tappable(group, _day(request, start.day)),
        workers=worker_choices(group.unit, start.leaders),
        initial={
            "record_uid": new_uid(),
            "served_on": start.day,
            "phase": start.phase,
            "workers": leaders,
        },
    )
    if request.method == "POST":
        made = form.carry_out(
            lambda _values: record_group_session(
                HeldSession(group_uid=group.pk, no=start.no, **form.held()), actor=actor
            )
        )
        if made is not None:
            messages.success(
                request,
                _("第 %(no)d 节已记。") % {"no": made.no},
                extra_tags=f"draft:group-{group.pk}-{made.no}",
            )
            return redirect("groups:session", uid=made.pk)
    return _page(request, form, group, no=start.no, theme=start.theme)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 and int(text) else None


def _day(request: Request, preset: date) -> date:
    """The day that was sent, to know who could be tapped; what is wrong with it, the form says."""
    try:
        return date.fromisoformat(request.POST.get("served_on", ""))
    except ValueError:
        return preset


def _page(
    request: Request, form: SessionForm, group: SocialGroup, *, no: int, theme: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "group": group, "no": no, "theme": theme, "today": clock.today()}
    status = 422 if form.errors else 200
    return render(request, "groups/session_form.html", context | more, status=status)


@door(VIEW, model="group_session", channel=Channel.PAGE)
@require_GET
def session(request: Request, uid: UUID) -> HttpResponse:
    """A session that was held: who came, what was written of it."""
    actor: Actor = request.actor
    found = access.get_session_for_view(actor, uid)
    record = standing_record(found)
    present = _present(record)
    members = tappable(found.group, record.served_on) if record else []
    may_read = access.may_at_group(actor, READ_FORMS, found.group)
    context = {
        "session": found,
        "group": found.group,
        "record": record,
        "theme": _theme(found),
        "present": [one for one in members if one.resident_id in present],
        "absent": [one for one in members if one.resident_id not in present],
        "heads": list(record.head_counts.all()) if record else [],
        "workers": _workers(record),
        "lines": _lines(found) if may_read else [],
        "may_read": may_read,
        "may_record": access.may_at_group(actor, RECORD, found.group),
    }
    return render(request, "groups/session.html", context)


def _present(record: ServiceRecord | None) -> set[UUID]:
    if record is None:
        return set()
    rows = record.participants.filter(presence=Presence.SERVED)
    return set(rows.values_list("resident", flat=True))


def _workers(record: ServiceRecord | None) -> list[str]:
    if record is None:
        return []
    rows = record.workers.order_by("-is_lead", "id")
    return list(rows.values_list("worker__name", flat=True))


def _theme(session: GroupSession) -> str:
    row = session.group.plan.current().filter(no=session.no).first()
    return row.theme if row else ""


def _lines(session: GroupSession) -> list[Any]:
    entry = current_entry(Subject(SUBJECT, session.pk), SESSION_FORM)
    if entry is None:
        return []
    answers = open_answers(entry)
    return read_lines(definition_of(entry, answers), answers)


@door(RECORD, model="group_session", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request: Request, uid: UUID) -> HttpResponse:
    """The same tap list, filled with what stands; saving makes the record's next version."""
    actor: Actor = request.actor
    found = access.get_session_for_edit(actor, uid)
    record = standing_record(found)
    if record is None:
        raise SessionGone
    present = _present(record)
    leaders = leaders_on(found.group, record.served_on)
    form = SessionForm(
        request.POST or None,
        members=tappable(found.group, _day(request, record.served_on), present),
        workers=worker_choices(found.group.unit, leaders),
        initial=_initial(found, record, present),
    )
    clash = False
    if request.method == "POST":
        try:
            done = form.carry_out(lambda _values: _correct(form, found, actor))
        except Conflict:
            done, clash = None, True
            form.put("seen", record.pk)
        if done is not None:
            messages.success(request, _("已更正，旧的一版留着可查。"))
            return redirect("groups:session", uid=uid)
    return _page(
        request, form, found.group, no=found.no, theme=_theme(found), correcting=found,
        standing=record, standing_present=len(present), clash=clash,
    )  # fmt: skip


def _initial(session: GroupSession, record: ServiceRecord, present: set[UUID]) -> dict[str, Any]:
    workers = record.workers.order_by("-is_lead", "id").values_list("worker_id", flat=True)
    return {
        "record_uid": new_uid(),
        "seen": record.pk,
        "present": [str(uid) for uid in present],
        "served_on": record.served_on,
        "starts_at": record.starts_at,
        "minutes": record.minutes,
        "phase": session.phase,
        "workers": [str(uid) for uid in workers],
        **dict(record.head_counts.values_list("band", "count")),
    }


def _correct(form: SessionForm, session: GroupSession, actor: Actor) -> GroupSession:
    held = HeldSession(group_uid=session.group_id, no=session.no, **form.held())
    seen = form.cleaned_data["seen"] or UUID(int=0)
    return correct_group_session(session, held, seen=seen, actor=actor)


@door(RECORD, model="group_session", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def void(request: Request, uid: UUID) -> HttpResponse:
    """The session was not held after all."""
    found = access.get_session_for_edit(request.actor, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void_group_session(found, actor=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("已作废，不再计入任何统计。这一节可以重记。"))
        return redirect("groups:group", uid=found.group_id)
    return one_form(
        request, form, title=_("作废第 %(no)d 节") % {"no": found.no}, save=_("作废"),
        back=reverse("groups:session", args=[uid]),
        note=_("只用于记错了的一节。签到和服务记录会留着可查，但不再计数。"),
    )  # fmt: skip
