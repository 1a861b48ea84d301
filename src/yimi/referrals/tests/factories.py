"""Valid referrals and resource links for any room's tests, made through rows: no permission, no audit."""

from __future__ import annotations

from itertools import count
from typing import Any

from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.referrals.models import (
    Receiver,
    Referral,
    ReferralConsent,
    ReferralStep,
    ResourceLink,
)
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Placement
from yimi.workforce.tests.factories import make_placement, make_worker

_numbers = count(1)
#: States that stand on a consent.
SENT = ("sent", "succeeded", "failed", "to_follow_up", "done")


def make_referral(
    unit: ServiceUnit, *, resident: Resident | None = None, to: ServiceUnit | None = None,
    state: str = "to_verify", **fields: Any,
) -> Referral:  # fmt: skip
    """A referral of an elder to a hospital, or to the unit ``to``; in a later state it stands on an oral consent."""
    resident = resident or make_resident(make_household(unit), "赵桂英")
    uid = new_uid()
    referral = Referral.objects.create(
        uid=uid,
        number=f"{unit.number}-26-F{next(_numbers):04d}",
        unit=unit,
        region_code=unit.region_code,
        resident=resident,
        household=fields.pop("household", None),
        worker=_worker_of(unit),
        key=resident.key,
        reason="medical",
        shared=fields.pop("shared", "basic situation"),
        text_sealed=resident.key.seal("夜里咳嗽，没人陪着看病。", field="text", row=uid),
        **fields,
    )
    sealed = resident.key.seal(
        '{"name": "商水县人民医院", "contact": "门诊部"}', field="receiver", row=uid
    )
    Receiver.objects.create(
        referral=referral, kind="unit" if to else "outside", unit=to, sealed=sealed
    )
    ReferralStep.objects.create(
        referral=referral, step="open", state="to_verify", happened_on=clock.today(),
        recorded_by=SYSTEM_UID, by_name="卓玛",
    )  # fmt: skip
    if state != "to_verify":
        _bring_to(referral, state)
    return referral


def _bring_to(referral: Referral, state: str) -> None:
    referral.state = state
    if state in SENT:
        referral.consent = ReferralConsent.objects.create(
            referral=referral, ground="consent", manner="oral", given_on=clock.today(),
            recorded_by=SYSTEM_UID,
        )  # fmt: skip
        referral.due_on = referral.due_on or clock.today()
    if state not in {"to_verify", "contacted", "sent"}:
        referral.outcome = "served" if state != "withdrawn" else "declined"
    referral.save()


def make_resource(
    unit: ServiceUnit, *, resident: Resident | None = None, **fields: Any
) -> ResourceLink:
    """A wheelchair asked for today."""
    resident = resident or make_resident(make_household(unit), "赵桂英")
    fields.setdefault("requested_on", clock.today())
    return ResourceLink.objects.create(
        number=f"{unit.number}-26-G{next(_numbers):04d}", unit=unit, region_code=unit.region_code,
        resident=resident, worker=_worker_of(unit), key=resident.key, need="aids", kind="goods", **fields,
    )  # fmt: skip


def _worker_of(unit: ServiceUnit) -> Any:
    placed = Placement.objects.filter(unit=unit).select_related("worker").first()
    if placed is None:
        placed = make_placement(make_worker(), unit)
    return placed.worker
