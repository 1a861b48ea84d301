"""Keeping :class:`VisitDue` in step with the records, one statement per household, or anew from the records alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from yimi.core.sql import hot_cursor, uid_parameters
from yimi.services.models import ServiceRecord, VisitDue
from yimi.services.models.record import Method, Outcome
from yimi.services.rules import NewRecord

# A later served_on decides; on the same day the record that came later. NULL means "never", so it always loses.
UPSERT = """
INSERT INTO services_visitdue (household_id, due_on, decided_on, last_contact_on, last_met_on)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (household_id) DO UPDATE SET
  due_on = CASE WHEN excluded.decided_on IS NOT NULL AND (services_visitdue.decided_on IS NULL
             OR excluded.decided_on >= services_visitdue.decided_on)
           THEN excluded.due_on ELSE services_visitdue.due_on END,
  decided_on = CASE WHEN excluded.decided_on IS NOT NULL AND (services_visitdue.decided_on IS NULL
             OR excluded.decided_on >= services_visitdue.decided_on)
           THEN excluded.decided_on ELSE services_visitdue.decided_on END,
  last_contact_on = CASE WHEN services_visitdue.last_contact_on IS NULL
             OR excluded.last_contact_on > services_visitdue.last_contact_on
           THEN excluded.last_contact_on ELSE services_visitdue.last_contact_on END,
  last_met_on = CASE WHEN excluded.last_met_on IS NOT NULL AND (services_visitdue.last_met_on IS NULL
             OR excluded.last_met_on > services_visitdue.last_met_on)
           THEN excluded.last_met_on ELSE services_visitdue.last_met_on END
"""


@dataclass(slots=True)
class Contact:
    """What one household's records of a batch come to; see :class:`VisitDue` for the four dates."""

    last_on: date
    due_on: date | None = None
    decided_on: date | None = None
    met_on: date | None = None


def is_decisive(record: ServiceRecord | NewRecord) -> bool:
    """Whether this record settles when the next visit is due: it sets a date, or met the household at home."""
    met_at_home = record.method == Method.HOME_VISIT and record.outcome == Outcome.MET
    return record.next_due_on is not None or met_at_home


def note_contacts(visits: Iterable[tuple[UUID, ServiceRecord | NewRecord]]) -> None:
    """Take new current records into account, each with its household, in the order given. One statement a household."""
    contacts: dict[UUID, Contact] = {}
    for uid, record in visits:
        day = record.served_on
        contact = contacts.get(uid)
        if contact is None:
            contact = contacts[uid] = Contact(day)
        elif day > contact.last_on:
            contact.last_on = day
        if is_decisive(record) and (contact.decided_on is None or day >= contact.decided_on):
            contact.due_on, contact.decided_on = record.next_due_on, day
        if record.outcome == Outcome.MET and (contact.met_on is None or day > contact.met_on):
            contact.met_on = day
    if contacts:
        adapt = connection.ops.adapt_datefield_value
        with hot_cursor() as cursor:
            cursor.executemany(
                UPSERT,
                [
                    [uid, *map(adapt, (row.due_on, row.decided_on, row.last_on, row.met_on))]
                    for uid, row in zip(uid_parameters(contacts), contacts.values(), strict=True)
                ],
            )


def rebuild_visit_due(household_uids: Iterable[UUID]) -> None:
    """Compute the due dates of these households anew from their current records; after a correction or a void."""
    for uid in household_uids:
        VisitDue.objects.filter(household_id=uid).delete()
        note_contacts(
            (uid, record)
            for record in ServiceRecord.objects.current()
            .filter(household_id=uid)
            .order_by("served_on", "recorded_at", "uid")
        )
