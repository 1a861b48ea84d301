"""One supervision, for the pair: record, read, correct, write up, release."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.forms.answers import read_lines
from yimi.forms.definitions import definition_of
from yimi.forms.queries import current_entry, open_answers
from yimi.stations.models import ServiceUnit
from yimi.stations.pages.frame import form_page
from yimi.supervision import access, queries
from yimi.supervision.actions import (
    ActionAnswer,
    SessionDraft,
    answer_action,
    correct_session,
    hold_session,
    release_session,
    void_session,
    withdraw_release,
)
from yimi.supervision.actions.sessions import NOTE_FORM, note_subject
from yimi.supervision.forms import ReasonForm, ResultForm, SessionEditForm, SessionForm
from yimi.supervision.models import SupervisionSession
from yimi.workforce.models import Worker

FACTS = ("kind", "function", "held_on", "starts_at", "minutes", "place", "next_on")


def _circle(worker_uid: UUID | None) -> tuple[QuerySet[ServiceUnit], QuerySet[Worker]]:
    """Units and people whom a worker can name: those they supervise, and their own colleagues for 朋辈督导."""
    if worker_uid is None:
        return ServiceUnit.objects.none(), Worker.objects.none()
    return queries.circle_of(worker_uid, clock.today())


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
def new_session(request: Request) -> HttpResponse:
    """Record a supervision held by oneself; first asks what came of what was agreed before."""
    units, workers = _circle(request.actor.worker_uid)
    uid = request.actor.worker_uid
    asked = queries.last_actions(uid, workers.values_list("pk", flat=True)) if uid else []
    initial = {"uid": new_uid(), "minutes": 60, "unit": units.first(), "workers": request.GET.getlist("worker")}  # fmt: skip
    form = SessionForm(
        request.POST or None, units=units, workers=workers, asked=asked, initial=initial
    )
    if request.method == "POST":
        made = form.carry_out(
            lambda values: hold_session(_draft(form, values), actor=request.actor)
        )
        if made is not None:
            messages.success(request, _("督导已记下。接着可以写督导记录，内容只有参加的人能看到。"))
            return redirect("supervision:session", file_uid=made.file_uid)
    context = {"form": form, "title": _("记一次督导"), "back": reverse("supervision:mine")}
    return render(
        request, "supervision/new_session.html", context, status=422 if form.errors else 200
    )


def _draft(form: SessionForm, values: dict[str, Any]) -> SessionDraft:
    return SessionDraft(
        uid=values["uid"],
        unit=values["unit"],
        worker_uids=form.worker_uids,
        cases=form.case_numbers,
        actions=form.actions(),
        answers=form.answers(),
        **form.facts(),
    )


@door(access.VIEW_OWN, model="supervision_session", channel=Channel.PAGE)
@never_cache
def session(request: Request, file_uid: UUID) -> HttpResponse:
    """Everything about one supervision, for those who were there."""
    found = access.get_session_for_read(request.actor, file_uid)
    context = _whole(found) | {
        "holds": found.supervisor_id == request.actor.worker_uid and request.actor.may(access.HOLD)
    }
    return render(request, "supervision/session.html", context)


def _whole(session: SupervisionSession) -> dict[str, Any]:
    """What the pair reads, and the station after a release."""
    entry = current_entry(note_subject(session), NOTE_FORM)
    answers = open_answers(entry) if entry else {}
    today = clock.today()
    return {
        "session": session,
        "people": queries.participants([session]).get(session.pk, []),
        "cases": [case.case_number for case in session.discussed_cases.order_by("case_number")],
        "agreed": [(row, row.is_overdue(today)) for row in queries.actions_of(session)],
        "lines": read_lines(definition_of(entry, answers), answers) if entry else [],
        "is_final": bool(entry and entry.is_final),
    }


@door(access.VIEW, model="supervision_session", channel=Channel.PAGE)
@never_cache
def held(request: Request, file_uid: UUID) -> HttpResponse:
    """That a supervision took place; what was said only once the supervisor released it."""
    found = access.get_session_for_view(request.actor, file_uid)
    context: dict[str, Any] = {"session": found, "holds": False, "from_station": True}
    if found.released_at is not None:
        context |= _whole(found)
    return render(request, "supervision/session.html", context)


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
def edit_session(request: Request, file_uid: UUID) -> HttpResponse:
    """Correct what was recorded; the earlier row stays on file."""
    found = access.get_session_for_edit(request.actor, file_uid)
    units, workers = _circle(request.actor.worker_uid)
    people = queries.participants([found]).get(found.pk, [])
    named = Worker.objects.filter(pk__in=[person.pk for person in people])
    initial = {name: getattr(found, name) for name in FACTS} | {
        "unit": found.unit_id,
        "workers": people,
        "cases": "\n".join(case.case_number for case in found.discussed_cases.all()),
    }
    form = SessionEditForm(
        request.POST or None, units=units | ServiceUnit.objects.filter(pk=found.unit_id),
        workers=workers | named, initial=initial,
    )  # fmt: skip
    if request.method == "POST":
        done = form.carry_out(
            lambda values: correct_session(
                found, actor=request.actor, changes=form.facts() | {"unit": values["unit"]},
                cases=form.case_numbers, worker_uids=form.worker_uids,
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("已更正，原来记的仍可查阅。"))
            return redirect("supervision:session", file_uid=file_uid)
    return form_page(
        request, form, title=_("更正这次督导"), back=_address(found), save=_("保存"),
    )  # fmt: skip


def _address(session: SupervisionSession) -> str:
    return reverse("supervision:session", args=[session.file_uid])


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
def void(request: Request, file_uid: UUID) -> HttpResponse:
    """Withdraw a session that did not take place or stands there twice."""
    found = access.get_session_for_edit(request.actor, file_uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void_session(found, actor=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("已作废，不再计入督导次数。"))
        return redirect("supervision:mine")
    return form_page(
        request, form, title=_("作废这次督导"), back=_address(found), save=_("作废"),
        note=_("只用于没有做成，或者记重了的督导。原因会留痕。"),
    )  # fmt: skip


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
def release(request: Request, file_uid: UUID) -> HttpResponse:
    """Open what was said to the station's head and the county, after a question."""
    found = access.get_session_for_edit(request.actor, file_uid)
    if request.method == "POST":
        release_session(found, actor=request.actor)
        messages.success(request, _("已公开给本站站长和县级民政部门。"))
        return redirect("supervision:session", file_uid=file_uid)
    return render(request, "supervision/release.html", {"session": found, "back": _address(found)})


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
def unrelease(request: Request, file_uid: UUID) -> HttpResponse:
    """Take the release back: from now on only the pair reads it."""
    found = access.get_session_for_edit(request.actor, file_uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = form.carry_out(
            lambda values: withdraw_release(found, actor=request.actor, reason=values["reason"])
        )
        if done is not None:
            messages.success(request, _("已收回，从现在起只有参加的人能看到。"))
            return redirect("supervision:session", file_uid=file_uid)
    return form_page(
        request, form, title=_("收回公开"), back=_address(found), save=_("收回"),
        note=_("站长和县级民政部门从现在起看不到内容，已经看过的收不回。公开和收回的时间都会留痕。"),
    )  # fmt: skip


@door(access.HOLD, model="agreed_action", channel=Channel.WRITE)
def result(request: Request, uid: UUID) -> HttpResponse:
    """Note what came of an agreed action."""
    action = access.get_action_for_edit(request.actor, uid)
    shown = queries.open_action(action)
    form = ResultForm(
        request.POST or None,
        initial={"row_version": action.row_version, "result": action.result, "note": shown.note},
    )
    if request.method == "POST":
        done = form.carry_out(
            lambda values: answer_action(
                ActionAnswer(action=action, row_version=form.expected, result=values["result"], note=values["note"]),
                actor=request.actor,
            )
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("结果已记下。"))
            return redirect("supervision:session", file_uid=action.session_file_uid)
    return form_page(
        request, form, title=_("约定的事办得怎么样"), note=shown.text, save=_("保存"),
        back=reverse("supervision:session", args=[action.session_file_uid]),
    )  # fmt: skip
