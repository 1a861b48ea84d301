"""Writing the trail. Every action calls :func:`record_event` inside its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from yimi.audit.models import AuditEvent
from yimi.audit.rules import event_digest
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.ids import new_uid

#: Columns under the digest; ``id`` and ``seal`` come later and are covered by the chain.
DIGESTED = (
    "uid", "at", "actor_uid", "actor_name", "token_uid", "action", "subject_kind", "subject_uid", "unit_uid",
    "region_code", "reason",
)  # fmt: skip


def record_event(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    subject_uid: UUID | str,
    unit_uid: UUID | None = None,
    region_code: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write one event: ``action`` is ``room.verb_noun``. One INSERT. ``details``: JSON values, nothing personal.

    The event returned has no ``id`` yet; it is found by its ``uid``.
    """
    event = make_event(
        actor,
        action,
        subject_kind=subject_kind,
        subject_uid=subject_uid,
        unit_uid=unit_uid,
        region_code=region_code,
        reason=reason,
        details=details,
    )
    insert_all(AuditEvent, [event])
    return event


def record_events(events: Iterable[AuditEvent]) -> None:
    """Write events that :func:`make_event` made, of several actors perhaps. One INSERT."""
    insert_all(AuditEvent, events)


def make_event(
    actor: Actor,
    action: str,
    *,
    subject_kind: str,
    subject_uid: UUID | str,
    unit_uid: UUID | None = None,
    region_code: str = "",
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """An event that is not written yet, for :func:`record_events`; see :func:`record_event`."""
    event = AuditEvent(
        uid=new_uid(),
        at=clock.now(),
        actor_uid=actor.uid,
        actor_name=actor.name,
        token_uid=actor.token_uid,
        action=action,
        subject_kind=subject_kind,
        subject_uid=str(subject_uid),
        unit_uid=unit_uid,
        region_code=region_code,
        reason=reason,
        details=dict(details or {}),
    )
    event.digest = digest_of(event)
    return event


def digest_of(event: AuditEvent) -> str:
    """The digest that ``event``'s columns should have."""
    return event_digest({name: getattr(event, name) for name in DIGESTED}, event.details)
