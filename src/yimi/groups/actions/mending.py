"""Putting a recorded session right, or taking it back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows
from yimi.core.turns import writing
from yimi.groups.actions.checks import note, require_at_group
from yimi.groups.actions.sessions import record_of, refuse_faulty, renamed
from yimi.groups.drafts import HeldSession
from yimi.groups.errors import SessionGone
from yimi.groups.models import GroupSession, GroupStatus, SocialGroup
from yimi.groups.permissions import RECORD
from yimi.groups.queries.held import held_sessions, standing_record
from yimi.services.actions import correct_record, void_record
from yimi.services.queries.restate import restated


def correct_group_session(
    session: GroupSession, held: HeldSession, *, seen: UUID, actor: Actor
) -> GroupSession:
    """Put right who came, the day, the minutes or the phase: a new version of the same record.

    ``seen`` is the uid of the version on the screen. Raises RecordAlreadyReplaced when somebody was faster,
    SessionGone when the record was voided, Invalid, Forbidden. ``held.no`` and ``held.group_uid`` stay what they are.
    """
    with writing():
        group = session.group
        require_at_group(actor, RECORD, group)
        hold_rows(SocialGroup, [group.pk])
        standing = standing_record(session)
        if standing is None:
            raise SessionGone
        kept = replace(held, group_uid=group.pk, no=session.no)
        refuse_faulty([kept], {group.pk: group})
        sent = record_of(kept, group)
        new = replace(
            restated(standing, actor),
            uid=sent.uid,
            served_on=sent.served_on,
            starts_at=sent.starts_at,
            minutes=sent.minutes,
            participants=sent.participants,
            head_counts=sent.head_counts,
            worker_uids=sent.worker_uids,
        )
        try:
            fixed = correct_record(seen, new, actor=actor)
        except Invalid as error:
            raise renamed(error) from None
        was = session.phase
        if held.phase != was:
            GroupSession.objects.filter(pk=session.pk).update(phase=held.phase)
            session.phase = held.phase
        note(
            actor, "correct_group_session", group, session=str(session.pk), record=str(fixed.pk),
            phase=[was, held.phase],
        )  # fmt: skip
    return session


def void_group_session(session: GroupSession, *, actor: Actor, reason: str) -> None:
    """The session was not held after all: its record leaves every count, its number is free again.

    Raises VoidNeedsReason, SessionGone, Forbidden.
    """
    with writing():
        group = session.group
        require_at_group(actor, RECORD, group)
        standing = standing_record(session)
        if standing is None:
            raise SessionGone
        void_record(standing.pk, actor=actor, reason=reason)
        GroupSession.objects.filter(pk=session.pk, voided_at=None).update(voided_at=clock.now())
        if group.status == GroupStatus.RUNNING and not held_sessions([group.pk])[group.pk]:
            SocialGroup.objects.filter(pk=group.pk, status=GroupStatus.RUNNING).update(
                status=GroupStatus.PLANNED
            )
        note(
            actor, "void_group_session", group, reason=reason.strip(), session=str(session.pk),
            no=session.no,
        )  # fmt: skip
