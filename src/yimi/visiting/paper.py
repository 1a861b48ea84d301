"""This room's forms: their common head, and F-15, of which much stands in the service record already."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden
from yimi.core.models import DataKey
from yimi.forms.filling import Paper
from yimi.forms.queries import Subject
from yimi.services.access import may_read_note
from yimi.services.actions.record_rows import NOTE_FIELD, key_of_unit
from yimi.services.models import ServiceRecord
from yimi.visiting.forms import ANSWER_MARK, QUESTION_MARK
from yimi.visiting.permissions import RECORD_CONSULTATION
from yimi.visiting.queries import ConsultationRow


def head_of(record: ServiceRecord) -> dict[str, str]:
    """Number, station, household, workers and day, as :class:`yimi.forms.printing.PrintedForm` wants them. One query."""
    workers = list(record.workers.order_by("-is_lead", "id").values_list("worker__name", flat=True))
    begins = f"{record.starts_at:%H:%M} " if record.starts_at else ""
    return {
        "number": record.number,
        "unit": record.unit.name,
        "client": record.household.number if record.household else "",
        "worker": workers[0] if workers else "",
        "co_worker": "、".join(workers[1:]),
        "date": record.served_on.isoformat(),
        "time": f"{begins}{record.minutes} 分钟",
    }


def consultation_paper(actor: Actor, row: ConsultationRow) -> Paper:
    """F-15 for those who may read the record's note; raises Forbidden for others. Three queries, rarely four."""
    record = row.record
    gave = set(record.workers.values_list("worker_id", flat=True))
    if not may_read_note(actor, record, worker_uids=gave):
        raise Forbidden(permission=RECORD_CONSULTATION)
    return Paper(
        subject=Subject("consultation", row.consultation.pk),
        code="F-15",
        key=_key_of(row),
        unit=record.unit,
        heading=f"{_asked_by(row)} · {record.number}",
        back=reverse("visiting:consultations"),
        columns=_consultation_columns(row),
    )


def _key_of(row: ConsultationRow) -> DataKey:
    """Under which the record's note is, or would be: the household's, the person's, of nobody named the unit's."""
    record = row.record
    if record.household:
        return record.household.key
    return record.key or (row.people[0].key if row.people else key_of_unit(record.unit))


def _asked_by(row: ConsultationRow) -> str:
    return "、".join(one.name for one in row.people) or _("匿名")


def _consultation_columns(row: ConsultationRow) -> dict[str, Any]:
    """What F-15 asks, as the record tells it."""
    record, consultation = row.record, row.consultation
    words = ""
    if record.key:
        words = record.key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk)
    question, answer = split_words(words)
    columns: dict[str, Any] = {
        "channel": consultation.channel,
        "person": _asked_by(row),
        "topic": record.item.name,
        "question": question,
        "answer": answer,
        "result": consultation.result,
    }
    if consultation.follow_up_on:
        state = _("已完成") if consultation.done_at else _("待跟进")
        columns["follow_up"] = f"{consultation.follow_up_on.isoformat()} {state}"
    return columns


def split_words(note: str) -> tuple[str, str]:
    """Question and answer out of a consultation's note; a note without marks is the question.

    >>> split_words("问：低保怎么申请\\n答：带户口本来")
    ('低保怎么申请', '带户口本来')
    >>> split_words("随口问问")
    ('随口问问', '')
    """
    before, _mark, answer = note.partition(ANSWER_MARK)
    return before.removeprefix(QUESTION_MARK).strip(), answer.strip()
