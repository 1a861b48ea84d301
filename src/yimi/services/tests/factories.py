"""Valid records and photos for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from itertools import count
from typing import Any

from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.people.tests.factories import make_household
from yimi.services.models import Attachment, ServiceRecord
from yimi.services.queries.photos import photo_path
from yimi.stations.models import ServiceUnit

_numbers = count(1)


def make_record(unit: ServiceUnit, **fields: Any) -> ServiceRecord:
    """A home visit of today at a household of the unit, 30 minutes, one person met."""
    uid = fields.setdefault("uid", new_uid())
    if "household" not in fields:
        fields["household"] = make_household(unit)
    fields.setdefault("method", "home_visit")
    fields.setdefault("item_id", "EL2")
    fields.setdefault("served_on", clock.today())
    fields.setdefault("minutes", 30)
    fields.setdefault("person_times", 1)
    return ServiceRecord.objects.create(
        unit=unit,
        unit_region_code=unit.region_code,
        served_region_code=unit.region_code,
        number=f"{unit.region_code[:6]}-T{next(_numbers):06d}",
        digest=uid.hex * 2,
        recorded_by=SYSTEM_UID,
        **fields,
    )


def make_photo(record: ServiceRecord, content: bytes = b"\xff\xd8 a photo") -> Attachment:
    """A photo of the record, sealed below ``settings.MEDIA_ROOT``, which the test sets to a folder of its own."""
    key = DataKey.make()
    key.save(force_insert=True)
    photo = Attachment.objects.create(
        record=record,
        key=key,
        media_type="image/jpeg",
        size=len(content),
        width=4,
        height=3,
        sha256=record.pk.hex * 2,
        recorded_by=SYSTEM_UID,
    )
    path = photo_path(photo.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(key.seal_bytes(content, field="photo", row=photo.pk))
    return photo
