"""Placing workers at units and ending placements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact
from yimi.stations.actions.checks import (
    common_prefix,
    require_at_units,
    require_open,
    require_order,
    unit_event,
)
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import CHUNK, note_batch
from yimi.workforce.access import PLACE
from yimi.workforce.errors import PlacementOverlaps
from yimi.workforce.models import Placement, PostKind, Worker
from yimi.workforce.queries import post_of
from yimi.workforce.rules import Post, clash

CORRECTABLE = frozenset({"starts_on", "ends_on", "post_kind", "is_head", "full_time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementDraft:
    """A worker about to be placed at a unit."""

    worker: Worker
    unit: ServiceUnit
    starts_on: date
    ends_on: date | None = None
    post_kind: str = PostKind.SERVICE
    is_head: bool = False
    full_time: bool = True
    uid: UUID = field(default_factory=new_uid)


def place_worker(draft: PlacementDraft, *, actor: Actor) -> Placement:
    """Place one worker: a batch of one."""
    return place_workers([draft], actor=actor)[0]


@transaction.atomic
def place_workers(drafts: Sequence[PlacementDraft], *, actor: Actor) -> list[Placement]:
    """Place workers at units from a day on.

    Raises Forbidden outside the actor's units, PlacementOverlaps for the same worker twice at the same unit on one day,
    Invalid for someone who has left. Two stations at once are allowed; see ``queries.warnings_about``.
    """
    units = {draft.unit.uid: draft.unit for draft in drafts}
    require_at_units(actor, PLACE, units.values())
    hold_rows(Worker, {draft.worker.uid for draft in drafts})
    rows = placements_from(drafts, recorded_by=actor.uid)
    _refuse_clashes(rows)
    save_placements(rows, units=units, actor=actor)
    return rows


def placements_from(drafts: Sequence[PlacementDraft], *, recorded_by: UUID) -> list[Placement]:
    """Unsaved rows, checked one by one; raises Invalid."""
    for draft in drafts:
        require_order("ends_on", draft.starts_on, draft.ends_on)
        require_open(draft.unit, draft.starts_on)
        _require_post_kind(draft.post_kind)
        if draft.worker.left_on is not None and draft.worker.left_on < draft.starts_on:
            raise Invalid.one(
                "starts_on",
                _("%(worker)s已于 %(left_on)s 离职。如已复职，请先清空离职日期。")
                % {"worker": draft.worker.name, "left_on": draft.worker.left_on.isoformat()},
            )
    return [
        Placement(
            uid=draft.uid,
            worker=draft.worker,
            unit=draft.unit,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            post_kind=draft.post_kind,
            is_head=draft.is_head,
            full_time=draft.full_time,
            recorded_by=recorded_by,
        )
        for draft in drafts
    ]


def _require_post_kind(kind: str) -> None:
    if kind not in PostKind.values:
        raise Invalid.one("post_kind", _("没有这种岗位，请从列表里选。"))


def _refuse_clashes(rows: Sequence[Placement], *, except_for: UUID | None = None) -> None:
    standing = Placement.objects.current().filter(worker__in={row.worker_id for row in rows})
    posts: dict[UUID, list[Post]] = {}
    if except_for is not None:
        standing = standing.exclude(pk=except_for)
    for placement in standing:
        posts.setdefault(placement.worker_id, []).append(post_of(placement))
    for row in rows:
        own, planned = posts.setdefault(row.worker_id, []), post_of(row)
        if other := clash(planned, own):
            raise PlacementOverlaps(
                unit=row.unit.name,
                worker=row.worker.name,
                starts_on=other.starts_on.isoformat(),
            )
        own.append(planned)


def save_placements(
    rows: Sequence[Placement], *, units: Mapping[UUID, ServiceUnit], actor: Actor
) -> None:
    """Write checked rows and their events."""
    if not rows:
        return
    Placement.objects.bulk_create(rows, batch_size=CHUNK)
    facts = ("worker_id", "unit_id", "starts_on", "ends_on", "post_kind", "is_head", "full_time")
    note_batch(
        actor, "workforce.place_workers", subject_kind="placement",
        rows=[(row.uid, {name: getattr(row, name) for name in facts}) for row in rows],
        unit_uid=rows[0].unit_id if len(units) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units.values()]),
    )  # fmt: skip


@transaction.atomic
def correct_placement(
    placement: Placement, *, actor: Actor, changes: Mapping[str, Any]
) -> Placement:
    """Put right dates or post; the old row is superseded. Raises PlacementOverlaps, Conflict when superseded already."""
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    require_at_units(actor, PLACE, [placement.unit])
    hold_rows(Worker, [placement.worker_id])
    _require_post_kind(changes.get("post_kind", placement.post_kind))
    corrected = replace_fact(placement, actor=actor, **_ordered(placement, changes))
    _refuse_clashes([corrected], except_for=corrected.uid)
    record_event(
        actor, "workforce.correct_placement", subject_kind="placement", subject_uid=corrected.uid,
        details={"replaces": str(placement.uid), "fields": sorted(changes)}, **unit_event(placement.unit),
    )  # fmt: skip
    return corrected


def _ordered(placement: Placement, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    require_order(
        "ends_on",
        changes.get("starts_on", placement.starts_on),
        changes.get("ends_on", placement.ends_on),
    )
    return changes


@transaction.atomic
def end_placement(
    placement: Placement, *, actor: Actor, ends_on: date, reason: str = ""
) -> Placement:
    """The worker is at this post for the last time on ``ends_on``."""
    require_at_units(actor, PLACE, [placement.unit])
    return end_one(placement, actor=actor, ends_on=ends_on, reason=reason)


def end_one(placement: Placement, *, actor: Actor, ends_on: date, reason: str) -> Placement:
    """End a placement within an action that has asked for permission."""
    require_order("ends_on", placement.starts_on, ends_on)
    hold_rows(Worker, [placement.worker_id])
    ended = replace_fact(placement, actor=actor, ends_on=ends_on)
    _refuse_clashes([ended], except_for=ended.uid)
    record_event(
        actor, "workforce.end_placement", subject_kind="placement", subject_uid=ended.uid,
        reason=reason.strip()[:300],
        details={"replaces": str(placement.uid), "until": ends_on.isoformat()}, **unit_event(placement.unit),
    )  # fmt: skip
    return ended
