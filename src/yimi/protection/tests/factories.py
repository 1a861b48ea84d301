"""Valid reports and readers for any room's tests. They write rows directly: no permission, no trail."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.protection.models import HarmReport, ProtectionReader, ReportStep
from yimi.protection.rules import NewReport, ReportContent
from yimi.stations.models import ServiceUnit

_numbers = count(1)


def make_report(unit: ServiceUnit, **fields: Any) -> HarmReport:
    """A report of the unit that no authority knows of, found just now; ``content=`` says what it is about."""
    content = fields.pop("content", ReportContent(kinds=("violence",), text="手臂上有几处淤青"))
    key = DataKey.make()
    key.save(force_insert=True)
    uid = fields.setdefault("uid", new_uid())
    fields.setdefault("found_at", clock.now())
    fields.setdefault("recorded_by", SYSTEM_UID)
    report = HarmReport.objects.create(
        unit=unit,
        region_code=unit.region_code,
        number=f"BH{unit.region_code[:6]}-T{next(_numbers):06d}",
        key=key,
        content_sealed=key.seal(content.as_text(), field="harm_report", row=uid),
        person_kind="minor",
        reporter_name="测试员",
        digest=uid.hex,
        **fields,
    )
    ReportStep.objects.create(
        uid=report.pk,
        report=report,
        kind="found",
        at=report.found_at,
        recorded_by=report.recorded_by,
        recorded_by_name="测试员",
        digest=uid.hex,
    )
    return report


def make_reader(user_uid: UUID, place: ServiceUnit | str, **fields: Any) -> ProtectionReader:
    """Named since 2024 for a unit or a division (12 digits)."""
    is_unit = isinstance(place, ServiceUnit)
    fields.setdefault("starts_on", clock.today().replace(year=2024, day=1))
    return ProtectionReader.objects.create(
        user_uid=user_uid,
        user_name="测试员",
        unit=place if is_unit else None,
        region_code="" if is_unit else place,
        reason="未成年人保护专员",
        granted_by=SYSTEM_UID,
        granted_by_name="系统",
        **fields,
    )


def new_report(**fields: Any) -> NewReport:
    """What the red button sends: one kind tapped, found just now."""
    fields.setdefault("uid", new_uid())
    fields.setdefault("found_at", clock.now())
    fields.setdefault("content", ReportContent(kinds=("violence",)))
    return NewReport(**fields)
