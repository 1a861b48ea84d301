"""Referrals and resources counted: sent, accepted, closed; delivered and what it was worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum

from yimi.core.actor import Actor
from yimi.core.scoping import region_range, scope_condition
from yimi.referrals.models import ReferralStep, ResourceLink
from yimi.referrals.permissions import VIEW_FIGURES


@dataclass(frozen=True, slots=True)
class ReferralFigures:
    """Each a number of referrals (次); ``value_fen`` in fen, of resources delivered."""

    sent: int
    accepted: int
    succeeded: int
    closed: int
    delivered: int
    value_fen: int


def referral_figures(
    actor: Actor, *, first: date, last: date, unit_uid: UUID | None = None, place: str = ""
) -> ReferralFigures:
    """Of a unit, or of every unit below a code prefix, or of all the actor's; both days included. Two queries.

    ``sent`` counts 转介 by the day they went out, ``accepted`` by the answer, ``succeeded`` by the feedback, ``closed``
    by the follow-up: each step by its own day, so that a referral of December answered in January counts in both years.
    """
    steps = ReferralStep.objects.filter(
        scope_condition(
            actor, VIEW_FIGURES, unit="referral__unit_id", region="referral__region_code"
        ),
        happened_on__range=(first, last),
    )
    links = ResourceLink.objects.filter(
        scope_condition(actor, VIEW_FIGURES, unit="unit_id", region="region_code"),
        delivered_on__range=(first, last),
    )
    if unit_uid is not None:
        steps, links = steps.filter(referral__unit=unit_uid), links.filter(unit=unit_uid)
    if place:
        steps = steps.filter(region_range("referral__region_code", place))
        links = links.filter(region_range("region_code", place))
    counted = steps.aggregate(
        sent=Count("pk", filter=Q(step="send")),
        accepted=Count("referral", filter=Q(step="accept"), distinct=True),
        succeeded=Count("pk", filter=Q(step="settle", state="succeeded")),
        closed=Count("pk", filter=Q(step="complete")),
    )
    given = links.aggregate(delivered=Count("pk"), value_fen=Sum("value_fen"))
    return ReferralFigures(
        **counted, delivered=given["delivered"], value_fen=given["value_fen"] or 0
    )
