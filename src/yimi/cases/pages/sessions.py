"""Quick entry of a session; notes; asking the supervisor and answering."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimi.cases.access import get_case_for_edit, get_case_for_reading
from yimi.cases.actions import (
    add_note,
    answer_review,
    correct_note,
    note_no_supervisor,
    record_session,
    request_review,
)
from yimi.cases.choices import ReviewOf, SessionKind
from yimi.cases.drafts import NewSession
from yimi.cases.forms import AnswerForm, AskForm, NoteForm, SessionForm
from yimi.cases.models import Case, CaseNote, CaseSession, SupervisorReview
from yimi.cases.pages.frame import act, below, item_choices
from yimi.cases.permissions import REVIEW, WORK
from yimi.cases.queries.file import goals_of, notes_of, sessions_of
from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.services.queries.recording import members_of

FORM = ["GET", "POST"]


@door(WORK, model="case_session", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_session(request: Request, uid: UUID) -> HttpResponse:
    """A meeting, entered in under a minute: today, the client, as last time."""
    case = get_case_for_edit(request.actor, uid)
    form = _session_form(request, case)
    return act(
        request, case, form,
        lambda values: record_session(_session(case, form, values), actor=request.actor),
        title=_("记一次会谈"), save=_("保存"),
        done=_("会谈已记下，人次和节数都算好了。"), part="sessions",
    )  # fmt: skip


def _session_form(request: Request, case: Case) -> SessionForm:
    last = next(iter(sessions_of(case, [])), None)
    people = [(str(case.resident_id), case.resident.name)]
    if case.household is not None:
        others = (member for member in members_of(case.household) if member.uid != case.resident_id)
        people += [(str(member.uid), member.name) for member in others]
    goals = [
        (view.row.line, view.text, view.row.status)
        for view in goals_of(case)
        if view.row.status not in {"dropped", "achieved"}
    ]
    initial = {
        "uid": new_uid(),
        "kind": last.row.kind if last else SessionKind.INTERVIEW,
        "present": [str(case.resident_id)],
        "item": last.record.item_id if last else "",
    }
    choices: dict[str, Any] = {"present": people, "item": item_choices(case, clock.today())}
    return SessionForm(request.POST or None, choices=choices, goals=goals, initial=initial)


def _session(case: Case, form: SessionForm, values: dict[str, Any]) -> NewSession:
    present = [UUID(text) for text in values["present"]]
    return NewSession(
        case=case,
        uid=values["uid"],
        kind=values["kind"],
        served_on=values["served_on"],
        minutes=form.minutes_meant,
        item_code=values["item"],
        note=values["note"].strip(),
        present=present,
        next_on=values["next_on"],
        progress=form.progress,
    )


@door(WORK, model="case_note", channel=Channel.WRITE)
@require_http_methods(FORM)
def new_note(request: Request, uid: UUID) -> HttpResponse:
    """A note of the case, or with ``?session=`` an addition to that session."""
    case = get_case_for_edit(request.actor, uid)
    text = request.GET.get("session", "")
    sessions = CaseSession.objects.filter(case=case)
    session = next((row for row in sessions if str(row.pk) == text), None) if text else None
    form = NoteForm(request.POST or None, initial={"uid": new_uid()})
    title = _("补充第 %(n)d 次会谈") % {"n": session.number} if session else _("写笔记")
    return act(
        request, case, form,
        lambda values: add_note(
            case, values["text"], actor=request.actor, uid=values["uid"], session=session
        ),
        title=title, save=_("保存"), done=_("已保存，加密存放。"), part="sessions" if session else "notes",
        note=_("保存后不能改，写错了可以更正，两份都留着。"),
    )  # fmt: skip


@door(WORK, model="case_note", channel=Channel.WRITE)
@require_http_methods(FORM)
def amend_note(request: Request, uid: UUID, note_uid: UUID) -> HttpResponse:
    """Put right one's own note, beside what it said."""
    case = get_case_for_edit(request.actor, uid)
    note = below(CaseNote.objects.all(), case, pk=note_uid)
    said = next((view.text for view in notes_of(case) if view.row.pk == note.pk), "")
    form = NoteForm(request.POST or None, initial={"uid": note.pk, "text": said})
    return act(
        request, case, form,
        lambda values: correct_note(note, values["text"], actor=request.actor),
        title=_("更正笔记"), save=_("保存"), done=_("已更正，原来的一份也留着。"), part="notes",
    )  # fmt: skip


@door(WORK, model="supervisor_review", channel=Channel.WRITE)
@require_http_methods(FORM)
def ask_review(request: Request, uid: UUID) -> HttpResponse:
    """Ask the supervisor, or say that there is none."""
    case = get_case_for_edit(request.actor, uid)
    about = case.stage if case.stage in ReviewOf.values else ReviewOf.PLAN
    form = AskForm(
        request.POST or None, choices={"about": list(ReviewOf.choices)}, initial={"about": about}
    )
    return act(
        request, case, form,
        lambda values: (note_no_supervisor if values["none_available"] else request_review)(
            case, actor=request.actor, about=values["about"]
        ),
        title=_("请督导看"), save=_("送出"), done=_("已记下。"), part="reviews",
    )  # fmt: skip


@door(REVIEW, model="supervisor_review", channel=Channel.WRITE)
@require_http_methods(FORM)
def answer(request: Request, uid: UUID, review_uid: UUID) -> HttpResponse:
    """The assigned supervisor's answer."""
    case = get_case_for_reading(request.actor, uid)
    review = below(SupervisorReview.objects.all(), case, pk=review_uid)
    form = AnswerForm(request.POST or None)
    return act(
        request, case, form, lambda values: answer_review(review, actor=request.actor, **values),
        title=_("督导意见：%(about)s") % {"about": review.get_about_display()}, save=_("送出"),
        done=_("意见已送出，社工能看到。"), part="reviews",
    )  # fmt: skip
