"""Saving a form: every save is a new version, nothing is overwritten.

The room that owns the subject has checked access and permission before it calls; forms has no access of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.forms.checking import Answers, check_answers
from yimi.forms.definitions import FormDefinition, definition
from yimi.forms.errors import EditClash
from yimi.forms.models import FormEntry
from yimi.forms.queries import SEALED, Subject, current_entry, open_answers
from yimi.stations.models import ServiceUnit

Place = tuple[UUID, str, str]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A form to be saved. ``row_version``: the version the editor saw; None or 0 when the form was empty."""

    subject: Subject
    code: str
    key: DataKey
    unit: ServiceUnit
    answers: Mapping[str, Any]
    row_version: int | None = None
    is_final: bool = False

    @property
    def place(self) -> Place:
        """What there is one current entry of."""
        return self.subject.uid, self.subject.kind, self.code


def save_entry(
    *,
    actor: Actor,
    subject: Subject,
    code: str,
    key: DataKey,
    unit: ServiceUnit,
    answers: Mapping[str, Any],
    row_version: int | None = None,
    is_final: bool = False,
) -> FormEntry:
    """Save one form as a new version; ``answers`` is the whole form, by the definition's keys.

    Raises ``Invalid`` (field → messages), ``EditClash`` when somebody saved since ``row_version``, ``UnknownForm``.
    """
    new = NewEntry(subject, code, key, unit, answers, row_version, is_final)
    return save_entries([new], actor=actor)[0]


@transaction.atomic
def save_entries(batch: Sequence[NewEntry], *, actor: Actor) -> list[FormEntry]:
    """Save many forms, all or none, with one audit event. A fixed number of queries besides one per code and place.

    In a batch a fault's field carries the position of its form: ``3.aim``.
    """
    if not batch:
        return []
    at = clock.now()
    held = _held([new.subject for new in batch])
    for new in batch:
        _refuse_clash(new, held.get(new.place))
    kept = _checked(batch, held)
    _supersede([held[new.place] for new in batch if new.place in held], at)
    rows = [
        _row(new, answers, form=form, held=held.get(new.place), actor=actor, at=at)
        for new, (answers, form) in zip(batch, kept, strict=True)
    ]
    try:
        with transaction.atomic():
            insert_all(FormEntry, rows)
    except IntegrityError:
        # somebody inserted the same version in this very moment
        raise EditClash(current_entry(batch[0].subject, batch[0].code)) from None
    _audit(rows, actor)
    return rows


def _held(subjects: Sequence[Subject]) -> dict[Place, FormEntry]:
    rows = FormEntry.objects.select_related("key").filter(
        subject_uid__in={subject.uid for subject in subjects}, superseded_at=None
    )
    return {(row.subject_uid, row.subject_kind, row.code): row for row in rows}


def _refuse_clash(new: NewEntry, held: FormEntry | None) -> None:
    if (new.row_version or 0) != (held.version if held else 0):
        raise EditClash(held)


def _supersede(rows: Sequence[FormEntry], at: datetime) -> None:
    """Raises EditClash when one of them was superseded since it was read."""
    if not rows:
        return
    still = FormEntry.objects.filter(pk__in=[row.pk for row in rows], superseded_at=None)
    if still.update(superseded_at=at) != len(rows):
        raise EditClash(
            current_entry(Subject(rows[0].subject_kind, rows[0].subject_uid), rows[0].code)
        )


def _checked(
    batch: Sequence[NewEntry], held: Mapping[Place, FormEntry]
) -> list[tuple[Answers, FormDefinition]]:
    form_of = cache(lambda code, region_code: definition(code, region_code=region_code))
    found: list[tuple[Answers, FormDefinition]] = []
    faults: dict[str, Any] = {}
    for position, new in enumerate(batch):
        form = form_of(new.code, new.unit.region_code)
        kept, wrong = check_answers(form, new.answers)
        prefix = f"{position}." if len(batch) > 1 else ""
        faults |= {f"{prefix}{name}": texts for name, texts in wrong.items()}
        if earlier := held.get(new.place):
            kept = _carried_over(earlier, form) | kept
        found.append((kept, form))
    if faults:
        raise Invalid(faults)
    return found


def _carried_over(earlier: FormEntry, form: FormDefinition) -> Answers:
    """Answers to questions that are no longer asked stay with the form; nobody can change or lose them."""
    asked = {field.key for field in form.fields}
    return {key: value for key, value in open_answers(earlier).items() if key not in asked}


def _row(
    new: NewEntry,
    answers: Answers,
    *,
    form: FormDefinition,
    held: FormEntry | None,
    actor: Actor,
    at: datetime,
) -> FormEntry:
    uid = new_uid()
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return FormEntry(
        uid=uid,
        subject_kind=new.subject.kind,
        subject_uid=new.subject.uid,
        code=new.code,
        form_version=form.version,
        version=held.version + 1 if held else 1,
        key=new.key,
        answers_sealed=new.key.seal(text, field=SEALED, row=uid),
        unit=new.unit,
        region_code=new.unit.region_code,
        is_final=new.is_final,
        recorded_at=at,
        recorded_by=actor.uid,
        replaces=held,
    )


def _audit(rows: Sequence[FormEntry], actor: Actor) -> None:
    """One event; the digests are of the sealed bytes, so that they tell nothing about a short answer."""
    first = rows[0]
    record_event(
        actor,
        "forms.saved",
        subject_kind=first.subject_kind,
        subject_uid=first.subject_uid,
        unit_uid=first.unit_id,
        region_code=first.region_code,
        details={
            "entries": [
                {
                    "uid": str(row.pk),
                    "form": f"{row.code}@{row.form_version}",
                    "version": row.version,
                    "subject": str(row.subject_uid),
                    "final": row.is_final,
                    "digest": sha256(row.answers_sealed).hexdigest(),
                }
                for row in rows
            ]
        },
    )
