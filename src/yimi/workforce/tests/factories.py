"""Valid workers and placements for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from yimi.core.ids import SYSTEM_UID
from yimi.core.models import DataKey
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Certificate, CertificateLevel, Placement, Worker


def make_worker(name: str = "卓玛", **fields: Any) -> Worker:
    """A worker whose file 商水县 keeps, without phone or ID number unless sealed by the caller."""
    fields.setdefault("region_code", "411623000000")
    key = DataKey.make()
    key.save(force_insert=True)
    return Worker.objects.create(name=name, key=key, **fields)


def make_placement(worker: Worker, unit: ServiceUnit, **fields: Any) -> Placement:
    """Placed at the unit since 2023, without an end."""
    fields.setdefault("starts_on", date(2023, 1, 1))
    fields.setdefault("recorded_by", SYSTEM_UID)
    return Placement.objects.create(worker=worker, unit=unit, **fields)


def make_certificate(worker: Worker, **fields: Any) -> Certificate:
    """An assistant's certificate of 2022."""
    fields.setdefault("level", CertificateLevel.ASSISTANT)
    fields.setdefault("issued_on", date(2022, 11, 1))
    fields.setdefault("recorded_by", SYSTEM_UID)
    return Certificate.objects.create(worker=worker, **fields)
