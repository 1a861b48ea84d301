"""One referral as this actor may see it: the sender everything, the township no notes, the receiver what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.people.models import HouseholdAddress, Phone
from yimi.referrals import rules
from yimi.referrals.access import may_edit, receives
from yimi.referrals.models import Referral, ReferralConsent, ReferralStep
from yimi.referrals.queries.contents import (
    Body,
    consent_note,
    is_shared,
    is_withdrawn,
    note_of,
    receiver_of,
    shared_labels,
    text_of,
)
from yimi.referrals.queries.lists import WAITING, names_of
from yimi.referrals.queries.standing import standing_of


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the history; ``note`` is empty when there is none or it is not for this actor."""

    step: ReferralStep
    note: str


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """What the page shows. ``side``: ``sender``, ``receiver`` or ``township``."""

    referral: Referral
    side: str
    name: str
    born_on: date | None
    text: str
    body: Body
    shared: list[str]
    consent: ReferralConsent | None
    consent_note: str
    lines: list[Line]
    steps: list[str]
    is_overdue: bool
    may_reveal: tuple[str, ...]


def side_of(actor: Actor, referral: Referral) -> str:
    """From which side the actor looks. At most one query."""
    if may_edit(actor, referral):
        return "sender"
    return "receiver" if receives(actor, referral) else "township"


def referral_page(actor: Actor, referral: Referral) -> ReferralPage:
    """At most five queries."""
    side = side_of(actor, referral)
    is_own = side == "sender"
    may_know = side != "receiver" or is_shared(referral, "basic")
    may_read = is_own or (side == "receiver" and is_shared(referral, "situation"))
    resident = referral.resident
    consent = referral.consent
    today = clock.today()
    history = list(referral.steps.order_by("uid"))
    return ReferralPage(
        referral=referral,
        side=side,
        name=names_of([referral])[referral.uid] if may_know else "",
        born_on=resident.birth_on if resident and may_know else None,
        text=text_of(referral) if may_read else "",
        body=receiver_of(referral),
        shared=shared_labels(referral),
        consent=consent,
        consent_note=consent_note(consent, referral) if consent and is_own else "",
        lines=_lines(referral, history, side),
        steps=_steps(referral, history, side),
        is_overdue=referral.state in WAITING
        and referral.due_on is not None
        and referral.due_on < today,
        may_reveal=_revealable(referral, side),
    )


def _lines(referral: Referral, history: list[ReferralStep], side: str) -> list[Line]:
    """The receiving side sees the history from the sending on, with its own words and those written to it."""
    lines = []
    has_left = False
    for step in history:
        has_left = has_left or step.step == "send"
        if side == "receiver" and not has_left:
            continue
        # what came with the sending may be about the person: it goes when the agreement is taken back
        to_them = step.by_receiver or (step.step == "send" and not is_withdrawn(referral))
        may_read = side == "sender" or (side == "receiver" and to_them)
        lines.append(Line(step, note_of(step, referral) if may_read else ""))
    return lines


def _steps(referral: Referral, history: list[ReferralStep], side: str) -> list[str]:
    """What may be done next by this side, as the names of pages: accept and refuse are one page, ``answer``."""
    if side == "township":
        return []
    found = rules.open_steps(standing_of(referral))
    if referral.consent is None or referral.consent.superseded_at is not None:
        found = [step for step in found if step != "revoke"]
    was_answered = any(step.step == "accept" for step in history)
    if side == "receiver":
        found = [step for step in found if step in {"accept", "settle"}]
    named = ["answer" if step == "accept" else step for step in found if step != "refuse"]
    return [step for step in named if step != "answer" or not was_answered]


def _revealable(referral: Referral, side: str) -> tuple[str, ...]:
    """What the receiving side may look up one at a time; the sender has the person's own page."""
    if side != "receiver" or referral.state in rules.CLOSED | {rules.FAILED}:
        return ()
    return tuple(item for item in ("phone", "address") if is_shared(referral, item))


def shared_phones(referral: Referral) -> list[str]:
    """The person's numbers in use, each with whose it is. One query."""
    if referral.resident is None:
        return []
    rows = Phone.objects.on(clock.today()).filter(resident=referral.resident)
    opened = [
        (
            row.label,
            referral.resident.key.open(row.number_sealed, field="phone", row=row.resident_id),
        )
        for row in rows
    ]
    return [f"{number}（{label}）" if label else number for label, number in opened if number]


def shared_address(referral: Referral) -> list[str]:
    """The way to the door of the household. One query."""
    household = referral.household
    if household is None:
        return []
    row = HouseholdAddress.objects.on(clock.today()).filter(household=household).first()
    text = household.key.open(row.detail_sealed, field="address", row=household.pk) if row else ""
    return [text] if text else []
