"""Keeping :class:`VisitDue` in step with the records, one statement per household, or anew from the records alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db import connection

from yimi.core.bulk import insert_all
from yimi.core.sql import hot_cursor, uid_parameters
from yimi.services.models import DueSetting, ServiceRecord, VisitDue
from yimi.services.models.record import Method, Outcome
from yimi.services.rules import NewRecord

#: The day a tier's interval after the decisive one; NULL for a household without a tier.
AFTER_INTERVAL = {
    "sqlite": "date(excluded.decided_on, '+' || services_visitdue.interval_days || ' days')",
    "postgresql": "excluded.decided_on + services_visitdue.interval_days",
}
# A later day decides; on the same day what came later. NULL means "never", so it always loses.
UPSERT = """
INSERT INTO services_visitdue (household_id, due_on, decided_on, last_contact_on, last_met_on)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (household_id) DO UPDATE SET
  due_on = CASE WHEN excluded.decided_on IS NOT NULL AND (services_visitdue.decided_on IS NULL
             OR excluded.decided_on >= services_visitdue.decided_on)
           THEN COALESCE(excluded.due_on, {after}) ELSE services_visitdue.due_on END,
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


@cache
def _upsert(vendor: str) -> str:
    return UPSERT.format(after=AFTER_INTERVAL[vendor])


@dataclass(slots=True)
class Contact:
    """What one household's records of a batch come to; see :class:`VisitDue` for the four dates."""

    last_on: date | None
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
        contact = contacts.get(uid)
        if contact is None:
            contact = contacts[uid] = Contact(None)
        _add(contact, record)
    _write(contacts)


def settle_due(settings: Sequence[DueSetting]) -> None:
    """Insert decisions of today and let them hold. Whoever calls has asked who may, and writes the trail."""
    insert_all(DueSetting, settings)
    contacts: dict[UUID, Contact] = {}
    for setting in settings:
        _take(contacts.setdefault(setting.household_id, Contact(None)), setting)
    _write(contacts)


def keep_intervals(days: Mapping[UUID, int | None]) -> None:
    """Give these households their tier's interval, or none. Due dates stay. One statement; the caller writes the trail."""
    VisitDue.objects.bulk_create(
        [VisitDue(household_id=uid, interval_days=interval) for uid, interval in days.items()],
        update_conflicts=True,
        unique_fields=["household"],
        update_fields=["interval_days"],
        batch_size=500,
    )


def rebuild_visit_due(household_uids: Iterable[UUID]) -> None:
    """Compute these households' due dates anew from current records and decisions; after a correction or a void."""
    for uid in household_uids:
        held = VisitDue.objects.filter(household_id=uid)
        held.filter(interval_days=None).delete()
        held.update(due_on=None, decided_on=None, last_contact_on=None, last_met_on=None)
        records = ServiceRecord.objects.current().filter(household_id=uid)
        contact = Contact(None)
        # one after the other as they came, so that the same day's last one decides here too
        steps: list[ServiceRecord | DueSetting] = [
            *records,
            *DueSetting.objects.filter(household_id=uid),
        ]
        steps.sort(key=lambda step: (_day(step), step.recorded_at, step.pk))
        for step in steps:
            if isinstance(step, DueSetting):
                _take(contact, step)
            else:
                _add(contact, step)
        if steps:
            _write({uid: contact})


def _day(step: ServiceRecord | DueSetting) -> date:
    return step.decided_on if isinstance(step, DueSetting) else step.served_on


def _take(contact: Contact, setting: DueSetting) -> None:
    if contact.decided_on is None or setting.decided_on >= contact.decided_on:
        contact.due_on, contact.decided_on = setting.due_on, setting.decided_on


def _add(contact: Contact, record: ServiceRecord | NewRecord) -> None:
    day = record.served_on
    if contact.last_on is None or day > contact.last_on:
        contact.last_on = day
    if is_decisive(record) and (contact.decided_on is None or day >= contact.decided_on):
        contact.due_on, contact.decided_on = record.next_due_on, day
    if record.outcome == Outcome.MET and (contact.met_on is None or day > contact.met_on):
        contact.met_on = day


def _write(contacts: Mapping[UUID, Contact]) -> None:
    if not contacts:
        return
    adapt = connection.ops.adapt_datefield_value
    with hot_cursor() as cursor:
        cursor.executemany(
            _upsert(connection.vendor),
            [
                [uid, *map(adapt, (row.due_on, row.decided_on, row.last_on, row.met_on))]
                for uid, row in zip(uid_parameters(contacts), contacts.values(), strict=True)
            ],
        )
