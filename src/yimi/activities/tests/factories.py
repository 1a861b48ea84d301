"""Valid activities for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from yimi.activities.models import Activity, SignInSheet
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.services.models.record import HeadCount
from yimi.services.tests.factories import make_record
from yimi.stations.models import ServiceUnit

_numbers = count(1)


def make_activity(unit: ServiceUnit, **fields: Any) -> Activity:
    """A community activity of the unit, planned for today."""
    key = DataKey.make()
    key.save(force_insert=True)
    fields.setdefault("title", "重阳节包饺子")
    fields.setdefault("item_id", "EL4")
    fields.setdefault("planned_on", clock.today())
    fields.setdefault("place", "社区广场")
    fields.setdefault("expected", 50)
    return Activity.objects.create(
        unit=unit, number=f"TT-26A{next(_numbers):05d}", key=key, recorded_by=SYSTEM_UID, **fields
    )


def make_held(unit: ServiceUnit, *, people: int = 40, **fields: Any) -> Activity:
    """An activity that was held today for ``people`` older people."""
    record = make_record(
        unit, method="activity", item_id="EL4", household=None, person_times=people
    )
    HeadCount.objects.create(record=record, band="elder", count=people)
    return make_activity(unit, status="held", record_number=record.number, **fields)


def make_sheet(activity: Activity, *, is_open: bool = True) -> SignInSheet:
    """A sheet, open for an hour unless told otherwise."""
    now = clock.now()
    return SignInSheet.objects.create(
        activity=activity,
        token=new_uid().hex,
        opened_at=now if is_open else None,
        closes_at=now + timedelta(hours=1) if is_open else None,
        recorded_by=SYSTEM_UID,
    )
