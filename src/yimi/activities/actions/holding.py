"""Recording that an activity was held: one service record, whoever held it with us and however many came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from yimi.activities.access import visible_activities
from yimi.activities.actions.checks import note, require_at_activity, require_planned
from yimi.activities.drafts import HeldActivity
from yimi.activities.errors import ActivityAlreadyHeld, ActivityNotHeld
from yimi.activities.models import Activity, ActivityStatus, Partner
from yimi.activities.permissions import RECORD
from yimi.activities.queries.held import standing_record
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid, NotFound
from yimi.core.superseding import hold_rows
from yimi.core.turns import writing
from yimi.services.actions import correct_record, record_services, void_record
from yimi.services.errors import InvalidBatch
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method, Presence
from yimi.services.queries.restate import restated
from yimi.services.rules import NewRecord
from yimi.stations.actions.checks import common_prefix
from yimi.stations.writing import note_batch

#: The record's fields whose name on the activity's page is another.
FIELD_NAMES = {"participants": "present"}


def hold_activity(held: HeldActivity, *, actor: Actor) -> Activity:
    """Record that one activity was held: a batch of one. Raises Invalid with the faults at their fields."""
    try:
        return hold_activities([held], actor=actor)[0]
    except InvalidBatch as error:
        raise _renamed(Invalid(error.rows[0])) from None


def hold_activities(
    batch: Sequence[HeldActivity], *, actor: Actor, is_historic: bool = False
) -> list[Activity]:
    """Record that activities were held, all or none. What was sent twice is saved once.

    Raises NotFound and Forbidden by the activities, ActivityAlreadyHeld, ActivityNotPlanned for cancelled ones,
    InvalidBatch by the record's rules. ``is_historic`` is for old ledgers, as in ``record_services``.
    """
    with writing():
        # held before they are read: of two people who record at once, the second sees what the first wrote
        hold_rows(Activity, [held.activity_uid for held in batch])
        activities = _activities(batch, actor)
        again = _sent_before(batch)
        fresh = [held for held in batch if held.record_uid not in again]
        _refuse_or_free(fresh, activities)
        partners = _partners(activities)
        receipts = record_services(
            [_record_of(held, activities[held.activity_uid], partners) for held in batch],
            actor=actor,
            is_historic=is_historic,
        )
        numbers = {receipt.record.uid: receipt.record.number for receipt in receipts}
        _mark(fresh, activities, numbers)
        if fresh:
            _note(fresh, activities, actor)
    return [activities[held.activity_uid] for held in batch]


def _activities(batch: Sequence[HeldActivity], actor: Actor) -> dict[UUID, Activity]:
    uids = {held.activity_uid for held in batch}
    if len(uids) != len(batch):
        raise ActivityAlreadyHeld
    found = visible_activities(actor).select_related("unit").in_bulk(list(uids))
    if len(found) != len(uids):
        raise NotFound
    for activity in found.values():
        require_at_activity(actor, RECORD, activity)
    return found


def _sent_before(batch: Sequence[HeldActivity]) -> set[UUID]:
    """The record uids that an earlier sending of the same form saved. Two queries, mostly empty."""
    known = dict(
        ServiceRecord.objects.filter(pk__in=[held.record_uid for held in batch]).values_list(
            "pk", "number"
        )
    )
    rows = Activity.objects.filter(record_number__in=known.values())
    of_record = dict(rows.values_list("record_number", "pk")) if known else {}
    for held in batch:
        if held.record_uid in known and of_record.get(known[held.record_uid]) != held.activity_uid:
            raise Conflict
    return set(known)


def _refuse_or_free(fresh: Sequence[HeldActivity], activities: Mapping[UUID, Activity]) -> None:
    """An activity is held once while its record stands; one whose record was voided elsewhere may be held anew."""
    rows = [activities[held.activity_uid] for held in fresh]
    held_ones = [row for row in rows if row.status == ActivityStatus.HELD]
    standing = set(
        ServiceRecord.objects.current()
        .filter(number__in=[row.record_number for row in held_ones])
        .values_list("number", flat=True)
    )
    for row in rows:
        if row.record_number in standing:
            raise ActivityAlreadyHeld
        if row.status != ActivityStatus.HELD:
            require_planned(row)


def _partners(activities: Mapping[UUID, Activity]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Partner.objects.current().filter(activity__in=activities).order_by("recorded_at", "uid")
    for uid, name in rows.values_list("activity", "name"):
        found.setdefault(uid, []).append(name)
    return found


def _record_of(
    held: HeldActivity, activity: Activity, partners: Mapping[UUID, Sequence[str]]
) -> NewRecord:
    return NewRecord(
        uid=held.record_uid,
        unit_uid=activity.unit_id,
        method=Method.ACTIVITY,
        item_code=activity.item_id,
        served_on=held.served_on,
        starts_at=held.starts_at,
        minutes=held.minutes,
        participants=dict.fromkeys(held.present, Presence.SERVED.value),
        head_counts=dict(held.head_counts),
        worker_uids=tuple(held.worker_uids),
        co_organisers=tuple(partners.get(activity.pk, ())),
        served_region_code=held.served_region_code,
    )


def _mark(
    fresh: Sequence[HeldActivity], activities: Mapping[UUID, Activity], numbers: Mapping[UUID, str]
) -> None:
    rows = []
    for held in fresh:
        activity = activities[held.activity_uid]
        activity.status = ActivityStatus.HELD
        activity.record_number = numbers[held.record_uid]
        activity.row_version += 1
        rows.append(activity)
    Activity.objects.bulk_update(rows, ["status", "record_number", "row_version"], batch_size=200)


def _note(fresh: Sequence[HeldActivity], activities: Mapping[UUID, Activity], actor: Actor) -> None:
    rows = [activities[held.activity_uid] for held in fresh]
    units = {row.unit_id: row.unit.region_code for row in rows}
    note_batch(
        actor,
        "activities.hold_activities",
        subject_kind="activity",
        rows=[(row.pk, {"record": row.record_number}) for row in rows],
        unit_uid=next(iter(units)) if len(units) == 1 else None,
        region_code=common_prefix(list(units.values())),
    )


def correct_held(
    activity: Activity, held: HeldActivity, *, seen: UUID, actor: Actor
) -> ServiceRecord:
    """Put right the day, the minutes or who came: a new version of the same record.

    ``seen`` is the uid of the version on the screen. Raises RecordAlreadyReplaced when somebody was faster,
    ActivityNotHeld, Invalid, Forbidden.
    """
    with writing():
        require_at_activity(actor, RECORD, activity)
        standing = standing_record(activity)
        if standing is None:
            raise ActivityNotHeld
        new = replace(
            restated(standing, actor),
            uid=held.record_uid,
            served_on=held.served_on,
            starts_at=held.starts_at,
            minutes=held.minutes,
            participants=dict.fromkeys(held.present, Presence.SERVED.value),
            head_counts=dict(held.head_counts),
            worker_uids=tuple(held.worker_uids),
            served_region_code=held.served_region_code or standing.served_region_code,
        )
        try:
            fixed = correct_record(seen, new, actor=actor)
        except Invalid as error:
            raise _renamed(error) from None
        note(actor, "correct_held", activity, record=str(fixed.pk))
    return fixed


def void_held(activity: Activity, *, actor: Actor, reason: str) -> ServiceRecord:
    """It was not held after all: its record leaves every count, and the activity is ahead again. Returns the record.

    Raises ActivityNotHeld, VoidNeedsReason, Conflict, Forbidden.
    """
    with writing():
        require_at_activity(actor, RECORD, activity)
        standing = standing_record(activity)
        if standing is None:
            raise ActivityNotHeld
        void_record(standing.pk, actor=actor, reason=reason)
        Activity.objects.filter(pk=activity.pk, record_number=standing.number).update(
            status=ActivityStatus.PLANNED, record_number="", row_version=activity.row_version + 1
        )
        note(actor, "void_held", activity, reason=reason.strip(), record=standing.number)
    return standing


def _renamed(error: Invalid) -> Invalid:
    return Invalid({FIELD_NAMES.get(name, name): texts for name, texts in error.fields.items()})
