"""What a place decides about casework: its levels, whether a supervisor is asked, its days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.cases.models import CaseLevel, LocalSetting
from yimi.cases.permissions import LEVELS
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid

MOST_DAYS = 366


@transaction.atomic
def set_local_level(
    region_code: str, code: str, *, actor: Actor, name: str, visit_days: int, meaning: str = ""
) -> CaseLevel:
    """What a level means at this place from today on; what it meant before ends yesterday. Raises Invalid."""
    actor.require_at(LEVELS, region_code=region_code)
    if not name.strip():
        raise Invalid.one("name", _("请填名称。"))
    if not 1 <= visit_days <= MOST_DAYS:
        raise Invalid.one("visit_days", _("请填 1 到 366 天。"))
    today = clock.today()
    held = CaseLevel.objects.filter(region_code=region_code, code=code, valid_to=None)
    sort = CaseLevel.objects.filter(code=code).values_list("sort", flat=True).first() or 99
    same_day = held.filter(valid_from=today)
    facts = {"name": name.strip(), "visit_days": visit_days, "meaning": meaning.strip()}
    if not same_day.update(**facts):
        held.update(valid_to=today - timedelta(days=1))
        CaseLevel.objects.create(
            region_code=region_code, code=code, sort=sort, valid_from=today, **facts
        )
    record_event(
        actor, "cases.set_level_meaning", subject_kind="case_level", subject_uid=f"{region_code}/{code}",
        region_code=region_code, details={"days": visit_days},
    )  # fmt: skip
    return held.get()


@transaction.atomic
def set_local_setting(
    region_code: str,
    *,
    actor: Actor,
    expected: int,
    wants_review: bool,
    emergency_days: int,
    follow_up_days: int,
) -> LocalSetting:
    """How this place does casework; ``expected`` 0 when it has no row yet. Raises Invalid, Conflict."""
    actor.require_at(LEVELS, region_code=region_code)
    for field, days in (("emergency_days", emergency_days), ("follow_up_days", follow_up_days)):
        if not 1 <= days <= MOST_DAYS:
            raise Invalid.one(field, _("请填 1 到 366 天。"))
    facts = {
        "wants_review": wants_review, "emergency_days": emergency_days,
        "follow_up_days": follow_up_days,
    }  # fmt: skip
    if expected:
        taken = LocalSetting.objects.filter(region_code=region_code, row_version=expected)
        if taken.update(row_version=F("row_version") + 1, **facts) != 1:
            raise Conflict
        row = LocalSetting.objects.get(region_code=region_code)
    else:
        row, is_new = LocalSetting.objects.get_or_create(region_code=region_code, defaults=facts)
        if not is_new:
            raise Conflict
    record_event(
        actor, "cases.set_local_rules", subject_kind="case_setting", subject_uid=region_code,
        region_code=region_code, details={"wants_review": wants_review},
    )  # fmt: skip
    return row
