"""What a place decided about casework: its levels and its days."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yimi.cases.models import Case, CaseLevel, LocalSetting
from yimi.cases.rules.due import Level, level_at, levels_at
from yimi.core import clock

LENGTHS = (2, 4, 6, 9, 12)


def all_levels() -> list[Level]:
    """Every level in force today, in order. One query."""
    rows = CaseLevel.objects.in_force(clock.today()).order_by("sort", "code")
    return [Level(row.region_code, row.code, row.name, row.visit_days) for row in rows]


def levels_of(region_code: str) -> list[Level]:
    """The levels that hold at a place. One query."""
    return levels_at(region_code, all_levels())


def codes_at(region_code: str) -> set[str]:
    """Their codes."""
    return {level.code for level in levels_of(region_code)}


def days_of(code: str, region_code: str) -> int | None:
    """How often a case of this level is seen at a place; None without a level."""
    level = level_at(code, region_code, all_levels()) if code else None
    return level.visit_days if level else None


def days_by_case(cases: Iterable[Case]) -> dict[UUID, int]:
    """The same for many cases (``unit`` loaded); those without a level are absent. One query."""
    levels = all_levels()
    found = ((case.pk, level_at(case.level, case.unit.region_code, levels)) for case in cases)
    return {uid: level.visit_days for uid, level in found if level is not None}


def setting_at(region_code: str) -> LocalSetting:
    """The nearest place's way of doing casework; an unsaved row of defaults when none has said. One query."""
    places = [region_code[:length].ljust(12, "0") for length in LENGTHS]
    rows = LocalSetting.objects.filter(region_code__in=places)
    return max(
        rows, key=lambda row: len(row.region_code.rstrip("0")), default=LocalSetting(row_version=0)
    )
