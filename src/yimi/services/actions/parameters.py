"""A place's own numbers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid
from yimi.regions.rules import pad_code
from yimi.services.models import LocalNumber, NumberName
from yimi.services.permissions import SET_NUMBERS

#: What makes sense for each number, both ends included.
LIMITS = {NumberName.LATE_DAYS: (1, 60), NumberName.REGULAR_WEEKS: (1, 26)}


@transaction.atomic
def set_local_number(
    name: str, region_prefix: str, *, actor: Actor, value: int, starts_on: date, source: str
) -> LocalNumber:
    """From ``starts_on`` (tomorrow at the earliest) ``value`` holds in the division with this code prefix.

    Never for days that have passed: what was counted late stays what it was. Raises :class:`Invalid`.
    """
    actor.require_at(SET_NUMBERS, region_code=pad_code(region_prefix))
    if name not in NumberName.values:
        raise Invalid.one("name", _("没有这个参数，请从列表中选择。"))
    low, high = LIMITS[NumberName(name)]
    if not low <= value <= high:
        raise Invalid.one(
            "value", _("请填 %(low)s 到 %(high)s 之间的数。") % {"low": low, "high": high}
        )
    if starts_on <= clock.today():
        raise Invalid.one("starts_on", _("新的数最早从明天起，以前的记录按原来的算。"))
    source = clean_line(source)[:200]
    if not source:
        raise Invalid.one("source", _("请写明依据的文件或会议。"))
    row = LocalNumber.objects.create(
        name=name, region_prefix=region_prefix, value=value, starts_on=starts_on, source=source,
        recorded_by=actor.uid,
    )  # fmt: skip
    record_event(
        actor,
        SET_NUMBERS,
        subject_kind="local_number",
        subject_uid=row.pk,
        region_code=pad_code(region_prefix),
        details={"name": name, "value": value, "starts_on": starts_on.isoformat()},
    )
    return row
