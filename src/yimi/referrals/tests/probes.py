"""Probes of the referrals room's doors: a referral or a resource link at the station, and one far away."""

from __future__ import annotations

from typing import Any

from yimi.access.tests.probing import FAR, Call, Probe, both
from yimi.referrals.tests.factories import make_referral, make_resource
from yimi.stations.tests.factories import make_unit


def _referral(state: str = "to_verify", **args: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_referral(unit, state=state).pk} | args))


def _resource(**args: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_resource(unit).pk} | args))


def _shared() -> Probe:
    """A phone shared with the asker's station by one far away; and one shared with a third station."""

    def call(sender: Any, receiver: Any) -> Call:
        row = make_referral(sender, to=receiver, state="sent", shared="basic phone")
        return Call({"uid": row.pk, "item": "phone"}, "post")

    return Probe(
        inside=lambda world: call(world.far_unit, world.unit),
        outside=lambda world: call(world.far_unit, make_unit(FAR)),
    )


PROBES = {
    "referrals:referral": _referral(),
    "referrals:change": _referral(),
    "referrals:referral_form": _referral(),
    "referrals:own_step": _referral(step="contact"),
    "referrals:answer_step": _referral("sent", step="settle"),
    "referrals:reveal": _shared(),
    "referrals:print_referral": _referral(kind="docx"),
    "referrals:print_resource": _resource(kind="docx"),
    "referrals:resource": _resource(),
    "referrals:resource_form": _resource(),
    "referrals:resource_step": _resource(step="match"),
}
