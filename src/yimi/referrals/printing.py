"""F-06 and F-07 as the profession's paper forms, from what is on file; the case's file prints them too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import override

from yimi.core import clock
from yimi.forms.definitions import definition
from yimi.forms.printing import PrintedForm
from yimi.forms.printing.layout import PAPER_LANGUAGE
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


@override(PAPER_LANGUAGE)
def printed_referral(referral: Referral) -> PrintedForm:
    """F-07 of a referral, with everything written: for the sending station only. Five queries."""
    steps = {step.step: step for step in referral.steps.order_by("uid")}
    body, consent = receiver_of(referral), referral.consent
    reply = steps.get(Step.REFUSE) or steps.get(Step.ACCEPT)
    answers: dict[str, Any] = {
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
    }
    if consent is not None:
        is_emergency = consent.ground == ReferralGround.EMERGENCY
        answers |= {
            "consent_by": str(
                ReferralGround.EMERGENCY.label
                if is_emergency
                else ConsentManner(consent.manner).label
            )
            + (f"（{note}）" if (note := consent_note(consent, referral)) else ""),
            "consent_form": "" if is_emergency else consent.manner,
            "consent_on": consent.given_on.isoformat(),
        }
    opened = steps[Step.OPEN].happened_on if Step.OPEN in steps else None
    return _form("F-07", referral, opened, answers)


@override(PAPER_LANGUAGE)
def printed_resource(link: ResourceLink) -> PrintedForm:
    """F-06 of a resource link. One query."""
    result = RESULTS.get(link.result, "failed" if link.ended_on else "waiting")
    return _form(
        "F-06",
        link,
        link.delivered_on or link.requested_on,
        {
            "need": "：".join(
                part for part in (str(link.get_need_display()), text_of(link)) if part
            ),
            "requested_on": _iso(link.requested_on),
            "resource_kind": KINDS.get(link.kind, link.kind),
            "provider": link.provider,
            "amount": link.quantity,
            "value": link.value_fen,
            "matched_on": _iso(link.matched_on),
            "delivered_on": _iso(link.delivered_on),
            "result": result,
            "result_note": str(link.get_end_reason_display()) if link.ended_on else "",
            "receipt": link.receipt_seen if link.delivered_on else None,
        },
    )


def _form(code: str, row: ForSomeone, on: date | None, answers: dict[str, Any]) -> PrintedForm:
    head = {
        "number": row.number,
        "unit": row.unit.name,
        "client": names_of([row])[row.uid],
        "worker": row.worker.name,
        "date": _iso(on),
    }
    shape = definition(code, region_code=row.region_code, on=clock.today())
    filled = {key: value for key, value in answers.items() if value not in {None, ""}}
    return PrintedForm(shape, head, filled, caption=row.number)


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
