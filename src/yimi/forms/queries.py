"""Reading filled-in forms. The room that owns the subject has already checked who may."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yimi.core import clock
from yimi.forms.models import FormEntry

SEALED = "answers"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form is about: ``kind`` as in the trail (``case``, ``case_session``, ``home_visit`` …) and its uid."""

    kind: str
    uid: UUID


def current_entry(subject: Subject, code: str) -> FormEntry | None:
    """The version that stands, with its key; None when the form was never filled in. One query."""
    return _of(subject).filter(code=code, superseded_at=None).first()


def entries_of(subject: Subject) -> list[FormEntry]:
    """Every form of the subject as it stands, by code. One query."""
    return list(_of(subject).filter(superseded_at=None).order_by("code"))


def entries_of_all(kind: str, uids: Iterable[UUID], code: str = "") -> dict[UUID, list[FormEntry]]:
    """The same for many subjects of a kind (a case's sessions); subjects without a form are absent. One query."""
    rows = FormEntry.objects.select_related("key").filter(
        subject_uid__in=list(uids), subject_kind=kind, superseded_at=None
    )
    found: dict[UUID, list[FormEntry]] = {}
    for row in (rows.filter(code=code) if code else rows).order_by("code"):
        found.setdefault(row.subject_uid, []).append(row)
    return found


def versions(subject: Subject, code: str) -> list[FormEntry]:
    """Every version, newest first. One query."""
    return list(_of(subject).filter(code=code).order_by("-version"))


def _of(subject: Subject) -> QuerySet[FormEntry]:
    return FormEntry.objects.select_related("key").filter(
        subject_uid=subject.uid, subject_kind=subject.kind
    )


def open_answers(entry: FormEntry) -> dict[str, Any]:
    """The answers in the clear; empty when the key was destroyed. Raises ``core.crypto.Unreadable`` when altered."""
    text = entry.key.open(entry.answers_sealed, field=SEALED, row=entry.pk)
    answers: dict[str, Any] = json.loads(text) if text else {}
    return answers


@dataclass(frozen=True, slots=True)
class Amendment:
    """A line of the amendments log (修订记录): which version, when, and whether it is final."""

    version: int
    on: date
    is_final: bool


def amendments(subject: Subject, code: str) -> list[Amendment]:
    """When the form was saved, oldest first. One query, nothing is opened."""
    rows = FormEntry.objects.filter(subject_uid=subject.uid, subject_kind=subject.kind, code=code)
    return [
        Amendment(version, clock.local_date(at), is_final)
        for version, at, is_final in rows.order_by("version").values_list(
            "version", "recorded_at", "is_final"
        )
    ]
