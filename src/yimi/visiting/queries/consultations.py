"""A station's consultations: who is owed an answer, and looking one up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.paging import Page, page_of
from yimi.people.models import Resident
from yimi.services.access import visible_records
from yimi.services.models import Participant, ServiceRecord
from yimi.visiting.access import visible_consultations
from yimi.visiting.models import Consultation

#: A text shorter than this would find half the town.
LEAST_TEXT = 2


@dataclass(frozen=True, slots=True)
class ConsultationFilter:
    """What the list shows. Empty values filter nothing; ``state``: open (owed an answer), late, all."""

    state: str = "open"
    channel: str = ""
    result: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """A consultation with its record; ``people`` who asked, empty when nobody asked for a name."""

    consultation: Consultation
    record: ServiceRecord
    people: list[Resident]


def consultation_rows(
    actor: Actor, chosen: ConsultationFilter, *, today: date, after: str = "", before: str = ""
) -> tuple[list[ConsultationRow], Page[Consultation]]:
    """A page of the list, newest first. Three queries, whatever the number of consultations."""
    rows = _filtered(actor, chosen, today)
    page = page_of(rows, by="uid", key="uid", after=after, before=before, newest_first=True)
    return rows_with_records(actor, page.rows), page


def rows_with_records(actor: Actor, rows: list[Consultation]) -> list[ConsultationRow]:
    """Each consultation with the version of its record that stands. Two queries."""
    present = Participant.objects.filter(presence="served").select_related("resident")
    records = {
        record.number: record
        for record in visible_records(actor)
        .current()
        .filter(number__in=[row.record_number for row in rows])
        .select_related("item", "household", "key")
        .prefetch_related(Prefetch("participants", present, to_attr="present"))
    }
    return [
        ConsultationRow(
            row,
            records[row.record_number],
            [one.resident for one in records[row.record_number].present],
        )
        for row in rows
    ]


def _filtered(actor: Actor, chosen: ConsultationFilter, today: date) -> QuerySet[Consultation]:
    rows = visible_consultations(actor)
    waiting = Q(done_at=None, follow_up_on__isnull=False)
    if chosen.state == "open":
        rows = rows.filter(waiting)
    elif chosen.state == "late":
        rows = rows.filter(waiting, follow_up_on__lt=today)
    for name in ("channel", "result"):
        if value := getattr(chosen, name):
            rows = rows.filter(**{name: value})
    records = _records(actor, chosen)
    return rows if records is None else rows.filter(record_number__in=records.values("number"))


def _records(actor: Actor, chosen: ConsultationFilter) -> QuerySet[ServiceRecord] | None:
    """The records that day and text ask for; None when neither does."""
    condition = Q()
    if chosen.first:
        condition &= Q(served_on__gte=chosen.first)
    if chosen.last:
        condition &= Q(served_on__lte=chosen.last)
    text = chosen.text.strip()
    if len(text) >= LEAST_TEXT:
        condition &= (
            Q(number=text)
            | Q(household__number=text)
            | Q(item__name__contains=text)
            | Q(participants__resident__name__contains=text)
        )
    return visible_records(actor).current().filter(condition) if condition else None
