"""Valid plans, observations and consultations for any room's tests. They write rows directly: no permission, no trail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.people.models import Household
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit
from yimi.visiting.models import Consultation, PlannedVisit


def make_plan(household: Household, **fields: Any) -> PlannedVisit:
    """The household stands on today's plan."""
    fields.setdefault("planned_on", clock.today())
    return PlannedVisit.objects.create(
        household=household, unit=household.unit, recorded_by=SYSTEM_UID, **fields
    )


def make_consultation(unit: ServiceUnit, **fields: Any) -> Consultation:
    """Somebody nameless asked today and is owed an answer tomorrow."""
    record = make_record(unit, household=None, method="consultation", item_id="SA2")
    fields.setdefault("channel", "visit")
    fields.setdefault("result", "later")
    fields.setdefault("follow_up_on", clock.today() + timedelta(days=1))
    return Consultation.objects.create(
        uid=record.pk,
        record_number=record.number,
        unit=unit,
        is_anonymous=True,
        recorded_by=SYSTEM_UID,
        **fields,
    )
