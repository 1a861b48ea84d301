"""Inviting people to speak, and counting what they say.

An answer is not a row: it raises counters of its unit, kind and month. No audit event is written for it either, since
an event has a time of day, and there is no actor to answer for.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core import signing
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
#: A form given out is good for a day: time enough to hand the phone round.
FORM_SECONDS = 86_400
LONGEST_OPEN_DAYS = 180
MOST_ANSWERS = 5_000
CHUNK = 500
RATINGS = range(1, 6)


def invite_voice(draft: InvitationDraft, *, actor: Actor) -> VoiceInvitation:
    """Ask after one case, group, activity or visit: a batch of one."""
    return invite_voices([draft], actor=actor)[0]


def invite_voices(drafts: Sequence[InvitationDraft], *, actor: Actor) -> list[VoiceInvitation]:
    """Make links; a subject that has one already keeps it, for as many answers as were served by now.

    Raises Forbidden elsewhere, Invalid.
    """
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
    for subject, row in known.items():
        _follow(row, wanted[subject], actor)
    made = known | {(row.subject_kind, row.subject_uid): row for row in rows}
    return [made[draft.subject_kind, draft.subject_uid] for draft in drafts]


def _known(subjects: Sequence[UUID]) -> dict[tuple[str, UUID], VoiceInvitation]:
    rows = VoiceInvitation.objects.filter(subject_uid__in=subjects)
    return {(row.subject_kind, row.subject_uid): row for row in rows}


def _follow(row: VoiceInvitation, draft: InvitationDraft, actor: Actor) -> None:
    """As many may answer as were served, once that is known better; never fewer than have answered."""
    most = max(draft.max_answers, row.answers)
    if most == row.max_answers:
        return
    if not VoiceInvitation.objects.filter(pk=row.pk, answers__lte=most).update(max_answers=most):
        return
    row.max_answers = most
    record_event(
        actor, "feedback.invite_voice", subject_kind="voice_invitation", subject_uid=row.uid,
        unit_uid=row.unit_id, region_code=row.region_code, details={"max_answers": most},
    )  # fmt: skip


def _check(draft: InvitationDraft) -> None:
    today = clock.today()
    if draft.subject_kind not in SubjectKind.values:
        raise Invalid.one("subject_kind", _("请选是结案、活动、小组还是走访之后的评价。"))
    if not today <= draft.expires_on <= today + timedelta(days=LONGEST_OPEN_DAYS):
        raise Invalid.one("expires_on", _("截止日期要在今天以后、半年以内。"))
    if not 1 <= draft.max_answers <= MOST_ANSWERS:
        raise Invalid.one("max_answers", _("份数要在 1 到 5,000 之间。"))


def voice_form(invitation: VoiceInvitation) -> str:
    """A form to answer with, signed by us: whoever has none of ours cannot answer, whatever they send.

    It holds random bytes and the hour it is good until, and is good for this invitation only.
    """
    return _signer(invitation).sign(secrets.token_urlsafe(TOKEN_BYTES))


def is_our_form(invitation: VoiceInvitation, form: str) -> bool:
    """Whether the form was given out for this invitation within the last day."""
    try:
        _signer(invitation).unsign(form, max_age=FORM_SECONDS)
    except signing.BadSignature:
        return False
    return True


def _signer(invitation: VoiceInvitation) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"feedback.voice:{invitation.pk}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One device's two answers. ``nonce`` is a form of :func:`voice_form`."""

    invitation: VoiceInvitation
    rating: int
    helped: str
    nonce: str


def answer_voice(
    invitation: VoiceInvitation, *, rating: int, helped: str, nonce: str, on: date | None = None
) -> bool:
    """Count one answer: a batch of one. False when this very form was counted before. Raises VoiceOver, Invalid."""
    return bool(answer_voices([Answer(invitation, rating, helped, nonce)], on=on))


def answer_voices(batch: Sequence[Answer], *, on: date | None = None) -> int:
    """Count answers, all or none; forms counted before are left out. Returns how many were new. Raises VoiceOver, Invalid.

    Answers that come at once cannot take more places than there are: counts are raised only while they stay below.
    """
    for answer in batch:
        _check_answer(answer)
    try:
        return _answer(batch, on or clock.today())
    except IntegrityError:
        # the same form reached another process in the same moment; its digest is there by now
        return _answer(batch, on or clock.today())


def _check_answer(answer: Answer) -> None:
    if not is_our_form(answer.invitation, answer.nonce):
        raise Invalid.one("rating", _("这一页放得太久了，请重新扫码再填。"))
    if answer.rating not in RATINGS:
        raise Invalid.one("rating", _("请选 1 到 5 中的一个。"))
    if answer.helped not in Helped.values:
        raise Invalid.one("helped", _("请选有没有帮到您。"))


@transaction.atomic
def _answer(batch: Sequence[Answer], on: date) -> int:
    fresh = _fresh(batch)
    by_invitation: dict[UUID, list[Answer]] = {}
    for answer in fresh:
        by_invitation.setdefault(answer.invitation.pk, []).append(answer)
    for uid, answers in by_invitation.items():
        room = VoiceInvitation.objects.filter(
            pk=uid, answers__lte=F("max_answers") - len(answers), expires_on__gte=on
        )
        if room.update(answers=F("answers") + len(answers)) != 1:
            raise VoiceOver()
    _count(fresh, month_of(on)[0])
    return len(fresh)


def _fresh(batch: Sequence[Answer]) -> list[Answer]:
    """Answers whose form is new, noted as used. A digest is tied to the invitation and to nothing else."""
    by_digest = {
        digest_value("voice_form", answer.nonce, place=str(answer.invitation.pk)): answer
        for answer in batch
    }
    used = VoiceUse.objects.filter(
        invitation__in={answer.invitation.pk for answer in batch}, nonce_digest__in=list(by_digest)
    )
    known = set(used.values_list("nonce_digest", flat=True))
    fresh = {digest: answer for digest, answer in by_digest.items() if digest not in known}
    VoiceUse.objects.bulk_create(
        [
            VoiceUse(invitation=answer.invitation, nonce_digest=digest)
            for digest, answer in fresh.items()
        ]
    )
    return list(fresh.values())


def _count(answers: Sequence[Answer], month: date) -> None:
    buckets: dict[tuple[UUID, str], list[Answer]] = {}
    for answer in answers:
        place = answer.invitation.unit_id, answer.invitation.subject_kind
        buckets.setdefault(place, []).append(answer)
    for (unit_uid, kind), said in buckets.items():
        bucket = {"unit_id": unit_uid, "subject_kind": kind, "month": month}
        code = said[0].invitation.region_code
        VoiceTally.objects.bulk_create(
            [VoiceTally(region_code=code, **bucket)], ignore_conflicts=True
        )
        names = Counter(
            name
            for answer in said
            for name in ("answers", f"rated_{answer.rating}", f"helped_{answer.helped}")
        )
        raised = {name: F(name) + count for name, count in names.items()}
        VoiceTally.objects.filter(**bucket).update(**raised)
