"""Raw notes: written once, added to, corrected beside themselves; never overwritten."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from yimi.cases.access import require_work
from yimi.cases.actions.trail import case_event, require_past, required_text
from yimi.cases.errors import NotOnThisCase
from yimi.cases.models import Case, CaseNote, CaseSession
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.ids import new_uid
from yimi.core.superseding import replace_fact
from yimi.services.errors import SameUidOtherContent

NOTE = "case_note"


@transaction.atomic
def add_note(
    case: Case,
    text: str,
    *,
    actor: Actor,
    uid: UUID | None = None,
    session: CaseSession | None = None,
    noted_on: date | None = None,
) -> CaseNote:
    """Write a note, or an addition to a session; on a closed case too. Sent twice, it is saved once.

    Raises Invalid, SameUidOtherContent.
    """
    require_work(actor, case)
    if session is not None and session.case_id != case.pk:
        raise NotFound
    text, on = required_text("text", text), noted_on or clock.today()
    require_past("noted_on", on)
    uid = uid or new_uid()
    again = CaseNote.objects.filter(pk=uid).first()
    if again is not None:
        if again.case_id == case.pk and _says(case, again) == text:
            return again
        raise SameUidOtherContent
    note = CaseNote.objects.create(
        uid=uid,
        case=case,
        session=session,
        noted_on=on,
        author_uid=actor.uid,
        author_name=actor.name,
        text_sealed=case.key.seal(text, field=NOTE, row=uid),
        recorded_by=actor.uid,
    )
    case_event(actor, "add_note", case, note=str(uid))
    return note


@transaction.atomic
def correct_note(note: CaseNote, text: str, *, actor: Actor) -> CaseNote:
    """Its author puts a note right; both stay readable. Raises Conflict when it was corrected already."""
    case = note.case
    require_work(actor, case)
    if note.author_uid != actor.uid:
        raise NotOnThisCase
    uid, text = new_uid(), required_text("text", text)
    row = replace_fact(
        note, actor=actor, uid=uid, text_sealed=case.key.seal(text, field=NOTE, row=uid)
    )
    case_event(actor, "correct_note", case, note=str(uid), instead_of=str(note.pk))
    return row


def _says(case: Case, note: CaseNote) -> str:
    return case.key.open(note.text_sealed, field=NOTE, row=note.pk)
