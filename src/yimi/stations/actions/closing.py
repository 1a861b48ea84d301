"""Closing a unit, and taking up its service again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows, take_version
from yimi.stations.access import EDIT
from yimi.stations.actions.checks import (
    require_name_free,
    require_open,
    require_order,
    require_text,
    unit_event,
)
from yimi.stations.errors import UnitStillOpen
from yimi.stations.models import (
    LeadAuthority,
    OpeningHours,
    OperatorEngagement,
    ServedArea,
    ServiceUnit,
)
from yimi.stations.rules import day_after
from yimi.stations.writing import end_before


@transaction.atomic
def close_unit(
    unit: ServiceUnit, *, actor: Actor, expected: int, closed_on: date, reason: str
) -> ServiceUnit:
    """``closed_on`` is the last day of service; served areas, operator, lead and hours end with it. Records stay.

    Raises UnitAlreadyClosed, and Invalid while open units below name this one as theirs. Placements are ended in the
    workforce room; from the day after, nobody counts as working here whatever their placement says.
    """
    actor.require_at(EDIT, unit_uid=unit.uid, region_code=unit.region_code)
    reason = require_text("reason", reason, longest=300)
    if unit.closed_on is not None:
        require_open(unit, date.max)
    require_order("closed_on", unit.opened_on, closed_on)
    if unit.children.open_on(day_after(closed_on)).exists():
        raise Invalid.one("closed_on", _("它下面还有在用的站点，请先停用或改挂那些站点。"))
    take_version(unit, expected=expected, changes={"closed_on": closed_on})
    hold_rows(ServiceUnit, [unit.uid])
    for model in (ServedArea, OperatorEngagement, LeadAuthority, OpeningHours):
        end_before(model.objects.filter(unit=unit), day_after(closed_on), actor=actor)
    record_event(
        actor, "stations.close_unit", subject_kind="service_unit", subject_uid=unit.uid, reason=reason,
        details={"closed_on": closed_on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return unit


@transaction.atomic
def reopen_unit(
    unit: ServiceUnit, *, actor: Actor, expected: int, on: date, reason: str
) -> ServiceUnit:
    """A closed unit serves again from ``on``, under its old number and with its old records.

    The areas it served on its last day are served again from ``on``; between the two days nobody served them. Operator,
    lead and hours are entered anew: they rest on papers that ended. The trail keeps the closing day. Raises
    UnitStillOpen; Invalid when ``on`` is not after the last day, or to come, or when an open unit bears the name now.
    """
    actor.require_at(EDIT, unit_uid=unit.uid, region_code=unit.region_code)
    reason = require_text("reason", reason, longest=300)
    closed_on = unit.closed_on
    if closed_on is None:
        raise UnitStillOpen(name=unit.name)
    if not closed_on < on <= clock.today():
        raise Invalid.one(
            "on",
            _("恢复日期要在停用日期（%(closed_on)s）之后，不晚于今天。")
            % {"closed_on": closed_on.isoformat()},
        )
    require_name_free(unit, unit.name, unit.region_code)
    take_version(unit, expected=expected, changes={"closed_on": None})
    areas = ServedArea.objects.current().filter(unit=unit, ends_on=closed_on)
    ServedArea.objects.bulk_create(
        ServedArea(unit=unit, region_prefix=prefix, starts_on=on, recorded_by=actor.uid)
        for prefix in sorted(set(areas.values_list("region_prefix", flat=True)))
    )
    record_event(
        actor, "stations.reopen_unit", subject_kind="service_unit", subject_uid=unit.uid, reason=reason,
        details={"closed_on": closed_on.isoformat(), "on": on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return unit
