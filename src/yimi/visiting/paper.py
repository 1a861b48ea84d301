"""This room's printed forms: their common head, and F-15, both from the service record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yimi.core.actor import Actor
from yimi.services.access import may_read_note
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.models import ServiceRecord
from yimi.visiting.forms import ANSWER_MARK, QUESTION_MARK
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


def consultation_answers(actor: Actor, row: ConsultationRow) -> dict[str, Any]:
    """What F-15 asks, as the record tells it; words only for those who may read the record's note. One query."""
    record, consultation = row.record, row.consultation
    gave = set(record.workers.values_list("worker_id", flat=True))
    words = ""
    if record.key and may_read_note(actor, record, worker_uids=gave):
        words = record.key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk)
    question, answer = split_words(words)
    names = "、".join(one.name for one in row.people)
    answers: dict[str, Any] = {
        "channel": consultation.channel,
        "person": names or _("匿名"),
        "topic": record.item.name,
        "question": question,
        "answer": answer,
        "result": consultation.result,
    }
    if consultation.follow_up_on:
        state = _("已完成") if consultation.done_at else _("待跟进")
        answers["follow_up"] = f"{consultation.follow_up_on.isoformat()} {state}"
    return {key: value for key, value in answers.items() if value}


def split_words(note: str) -> tuple[str, str]:
    """Question and answer out of a consultation's note; a note without marks is the question.

    >>> split_words("问：低保怎么申请\\n答：带户口本来")
    ('低保怎么申请', '带户口本来')
    >>> split_words("随口问问")
    ('随口问问', '')
    """
    before, _mark, answer = note.partition(ANSWER_MARK)
    return before.removeprefix(QUESTION_MARK).strip(), answer.strip()
