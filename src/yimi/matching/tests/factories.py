"""Valid leads for any room's tests. They write rows directly: no permission, no audit, no decision."""

from __future__ import annotations

from typing import Any

from yimi.core import clock
from yimi.matching.models import Lead
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.models import ServiceUnit

OLD_AGE = "national/resident-policies/old_age"


def make_lead(unit: ServiceUnit, resident: Resident | None = None, **fields: Any) -> Lead:
    """A likely old-age allowance of someone at the unit that nobody has asked about."""
    if resident is None:
        resident = make_resident(make_household(unit), "赵桂英")
    home = resident.memberships.first()
    fields.setdefault("benefit", OLD_AGE)
    fields.setdefault("title", "高龄津贴")
    fields.setdefault("pack", "national/resident-policies@1")
    fields.setdefault("outcome", "likely")
    fields.setdefault("conditions", [["alive", "✓"], ["old_enough", "✓"]])
    fields.setdefault("state_on", clock.today())
    return Lead.objects.create(
        resident=resident, household_id=home.household_id if home else None, unit=unit,
        region_code=resident.region_code, **fields,
    )  # fmt: skip
