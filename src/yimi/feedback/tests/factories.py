"""Valid complaints and invitations for any room's tests, made through rows: no permission, no audit."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from typing import Any

from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.feedback.models import Complaint, ComplaintStep, VoiceInvitation
from yimi.feedback.receipts import new_seed, receipt_code, receipt_digest
from yimi.stations.models import ServiceUnit

_numbers = count(1)


def make_complaint(unit: ServiceUnit, **fields: Any) -> Complaint:
    """An anonymous complaint about a service, of today."""
    uid, key = new_uid(), DataKey.make()
    key.save(force_insert=True)
    said = {"text": "约好了没有来", "name": fields.pop("name", ""), "contact": ""}
    fields.setdefault("about", "service")
    fields.setdefault("due_on", clock.today() + timedelta(days=15))
    if fields.get("state", "received") in {"answered", "closed"}:
        fields.setdefault("finding", "upheld")
    row = Complaint.objects.create(
        uid=uid, number=f"{unit.number}-26-F{next(_numbers):04d}", unit=unit, region_code=unit.region_code,
        channel="phone", is_anonymous=not said["name"], key=key, received_on=clock.today(),
        sealed=key.seal(json.dumps(said, ensure_ascii=False), field="complaint", row=uid),
        receipt_digest=receipt_digest(receipt_code(uid, new_seed())), **fields,
    )  # fmt: skip
    ComplaintStep.objects.create(
        complaint=row, step="receive", state="received", happened_on=clock.today(),
        recorded_by=SYSTEM_UID, by_name="公众",
    )  # fmt: skip
    return row


def make_invitation(unit: ServiceUnit, **fields: Any) -> VoiceInvitation:
    """After an activity, for thirty days, for a hundred people."""
    fields.setdefault("subject_kind", "activity")
    fields.setdefault("max_answers", 100)
    fields.setdefault("expires_on", clock.today() + timedelta(days=30))
    return VoiceInvitation.objects.create(
        subject_uid=new_uid(), unit=unit, region_code=unit.region_code,
        token=f"token-{next(_numbers)}-abcdefgh", recorded_by=SYSTEM_UID, **fields,
    )  # fmt: skip
