"""Who looked: reading a case's file stands in the trail, and so does taking it out on paper."""

from __future__ import annotations

from yimi.cases.actions.trail import case_event
from yimi.cases.models import Case
from yimi.core.actor import Actor


def note_case_read(case: Case, *, actor: Actor) -> None:
    """Somebody opened the file."""
    case_event(actor, "view_case", case)


def note_case_printed(case: Case, *, actor: Actor, kind: str, sheets: int) -> None:
    """Somebody took the whole file out, as ``pdf`` or ``docx``."""
    case_event(actor, "print_case", case, kind=kind, sheets=sheets)
