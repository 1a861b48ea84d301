"""Correcting and renaming service units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.superseding import take_version
from yimi.stations.access import EDIT, EDIT_CONTACT
from yimi.stations.actions.checks import (
    before_and_after,
    changed_values,
    require_name_free,
    require_open,
    require_order,
    require_regions,
    require_text,
    unit_event,
)
from yimi.stations.models import NameKind, ServiceUnit, UnitKind, UnitName
from yimi.stations.rules import day_after, day_before

#: What a head may correct about their own unit, and what only those who keep the register may.
CONTACT_FIELDS = frozenset({"phone", "address", "offers", "host"})
REGISTER_FIELDS = frozenset({"name", "kind", "region_code", "parent", "opened_on", "built_under"})


@transaction.atomic
def correct_unit(
    unit: ServiceUnit, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> ServiceUnit:
    """Put right what was written wrongly; ``expected`` is the ``row_version`` that was on the screen.

    Contact facts need ``stations.edit_contact``, the rest ``stations.edit_units``; a move to another division needs it
    there too. A new name that holds from a day is :func:`rename_unit`. Raises Conflict when somebody was faster.
    """
    if strange := changes.keys() - CONTACT_FIELDS - REGISTER_FIELDS:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    # Asked before anything else, so that a colleague without the right learns so and nothing more.
    actor.require_at(EDIT_CONTACT, unit_uid=unit.uid, region_code=unit.region_code)
    changes = changed_values(unit, changes)
    if changes.keys() & REGISTER_FIELDS:
        actor.require_at(EDIT, unit_uid=unit.uid, region_code=unit.region_code)
        actor.require_at(
            EDIT, unit_uid=unit.uid, region_code=changes.get("region_code", unit.region_code)
        )
    if not changes:
        if unit.row_version != expected:
            raise Conflict()
        return unit
    _check_corrections(unit, changes)
    details = before_and_after(unit, changes)
    take_version(unit, expected=expected, changes=changes)
    record_event(
        actor, "stations.correct_unit", subject_kind="service_unit", subject_uid=unit.uid,
        details=details, **unit_event(unit),
    )  # fmt: skip
    return unit


def _check_corrections(unit: ServiceUnit, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        require_text("name", changes["name"], longest=100)
    if "kind" in changes and changes["kind"] not in UnitKind.values:
        raise Invalid.one("kind", _("没有这种站点类别，请从列表里选。"))
    if "region_code" in changes:
        require_regions([changes["region_code"]])
    if "opened_on" in changes:
        require_order("opened_on", changes["opened_on"], unit.closed_on)
    if changes.get("parent") is not None:
        _check_parent(unit, changes["parent"])
    if unit.closed_on is None and changes.keys() & {"name", "region_code"}:
        require_name_free(
            unit, changes.get("name", unit.name), changes.get("region_code", unit.region_code)
        )


def _check_parent(unit: ServiceUnit, parent: ServiceUnit) -> None:
    """Walk up from the parent: a unit below itself would make every list of units below it endless."""
    above: ServiceUnit | None = parent
    while above is not None:
        if above.pk == unit.pk:
            raise Invalid.one("parent", _("上级站点不能是自己，也不能是自己的下级。"))
        above = above.parent


@transaction.atomic
def rename_unit(
    unit: ServiceUnit, *, actor: Actor, expected: int, name: str, on: date
) -> ServiceUnit:
    """The unit bears ``name`` from ``on``; the old name stays on file as a former name until the day before.

    Raises Invalid for a day to come, or one before the last change of name.
    """
    actor.require_at(EDIT, unit_uid=unit.uid, region_code=unit.region_code)
    name = require_text("name", name, longest=100)
    require_open(unit, on)
    if on > clock.today():
        raise Invalid.one("on", _("新名称还没有启用，请在启用当天或之后登记。"))
    if name == unit.name:
        raise Invalid.one("name", _("新名称和现在的名称一样。"))
    require_name_free(unit, name, unit.region_code)
    old, since = unit.name, _bears_name_since(unit)
    if since is not None and on <= since:
        raise Invalid.one(
            "on",
            _("现在的名称自 %(since)s 起使用，改名日期要晚于这一天。")
            % {"since": since.isoformat()},
        )
    take_version(unit, expected=expected, changes={"name": name})
    UnitName.objects.create(
        unit=unit,
        kind=NameKind.FORMER_NAME,
        text=old,
        starts_on=since or day_before(on),
        ends_on=day_before(on),
        recorded_by=actor.uid,
    )
    record_event(
        actor, "stations.rename_unit", subject_kind="service_unit", subject_uid=unit.uid,
        details={"before": old, "after": name, "on": on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return unit


def _bears_name_since(unit: ServiceUnit) -> date | None:
    former = unit.names.current().filter(kind=NameKind.FORMER_NAME)
    last = former.order_by("-ends_on").values_list("ends_on", flat=True).first()
    return day_after(last) if last else unit.opened_on
