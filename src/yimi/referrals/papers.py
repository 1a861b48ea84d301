"""F-06 and F-07 as forms to go on writing: what the columns hold stands in them, the rest is kept as an entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from yimi.forms.filling import Paper
from yimi.forms.queries import Subject
from yimi.referrals.models import (
    ConsentManner,
    ForSomeone,
    Referral,
    ReferralGround,
    ReferralStep,
    ResourceLink,
    Step,
)
from yimi.referrals.queries.contents import (
    consent_note,
    note_of,
    receiver_of,
    shared_labels,
    text_of,
)
from yimi.referrals.queries.lists import names_of

#: Our outcomes in the words of the form.
OUTCOMES = {
    "served": "helped",
    "partly": "partly",
    "refused": "returned",
    "not_eligible": "returned",
}
KINDS = {"people": "volunteer", "place": "other"}
RESULTS = {"met": "delivered", "partly": "partly", "not_met": "failed"}


def referral_paper(referral: Referral) -> Paper:
    """F-07 with everything on file: for the sending station only. Three queries at most."""
    back = reverse("referrals:referral", args=[referral.pk])
    return _paper("F-07", "referral", referral, back, _referral_columns(referral))


def resource_paper(link: ResourceLink) -> Paper:
    """F-06 of a resource link; of one that ended without anything, why is offered as its effect. One query at most."""
    back = reverse("referrals:resource", args=[link.pk])
    why = str(link.get_end_reason_display()) if link.ended_on else ""
    return _paper(
        "F-06", "resource_link", link, back, _resource_columns(link), known={"result_note": why}
    )


def _paper(
    code: str,
    kind: str,
    row: ForSomeone,
    back: str,
    columns: dict[str, Any],
    *,
    known: dict[str, Any] | None = None,
) -> Paper:
    return Paper(
        subject=Subject(kind, row.uid),
        code=code,
        key=row.key,
        unit=row.unit,
        heading=f"{names_of([row])[row.uid]} · {row.number}",
        back=back,
        known=known or {},
        columns=columns,
    )


def _referral_columns(referral: Referral) -> dict[str, Any]:
    steps = {step.step: step for step in referral.steps.order_by("uid")}
    body, reply = receiver_of(referral), steps.get(Step.REFUSE) or steps.get(Step.ACCEPT)
    return {
        "reason": str(referral.get_reason_display()),
        "situation": text_of(referral),
        "data_shared": "、".join(shared_labels(referral)),
        "receiver": body.label,
        "contact": "，".join(part for part in (body.contact, body.phone) if part),
        "sent_on": _day_of(steps.get(Step.SEND)),
        "reply": _reply(referral, reply),
        "reply_on": _day_of(reply),
        "reply_note": note_of(reply, referral) if reply else "",
        "follow_up_on": _day_of(steps.get(Step.COMPLETE)),
        "outcome": OUTCOMES.get(referral.outcome, "not_helped") if referral.outcome else "",
        "outcome_note": _last_words(steps, referral),
    } | _consent_columns(referral)


def _consent_columns(referral: Referral) -> dict[str, Any]:
    consent = referral.consent
    if consent is None:
        return {"consent_by": "", "consent_form": "", "consent_on": ""}
    is_emergency = consent.ground == ReferralGround.EMERGENCY
    ground = ReferralGround.EMERGENCY.label if is_emergency else ConsentManner(consent.manner).label
    note = consent_note(consent, referral)
    return {
        "consent_by": f"{ground}（{note}）" if note else str(ground),
        "consent_form": "" if is_emergency else consent.manner,
        "consent_on": consent.given_on.isoformat(),
    }


def _resource_columns(link: ResourceLink) -> dict[str, Any]:
    words = (str(link.get_need_display()), text_of(link))
    return {
        "need": "：".join(part for part in words if part),
        "requested_on": _iso(link.requested_on),
        "resource_kind": KINDS.get(link.kind, link.kind),
        "provider": link.provider,
        "amount": link.quantity,
        "value": link.value_fen,
        "matched_on": _iso(link.matched_on),
        "delivered_on": _iso(link.delivered_on),
        "result": RESULTS.get(link.result, "failed" if link.ended_on else "waiting"),
        "receipt": link.receipt_seen if link.delivered_on else None,
    }


def _reply(referral: Referral, reply: ReferralStep | None) -> str:
    if reply is not None:
        return "accepted" if reply.step == Step.ACCEPT else "refused"
    return "waiting" if referral.state == "sent" else ""


def _last_words(steps: dict[str, ReferralStep], referral: Referral) -> str:
    found = [steps[step] for step in (Step.SETTLE, Step.COMPLETE) if step in steps]
    return "\n".join(note for step in found if (note := note_of(step, referral)))


def _day_of(step: ReferralStep | None) -> str:
    return step.happened_on.isoformat() if step else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
