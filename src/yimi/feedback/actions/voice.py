"""Inviting people to speak, and counting what they say.

An answer is not a row: it raises counters of its unit, kind and month. No audit event is written for it either, since
an event has a time of day, and there is no actor to answer for.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.clock import month_of
from yimi.core.crypto import digest_value
from yimi.core.errors import Invalid
from yimi.feedback.drafts import InvitationDraft
from yimi.feedback.errors import VoiceOver
from yimi.feedback.models import Helped, SubjectKind, VoiceInvitation, VoiceTally, VoiceUse
from yimi.feedback.permissions import INVITE

#: 16 random bytes: nobody guesses a link.
TOKEN_BYTES = 16
LONGEST_OPEN_DAYS = 180
MOST_ANSWERS = 5_000
CHUNK = 500
RATINGS = range(1, 6)


def invite_voice(draft: InvitationDraft, *, actor: Actor) -> VoiceInvitation:
    """Ask after one case, group, activity or visit: a batch of one."""
    return invite_voices([draft], actor=actor)[0]


def invite_voices(drafts: Sequence[InvitationDraft], *, actor: Actor) -> list[VoiceInvitation]:
    """Make links; a subject that has one already keeps it as it is. Raises Forbidden elsewhere, Invalid."""
    try:
        return _invite(drafts, actor)
    except IntegrityError:
        # somebody else has just asked after the same subject; their link is there by now
        return _invite(drafts, actor)


@transaction.atomic
def _invite(drafts: Sequence[InvitationDraft], actor: Actor) -> list[VoiceInvitation]:
    for draft in drafts:
        actor.require_at(INVITE, unit_uid=draft.unit.pk, region_code=draft.unit.region_code)
        _check(draft)
    wanted = {(draft.subject_kind, draft.subject_uid): draft for draft in drafts}
    known = _known([draft.subject_uid for draft in drafts])
    rows = [
        VoiceInvitation(
            subject_kind=draft.subject_kind,
            subject_uid=draft.subject_uid,
            unit=draft.unit,
            region_code=draft.unit.region_code,
            token=secrets.token_urlsafe(TOKEN_BYTES),
            expires_on=draft.expires_on,
            max_answers=draft.max_answers,
            recorded_by=actor.uid,
        )
        for subject, draft in wanted.items()
        if subject not in known
    ]
    VoiceInvitation.objects.bulk_create(rows)
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        record_event(
            actor, "feedback.invite_voice", subject_kind="voice_invitation", subject_uid=chunk[0].uid,
            unit_uid=chunk[0].unit_id, region_code=chunk[0].region_code,
            details={"rows": [[str(row.uid), row.subject_kind] for row in chunk]},
        )  # fmt: skip
    made = known | {(row.subject_kind, row.subject_uid): row for row in rows}
    return [made[draft.subject_kind, draft.subject_uid] for draft in drafts]


def _known(subjects: Sequence[UUID]) -> dict[tuple[str, UUID], VoiceInvitation]:
    rows = VoiceInvitation.objects.filter(subject_uid__in=subjects)
    return {(row.subject_kind, row.subject_uid): row for row in rows}


def _check(draft: InvitationDraft) -> None:
    today = clock.today()
    if draft.subject_kind not in SubjectKind.values:
        raise Invalid.one("subject_kind", _("请选是结案、活动、小组还是走访之后的评价。"))
    if not today <= draft.expires_on <= today + timedelta(days=LONGEST_OPEN_DAYS):
        raise Invalid.one("expires_on", _("截止日期要在今天以后、半年以内。"))
    if not 1 <= draft.max_answers <= MOST_ANSWERS:
        raise Invalid.one("max_answers", _("份数要在 1 到 5,000 之间。"))


@transaction.atomic
def answer_voice(
    invitation: VoiceInvitation, *, rating: int, helped: str, nonce: str, on: date | None = None
) -> bool:
    """Count one answer; False when this very form was counted before. Raises VoiceOver, Invalid.

    Two answers at once cannot both take the last place: the count is raised only while it is below the limit.
    """
    if rating not in RATINGS:
        raise Invalid.one("rating", _("请选 1 到 5 中的一个。"))
    if helped not in Helped.values:
        raise Invalid.one("helped", _("请选有没有帮到您。"))
    on = on or clock.today()
    if not _is_first(invitation, nonce):
        return False
    open_still = VoiceInvitation.objects.filter(
        pk=invitation.pk, answers__lt=F("max_answers"), expires_on__gte=on
    )
    if open_still.update(answers=F("answers") + 1) != 1:
        raise VoiceOver()
    _count(invitation, rating, helped, month_of(on)[0])
    return True


def _is_first(invitation: VoiceInvitation, nonce: str) -> bool:
    """Whether the form is new. Its digest is tied to the invitation and to nothing else."""
    digest = digest_value("voice_form", nonce[:64], place=str(invitation.pk))
    try:
        with transaction.atomic():
            VoiceUse.objects.create(invitation=invitation, nonce_digest=digest)
    except IntegrityError:
        return False
    return True


def _count(invitation: VoiceInvitation, rating: int, helped: str, month: date) -> None:
    bucket = {
        "unit_id": invitation.unit_id,
        "subject_kind": invitation.subject_kind,
        "month": month,
    }
    VoiceTally.objects.bulk_create(
        [VoiceTally(region_code=invitation.region_code, **bucket)], ignore_conflicts=True
    )
    raised = {name: F(name) + 1 for name in ("answers", f"rated_{rating}", f"helped_{helped}")}
    VoiceTally.objects.filter(**bucket).update(**raised)
