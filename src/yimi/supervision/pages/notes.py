"""Form F-13: what was said, written by the supervisor, sealed, printed for the pair's own folder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yimi.audit.actions import record_event
from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.formats import day_text
from yimi.core.requests import Request
from yimi.forms.filling import MEDIA_TYPES, Paper, fill_in, hand_out, printed
from yimi.stations.actions.checks import unit_event
from yimi.supervision import access, queries
from yimi.supervision.actions import write_note
from yimi.supervision.actions.sessions import NOTE_FORM, SUBJECT_KIND, note_subject
from yimi.supervision.models import ActionResult, SupervisionSession

#: How our results are called on the form.
DONE_CODES = {ActionResult.DONE: "done", ActionResult.PARTLY: "partly", ActionResult.DROPPED: "not"}


def note_paper(session: SupervisionSession) -> Paper:
    """F-13 of a session. What the system counts stands in it and cannot be typed over."""
    day = day_text(session.held_on, "zh-hans", weekday=False)
    return Paper(
        subject=note_subject(session),
        code=NOTE_FORM,
        key=session.key,
        unit=session.unit,
        heading=f"{day} {session.get_kind_display()}",
        back=reverse("supervision:session", args=[session.file_uid]),
        known={"function": [session.function]},
        facts=known_facts(session),
    )


@door(access.HOLD, model="supervision_session", channel=Channel.WRITE)
@never_cache
def note(request: Request, file_uid: UUID) -> HttpResponse:
    """Write the session up. Kind, people, minutes, cases and agreements stand in it already."""
    session = access.get_session_for_edit(request.actor, file_uid)
    return fill_in(
        request, note_paper(session),
        save=lambda answers, seen: write_note(
            session, actor=request.actor, answers=answers, row_version=seen
        ),
    )  # fmt: skip


@door(access.VIEW_OWN, model="supervision_session", channel=Channel.EXPORT)
@never_cache
def print_note(request: Request, file_uid: UUID, kind: str) -> HttpResponse:
    """The record on paper, as Word or PDF, for the pair."""
    session = access.get_session_for_read(request.actor, file_uid)
    if kind not in MEDIA_TYPES:
        raise NotFound()
    record_event(
        request.actor, "supervision.printed", subject_kind=SUBJECT_KIND, subject_uid=session.file_uid,
        details={"kind": kind}, **unit_event(session.unit),
    )  # fmt: skip
    head = {
        "unit": session.unit.name,
        "worker": session.supervisor.name,
        "date": session.held_on.isoformat(),
        "time": f"{session.starts_at:%H:%M}" if session.starts_at else "",
        "place": session.place,
    }
    title = f"{_('督导记录')} {session.held_on.isoformat()}"
    return hand_out(title, [printed(note_paper(session), head)], kind)


def known_facts(session: SupervisionSession) -> dict[str, Any]:
    """What the system knows of F-13: the session's facts, its agreements, and what came of earlier ones since then."""
    people = queries.participants([session]).get(session.pk, [])
    cases = [case.case_number for case in session.discussed_cases.order_by("case_number")]
    facts: dict[str, Any] = {
        "kind": session.kind,
        "supervisor": session.supervisor.name,
        "supervisees": [person.name for person in people],
        "minutes": session.minutes,
        "cases": "\n".join(cases),
        "last_actions": [
            {"action": row.text, "done": DONE_CODES[ActionResult(row.action.result)], "note": row.note}
            for row in queries.answered_between(session, people)
        ],
        "actions": [
            {"action": row.text, "who": row.action.worker.name, "due_on": row.action.due_on.isoformat()}
            for row in queries.actions_of(session)
        ],
    }  # fmt: skip
    if session.next_on is not None:
        facts["next_on"] = session.next_on.isoformat()
    return facts
