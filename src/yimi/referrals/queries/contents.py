"""The sealed parts of a referral, opened for those who may read them (``access`` has been asked before)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from yimi.referrals.models import (
    ForSomeone,
    Receiver,
    ReceiverKind,
    Referral,
    ReferralConsent,
    ReferralStep,
    SharedItem,
)

TEXT_FIELD, RECEIVER_FIELD, STEP_FIELD, CONSENT_FIELD = "text", "receiver", "step", "consent"


@dataclass(frozen=True, slots=True)
class Body:
    """A receiving body as pages show it. ``name`` is only set for one outside; ``label`` for all."""

    kind: str
    label: str
    name: str
    contact: str
    phone: str
    unit_uid: UUID | None
    authority_uid: UUID | None


def text_of(row: ForSomeone) -> str:
    """What the worker wrote."""
    return row.key.open(row.text_sealed, field=TEXT_FIELD, row=row.uid)


def receiver_of(referral: Referral) -> Body:
    """The receiving body, with its contact. One query."""
    row = Receiver.objects.select_related("unit", "authority").get(pk=referral.pk)
    return body_of(row, referral)


def body_of(row: Receiver, referral: Referral) -> Body:
    """The same from a row read with its unit and authority; no query."""
    opened = referral.key.open(row.sealed, field=RECEIVER_FIELD, row=referral.uid)
    known = json.loads(opened) if opened else {"name": "", "contact": ""}
    body = row.unit or row.authority
    return Body(
        kind=row.kind,
        label=body.name if body else known["name"] or str(ReceiverKind(row.kind).label),
        name=known["name"],
        contact=known["contact"],
        phone=body.phone if body else "",
        unit_uid=row.unit_id,
        authority_uid=row.authority_id,
    )


def note_of(step: ReferralStep, referral: Referral) -> str:
    """What was written with a step."""
    return referral.key.open(step.note_sealed, field=STEP_FIELD, row=step.uid)


def consent_note(consent: ReferralConsent, referral: Referral) -> str:
    """Who witnessed it, the guardian, or why it could not wait."""
    return referral.key.open(consent.note_sealed, field=CONSENT_FIELD, row=consent.uid)


def is_withdrawn(referral: Referral) -> bool:
    """Whether the person took back the agreement on which it was sent. No query when it was read with the row."""
    return referral.consent is not None and referral.consent.withdrawn_on is not None


def is_shared(referral: Referral, item: str) -> bool:
    """Whether the receiving body may know ``item``: agreed to, and the agreement was not taken back."""
    return item in referral.shared_items and not is_withdrawn(referral)


def shared_labels(referral: Referral) -> list[str]:
    """What goes along, in words."""
    return [str(SharedItem(item).label) for item in referral.shared_items]


def contents_of(referral: Referral) -> str:
    """Reason, receiver, shared data and text in one piece, for the history of a change."""
    parts = [
        str(referral.get_reason_display()),
        receiver_of(referral).label,
        "、".join(shared_labels(referral)),
        text_of(referral),
    ]
    return "；".join(part for part in parts if part)
