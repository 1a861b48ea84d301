"""Dated facts about a unit: other names, served areas, opening hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import hold_rows, replace_fact
from yimi.regions.rules import prefix_of
from yimi.stations.access import EDIT, EDIT_CONTACT
from yimi.stations.actions.checks import (
    require_at_units,
    require_open,
    require_order,
    require_regions,
    require_text,
    unit_event,
)
from yimi.stations.errors import OPENING_MESSAGES
from yimi.stations.models import NameKind, OpeningHours, ServedArea, ServiceUnit, UnitName
from yimi.stations.rules import Opening, opening_faults
from yimi.stations.writing import end_before


@transaction.atomic
def add_unit_name(
    unit: ServiceUnit,
    *,
    actor: Actor,
    kind: str,
    text: str,
    starts_on: date,
    language: str = "zh-hans",
) -> UnitName:
    """A local name or a sign from a day on. Former names come from renaming, not from here."""
    require_at_units(actor, EDIT, [unit])
    text = require_text("text", text, longest=100)
    require_open(unit, starts_on)
    if kind not in {NameKind.LOCAL_NAME, NameKind.SIGN}:
        raise Invalid.one("kind", _("请选择当地名称或门牌；曾用名由改名自动留下。"))
    hold_rows(ServiceUnit, [unit.uid])
    same = (
        UnitName.objects.current().between(starts_on, None).filter(unit=unit, kind=kind, text=text)
    )
    if same.exists():
        raise Invalid.one("text", _("这个名称已经登记过了。"))
    name = UnitName.objects.create(
        unit=unit,
        kind=kind,
        text=text,
        language=language,
        starts_on=starts_on,
        recorded_by=actor.uid,
    )
    record_event(
        actor, "stations.add_unit_name", subject_kind="service_unit", subject_uid=unit.uid,
        details={"kind": kind, "text": text, "from": starts_on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return name


@transaction.atomic
def end_unit_name(name: UnitName, *, actor: Actor, ends_on: date) -> UnitName:
    """The name is used for the last time on ``ends_on``."""
    require_at_units(actor, EDIT, [name.unit])
    require_order("ends_on", name.starts_on, ends_on)
    ended = replace_fact(name, actor=actor, ends_on=ends_on)
    record_event(
        actor, "stations.end_unit_name", subject_kind="service_unit", subject_uid=name.unit_id,
        details={"text": name.text, "until": ends_on.isoformat()}, **unit_event(name.unit),
    )  # fmt: skip
    return ended


@transaction.atomic
def serve_area(
    unit: ServiceUnit,
    *,
    actor: Actor,
    region_code: str,
    starts_on: date,
    ends_on: date | None = None,
) -> ServedArea:
    """The unit also serves this division; a temporary team may serve several counties, its own place or not."""
    require_at_units(actor, EDIT, [unit])
    require_regions([region_code])
    require_order("ends_on", starts_on, ends_on)
    require_open(unit, starts_on)
    hold_rows(ServiceUnit, [unit.uid])
    prefix = prefix_of(region_code)
    same = unit.served_areas.current().filter(region_prefix=prefix).between(starts_on, ends_on)
    if same.exists():
        raise Invalid.one("region_code", _("这段时间的服务区域里已经有这个地方了。"))
    area = ServedArea.objects.create(
        unit=unit, region_prefix=prefix, starts_on=starts_on, ends_on=ends_on, recorded_by=actor.uid
    )
    record_event(
        actor, "stations.serve_area", subject_kind="service_unit", subject_uid=unit.uid,
        details={"prefix": prefix, "from": starts_on.isoformat(), "until": ends_on and ends_on.isoformat()},
        **unit_event(unit),
    )  # fmt: skip
    return area


@transaction.atomic
def end_served_area(area: ServedArea, *, actor: Actor, ends_on: date) -> ServedArea:
    """The unit serves this division for the last time on ``ends_on``."""
    require_at_units(actor, EDIT, [area.unit])
    require_order("ends_on", area.starts_on, ends_on)
    ended = replace_fact(area, actor=actor, ends_on=ends_on)
    record_event(
        actor, "stations.end_served_area", subject_kind="service_unit", subject_uid=area.unit_id,
        details={"prefix": area.region_prefix, "until": ends_on.isoformat()}, **unit_event(area.unit),
    )  # fmt: skip
    return ended


@transaction.atomic
def set_opening_hours(
    unit: ServiceUnit, *, actor: Actor, week: Sequence[Opening], from_on: date
) -> list[OpeningHours]:
    """The whole week as it holds from ``from_on``; what held before ends the day before. An empty week: closed to visitors.

    Raises Invalid naming the first stretch that cannot stand.
    """
    require_at_units(actor, EDIT_CONTACT, [unit])
    require_open(unit, from_on)
    for _opening, fault in opening_faults(week):
        raise Invalid.one("week", OPENING_MESSAGES[fault])
    hold_rows(ServiceUnit, [unit.uid])
    end_before(OpeningHours.objects.filter(unit=unit), from_on, actor=actor)
    rows = OpeningHours.objects.bulk_create(
        OpeningHours(
            unit=unit,
            weekday=opening.weekday,
            opens_at=opening.opens_at,
            closes_at=opening.closes_at,
            note=opening.note.strip(),
            starts_on=from_on,
            recorded_by=actor.uid,
        )
        for opening in week
    )
    record_event(
        actor, "stations.set_opening_hours", subject_kind="service_unit", subject_uid=unit.uid,
        details={"from": from_on.isoformat(), "week": [str(row) for row in rows]}, **unit_event(unit),
    )  # fmt: skip
    return rows
