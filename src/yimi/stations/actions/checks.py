"""Checks that several actions share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.regions.models import Region
from yimi.stations.errors import UnitAlreadyClosed
from yimi.stations.models import ServiceUnit


def require_text(field: str, text: str, *, longest: int) -> str:
    """``text`` without outer blanks; raises Invalid when nothing is left or it is too long."""
    tidy = " ".join(text.split())
    if not tidy:
        raise Invalid.one(field, _("这一项不能空着。"))
    if len(tidy) > longest:
        raise Invalid.one(
            field, _("太长了，请缩短到 %(longest)s 个字以内。") % {"longest": longest}
        )
    return tidy


def require_regions(codes: Iterable[str]) -> None:
    """Every code is a division we know; one query for all; raises Invalid naming the first that is not."""
    wanted = set(codes)
    known = set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    if unknown := sorted(wanted - known):
        raise Invalid.one(
            "region_code",
            _("没有代码为“%(code)s”的行政区划，请重新选择地点。") % {"code": unknown[0]},
        )


def refuse_double(name: str) -> None:
    """An open unit of this place already bears the name."""
    raise Invalid.one(
        "name", _("这里已经有一个“%(name)s”。如果不是同一个，请在名称里加以区别。") % {"name": name}
    )


def require_name_free(unit: ServiceUnit, name: str, region_code: str) -> None:
    """No other open unit of the place bears ``name``; raises Invalid."""
    others = ServiceUnit.objects.filter(region_code=region_code, name=name, closed_on=None)
    if others.exclude(pk=unit.pk).exists():
        refuse_double(name)


def require_order(field: str, first: date | None, last: date | None) -> None:
    """``last`` is not before ``first``; raises Invalid at ``field``."""
    if first is not None and last is not None and last < first:
        raise Invalid.one(
            field, _("结束日期不能早于开始日期（%(first)s）。") % {"first": first.isoformat()}
        )


def require_open(unit: ServiceUnit, day: date) -> None:
    """The unit still serves on ``day``; raises UnitAlreadyClosed."""
    if unit.closed_on is not None and unit.closed_on < day:
        raise UnitAlreadyClosed(name=unit.name, closed_on=unit.closed_on.isoformat())


def require_at_units(actor: Actor, permission: str, units: Iterable[ServiceUnit]) -> None:
    """``actor`` holds the permission at each unit; raises Forbidden."""
    for unit in units:
        actor.require_at(permission, unit_uid=unit.uid, region_code=unit.region_code)


def common_prefix(codes: Collection[str]) -> str:
    """What the codes share, for the trail: the code itself when there is one.

    >>> common_prefix(["411623001000", "411623101000"]), common_prefix([])
    ('411623', '')
    """
    if not codes:
        return ""
    low, high = min(codes), max(codes)
    shared = next((at for at, sign in enumerate(low) if sign != high[at]), len(low))
    return low[:shared]


def changed_values(row: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The part of ``changes`` that differs from ``row``."""
    return {name: value for name, value in changes.items() if getattr(row, name) != value}


def plain(value: Any) -> str | None:
    """A value as the trail writes it."""
    return None if value is None else str(value.pk if hasattr(value, "pk") else value)


def before_and_after(row: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Old and new values for the trail; only for facts that are not personal."""
    return {
        "before": {name: plain(getattr(row, name)) for name in changes},
        "after": {name: plain(value) for name, value in changes.items()},
    }


class UnitPlace(TypedDict):
    """The place columns of an event."""

    unit_uid: UUID
    region_code: str


def unit_event(unit: ServiceUnit) -> UnitPlace:
    """The place columns of an event about a unit."""
    return {"unit_uid": unit.uid, "region_code": unit.region_code}
