"""Recording a session of a group: one service record, one row that says which session it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid, NotFound
from yimi.core.superseding import hold_rows
from yimi.core.turns import writing
from yimi.groups.access import visible_groups
from yimi.groups.actions.checks import require_at_group
from yimi.groups.drafts import HeldSession
from yimi.groups.errors import GroupIsOver, SessionAlreadyHeld, refuse
from yimi.groups.models import GroupEnding, GroupMember, GroupSession, GroupStatus, SocialGroup
from yimi.groups.permissions import RECORD
from yimi.groups.queries.held import standing_records
from yimi.groups.rules import check_session
from yimi.services.actions import record_services
from yimi.services.errors import InvalidBatch
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method, Presence
from yimi.services.rules import NewRecord
from yimi.stations.actions.checks import common_prefix
from yimi.stations.writing import CHUNK, note_batch

#: The record's fields whose name on the session's page is another.
FIELD_NAMES = {"participants": "present", "head_counts": "guests"}


def record_group_session(held: HeldSession, *, actor: Actor) -> GroupSession:
    """Record one session: a batch of one. Raises Invalid with the faults at their fields."""
    try:
        return record_group_sessions([held], actor=actor)[0]
    except InvalidBatch as error:
        raise _at_fields(error) from None


def record_group_sessions(
    batch: Sequence[HeldSession], *, actor: Actor, is_historic: bool = False
) -> list[GroupSession]:
    """Record sessions, all or none; what was sent twice is saved once. A fixed number of queries per call.

    Raises NotFound and Forbidden by the groups, GroupIsOver, SessionAlreadyHeld, Invalid by the group's rules,
    InvalidBatch by the record's. ``is_historic`` is for old ledgers, as in ``record_services``.
    """
    with writing():
        # held before they are read: a group that is called off in this very moment takes no session
        hold_rows(SocialGroup, [held.group_uid for held in batch])
        groups = _groups(batch, actor)
        there = _sent_before(batch)
        fresh = [held for held in batch if held.record_uid not in there]
        refuse_faulty(fresh, groups)
        _free_or_refuse(fresh)
        receipts = record_services(
            [record_of(held, groups[held.group_uid]) for held in batch],
            actor=actor,
            is_historic=is_historic,
        )
        made = _write(fresh, {one.record.uid: one.record.number for one in receipts}, actor)
        if fresh:
            _note(made, groups, actor)
    by_record = there | {held.record_uid: row for held, row in zip(fresh, made, strict=True)}
    return [by_record[held.record_uid] for held in batch]


def _groups(batch: Sequence[HeldSession], actor: Actor) -> dict[UUID, SocialGroup]:
    uids = {held.group_uid for held in batch}
    groups = visible_groups(actor).select_related("unit").in_bulk(list(uids))
    if len(groups) != len(uids):
        raise NotFound
    for group in groups.values():
        require_at_group(actor, RECORD, group)
    return groups


def _sent_before(batch: Sequence[HeldSession]) -> dict[UUID, GroupSession]:
    """Record uid → the session that an earlier sending of the same form made. Two queries, mostly empty."""
    known = dict(
        ServiceRecord.objects.filter(pk__in=[held.record_uid for held in batch]).values_list(
            "pk", "number"
        )
    )
    rows = GroupSession.objects.filter(record_number__in=known.values()).select_related("group")
    sessions = {row.record_number: row for row in rows}
    for held in batch:
        session = sessions.get(known.get(held.record_uid, ""))
        if held.record_uid in known and (
            session is None or (session.group_id, session.no) != (held.group_uid, held.no)
        ):
            raise Conflict
    return {uid: sessions[number] for uid, number in known.items()}


def refuse_faulty(fresh: Sequence[HeldSession], groups: Mapping[UUID, SocialGroup]) -> None:
    """Raise GroupIsOver or Invalid when a session goes against its group's rules. Two queries."""
    members: dict[UUID, dict[UUID, GroupMember]] = {uid: {} for uid in groups}
    for row in GroupMember.objects.current().filter(group__in=groups):
        members[row.group_id][row.resident_id] = row
    endings = dict(
        GroupEnding.objects.current().filter(group__in=groups).values_list("group_id", "ended_on")
    )
    for held in fresh:
        if groups[held.group_uid].status == GroupStatus.CANCELLED:
            raise GroupIsOver
        refuse(
            check_session(
                no=held.no,
                phase=held.phase,
                served_on=held.served_on,
                present=held.present,
                members=members[held.group_uid],
                ended_on=endings.get(held.group_uid),
            )
        )


def _free_or_refuse(fresh: Sequence[HeldSession]) -> None:
    """A number is taken while its record stands; one whose record was voided elsewhere is freed."""
    wanted = {(held.group_uid, held.no) for held in fresh}
    if len(wanted) != len(fresh):
        raise SessionAlreadyHeld(no=fresh[0].no)
    rows = GroupSession.objects.filter(
        group__in={uid for uid, _no in wanted}, no__in={no for _uid, no in wanted}, voided_at=None
    )
    taken = [row for row in rows if (row.group_id, row.no) in wanted]
    standing = standing_records(row.record_number for row in taken)
    for row in taken:
        if row.record_number in standing:
            raise SessionAlreadyHeld(no=row.no)
    GroupSession.objects.filter(pk__in=[row.pk for row in taken]).update(voided_at=clock.now())


def record_of(held: HeldSession, group: SocialGroup) -> NewRecord:
    """The service record that a session is."""
    return NewRecord(
        uid=held.record_uid,
        unit_uid=group.unit_id,
        method=Method.GROUP_SESSION,
        item_code=group.item_id,
        served_on=held.served_on,
        starts_at=held.starts_at,
        minutes=held.minutes,
        participants=dict.fromkeys(held.present, Presence.SERVED.value),
        head_counts=dict(held.guests),
        worker_uids=tuple(held.worker_uids),
    )


def _write(
    fresh: Sequence[HeldSession], numbers: Mapping[UUID, str], actor: Actor
) -> list[GroupSession]:
    now = clock.now()
    rows = [
        GroupSession(
            uid=held.uid,
            group_id=held.group_uid,
            no=held.no,
            phase=held.phase,
            record_number=numbers[held.record_uid],
            recorded_at=now,
            recorded_by=actor.uid,
        )
        for held in fresh
    ]
    GroupSession.objects.bulk_create(rows, batch_size=CHUNK)
    SocialGroup.objects.filter(
        pk__in={held.group_uid for held in fresh}, status=GroupStatus.PLANNED
    ).update(status=GroupStatus.RUNNING)
    return rows


def _note(made: Sequence[GroupSession], groups: Mapping[UUID, SocialGroup], actor: Actor) -> None:
    units = {group.unit_id: group.unit.region_code for group in groups.values()}
    note_batch(
        actor,
        "groups.record_group_sessions",
        subject_kind="group_session",
        rows=[
            (
                row.pk,
                {
                    "group": str(row.group_id),
                    "no": row.no,
                    "phase": row.phase,
                    "record": row.record_number,
                },
            )
            for row in made
        ],
        unit_uid=next(iter(units)) if len(units) == 1 else None,
        region_code=common_prefix(list(units.values())),
    )


def _at_fields(error: InvalidBatch) -> Invalid:
    """The first faulty row's refusals, at the fields of the session's page."""
    return renamed(Invalid(next(iter(error.rows.values()))))


def renamed(error: Invalid) -> Invalid:
    """The record's refusals under the names of the session's page."""
    return Invalid({FIELD_NAMES.get(name, name): texts for name, texts in error.fields.items()})
