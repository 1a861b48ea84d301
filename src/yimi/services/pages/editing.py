"""A saved record as the form's first values, for correcting it."""

from __future__ import annotations

from typing import Any

from yimi.core.actor import Actor
from yimi.core.ids import new_uid
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Presence, TagKind
from yimi.services.queries.timeline import describe


def initial_from(actor: Actor, row: ServiceRecord) -> dict[str, Any]:
    """Everything that stands, so that only what was wrong is changed. The uid is the correction's own."""
    tags = {kind: [t.code for t in row.tags.all() if t.kind == kind] for kind in TagKind.values}
    workers = row.workers.filter(is_lead=False).values_list("worker_id", flat=True)
    served = row.participants.filter(presence=Presence.SERVED).values_list("resident_id", flat=True)
    return {
        "uid": new_uid(),
        "method": row.method,
        "participants": [str(uid) for uid in served],
        "outcome": row.outcome,
        "day": "other",
        "served_on": row.served_on,
        "minutes": "other",
        "minutes_other": row.minutes,
        "items": [row.item_id, *tags[TagKind.ITEM]],
        "changes": tags[TagKind.CHANGE],
        "note": describe(actor, [row])[0].note,
        "next_visit": "other" if row.next_due_on else "none",
        "due_on": row.next_due_on,
        "colleagues": [str(uid) for uid in workers],
        "co_organisers": "、".join(row.co_organisers.values_list("name", flat=True)),
        **{band.band: band.count for band in row.head_counts.all()},
    }
