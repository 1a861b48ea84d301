"""The person's word, or the emergency that stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.clock import age_on
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import supersede, take_version
from yimi.referrals import rules
from yimi.referrals.actions.common import require_choice, require_text
from yimi.referrals.actions.steps import add_line, require_side
from yimi.referrals.errors import MESSAGES, ReferralChanged, refused
from yimi.referrals.models import (
    ConsentManner,
    Referral,
    ReferralConsent,
    ReferralGround,
    Step,
)
from yimi.referrals.queries.standing import standing_of

CONSENT_FIELD = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDraft:
    """Consent and how it was given; or an emergency and, in ``note``, why it could not wait."""

    ground: str
    given_on: date
    manner: str = ""
    note: str = ""


@transaction.atomic
def record_consent(
    referral: Referral, draft: ConsentDraft, *, actor: Actor, row_version: int
) -> ReferralConsent:
    """Note the ground on which this referral may be sent; an earlier one of it is superseded, not changed.

    A child under 14 is spoken for by a guardian. Raises Invalid, ReferralChanged, StepNotNow.
    """
    require_side(referral, Step.CONSENT, actor)
    _check_version(referral, row_version)
    if fault := rules.step_fault(standing_of(referral), Step.CONSENT):
        raise refused(fault)
    _check(referral, draft)
    if referral.consent is not None:
        supersede(referral.consent)
    uid = new_uid()
    consent = ReferralConsent.objects.create(
        uid=uid,
        referral=referral,
        ground=draft.ground,
        manner=draft.manner if draft.ground == ReferralGround.CONSENT else "",
        given_on=draft.given_on,
        recorded_by=actor.uid,
        note_sealed=referral.key.seal(draft.note.strip(), field=CONSENT_FIELD, row=uid),
    )
    take_version(referral, expected=row_version, changes={"consent": consent})
    add_line(referral, Step.CONSENT, actor=actor, on=draft.given_on)
    return consent


@transaction.atomic
def revoke_consent(
    referral: Referral, *, actor: Actor, row_version: int, on: date, note: str = ""
) -> Referral:
    """The person takes their word back. Sent already: the referral ends there, and the receiving body is to be told."""
    require_side(referral, Step.REVOKE, actor)
    _check_version(referral, row_version)
    standing = standing_of(referral)
    if fault := rules.step_fault(standing, Step.REVOKE):
        raise refused(fault)
    consent = referral.consent
    if consent is None:
        raise Conflict(_("这份转介没有登记过同意，不需要撤回。"))
    if fault := rules.day_fault(on, earliest=consent.given_on, today=clock.today()):
        raise Invalid.one("on", MESSAGES[fault])
    tidy = require_text(note)
    supersede(consent)
    ReferralConsent.objects.filter(pk=consent.pk).update(withdrawn_on=on)
    new = rules.after(standing, Step.REVOKE)
    changes: dict[str, Any] = {"state": new.state, "outcome": new.outcome}
    if new.state in rules.BEFORE_SENDING:
        changes |= {"consent": None}
    else:
        # the row keeps the ground on which it was sent
        changes |= {"due_on": None}
    take_version(referral, expected=row_version, changes=changes)
    add_line(referral, Step.REVOKE, actor=actor, on=on, note=tidy)
    return referral


def _check_version(referral: Referral, row_version: int) -> None:
    if referral.row_version != row_version:
        raise ReferralChanged(referral)


def _check(referral: Referral, draft: ConsentDraft) -> None:
    require_choice("ground", draft.ground, ReferralGround.values)
    require_text(draft.note)
    if draft.given_on > clock.today():
        raise Invalid.one("given_on", MESSAGES["in_future"])
    if draft.ground == ReferralGround.EMERGENCY:
        if not draft.note.strip():
            raise Invalid.one("note", _("请写明紧急情况：发生了什么，为什么来不及征得同意。"))
        return
    require_choice("manner", draft.manner, ConsentManner.values)
    born_on = referral.resident.birth_on if referral.resident else None
    is_child = born_on is not None and age_on(born_on, draft.given_on) < rules.GUARDIAN_BELOW
    if is_child and draft.manner != ConsentManner.GUARDIAN:
        raise Invalid.one("manner", _("服务对象不满 14 周岁，要由监护人同意。"))
    if draft.manner == ConsentManner.GUARDIAN and not draft.note.strip():
        raise Invalid.one("note", _("请写监护人的姓名和与服务对象的关系。"))
