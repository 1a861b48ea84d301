"""The rows that one recorded service is: the record's own columns with the note sealed, and the rows that hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yimi.core import clock
from yimi.core.bulk import insert_tuples
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.services.lookups import Surroundings
from yimi.services.models import (
    CoOrganiser,
    HeadCount,
    Participant,
    RecordTag,
    RecordWorker,
    ServiceRecord,
)
from yimi.services.models.record import TagKind
from yimi.services.parameters import late_after_days
from yimi.services.rules import NewRecord, is_late
from yimi.stations.models import ServiceUnit

NOTE_FIELD = "record_note"
Row = tuple[Any, ...]
#: The record's columns in the model's order, as :func:`row_maker` fills them.
COLUMNS = tuple(field.attname for field in ServiceRecord._meta.concrete_fields)
NUMBER = COLUMNS.index("number")


def row_maker(
    around: Surroundings, replacing: ServiceRecord | None
) -> Callable[[NewRecord, str, UUID], Row]:
    """Makes the row of a record, given its digest and who records it: :data:`COLUMNS`, note sealed, number left out."""
    now = clock.now()
    recorded_on = clock.local_date(_first_recorded_at(replacing) if replacing else now)
    version = replacing.version + 1 if replacing else 1
    late_after = {unit.pk: late_after_days(unit.region_code) for unit in around.units.values()}

    def row(new: NewRecord, digest: str, recorded_by: UUID) -> Row:
        unit = around.units[new.unit_uid]
        household = around.households.get(new.household_uid) if new.household_uid else None
        key = _key_for(new, around) if new.note else None
        return (
            new.uid,
            unit.pk,
            unit.region_code,
            new.served_region_code or (household.region_code if household else unit.region_code),
            new.purchaser_region_code,
            new.project_uid,
            now,
            recorded_by,
            None,
            None,
            "",
            "",
            version,
            new.household_uid,
            new.method,
            new.outcome,
            new.item_code,
            new.served_on,
            new.starts_at,
            new.minutes,
            new.person_times,
            new.next_due_on,
            is_late(new.served_on, recorded_on, after_days=late_after[unit.pk]),
            key.pk if key else None,
            key.seal(new.note, field=NOTE_FIELD, row=new.uid) if key else b"",
            digest,
            replacing.pk if replacing else None,
        )

    return row


def _first_recorded_at(row: ServiceRecord) -> datetime:
    """Late or not is a matter of when the event was first recorded: a correction makes no timely record late."""
    first = ServiceRecord.objects.filter(number=row.number, version=1)
    recorded_at: datetime = first.values_list("recorded_at", flat=True).get()
    return recorded_at


def _key_for(new: NewRecord, around: Surroundings) -> DataKey:
    """The household's key; without one, the first person's; without anybody, the unit's own.

    Destroying a household's or a person's key thus erases what was written about them.
    """
    if new.household_uid:
        return around.households[new.household_uid].key
    if new.participants:
        return around.residents[next(iter(new.participants))].key
    return unit_key(around, new)


def unit_key(around: Surroundings, new: NewRecord) -> DataKey:
    """The key of the record's unit."""
    return key_of_unit(around.units[new.unit_uid])


def key_of_unit(unit: Any) -> DataKey:
    """A unit's key, made the first time it is needed; of two makers at once, one wins."""
    if unit.key is None:
        key = DataKey.make()
        key.save(force_insert=True)
        ServiceUnit.objects.filter(pk=unit.pk, key=None).update(key=key)
        winner = ServiceUnit.objects.filter(pk=unit.pk).values_list("key", flat=True)
        unit.key = DataKey.objects.get(pk__in=winner)
    kept: DataKey = unit.key
    return kept


def write_parts(fresh: Sequence[NewRecord]) -> None:
    """The rows that hang on the records: one INSERT per table that has any."""
    insert_tuples(
        Participant,
        ("record_id", "resident_id", "presence"),
        ((new.uid, uid, presence) for new in fresh for uid, presence in new.participants.items()),
    )
    insert_tuples(
        HeadCount,
        ("record_id", "band", "count"),
        ((new.uid, band, count) for new in fresh for band, count in new.head_counts.items()),
    )
    insert_tuples(
        RecordWorker,
        ("record_id", "worker_id", "is_lead"),
        ((new.uid, uid, at == 0) for new in fresh for at, uid in enumerate(new.worker_uids)),
    )
    insert_tuples(
        CoOrganiser,
        ("uid", "record_id", "name"),
        ((new_uid(), new.uid, name) for new in fresh for name in new.co_organisers),
    )
    insert_tuples(
        RecordTag,
        ("record_id", "kind", "code"),
        (
            (new.uid, kind, code)
            for new in fresh
            for kind, codes in (
                (TagKind.ITEM, new.further_items),
                (TagKind.CHANGE, new.changes),
                (TagKind.EFFECT, new.effects),
            )
            for code in codes
        ),
    )
