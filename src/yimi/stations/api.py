"""Service units: public facts about where they are, what they are called and when they are open."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from ninja import Query
from pydantic import Field

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.rest import Code, Day, Flag, Out, Paged, Router, answers, read_cursor, write_cursor
from yimi.regions.rules import prefix_of
from yimi.stations.access import VIEW, get_unit_for_view, visible_units
from yimi.stations.models import ServiceUnit, UnitKind, UnitName
from yimi.stations.queries import Day as OpenDay
from yimi.stations.queries import names_on, operators_on, week_of

LIST = "units"

router = Router(tags=["站点 / service units"])


class UnitFilter(Paged):
    """What the list is narrowed to."""

    region: Code | None = Field(None, description="只列这个区划里的 / only in this division")
    kind: UnitKind | None = Field(None, description="只列这一类 / only of this kind")
    with_closed: Flag = Field(False, description="连同已停用的 / closed ones too")


class UnitRow(Out):
    """One service unit."""

    uid: UUID
    number: str = Field(description="站点编号 / number", examples=["411623-S0001"])
    name: str
    kind: UnitKind = Field(description="站点类别 / kind of unit")
    region_code: Code
    phone: str = Field(description="对外电话 / public phone")
    address: str
    opened_on: Day | None = Field(description="启用日期，不详时为 null / first day, when known")
    closed_on: Day | None = Field(description="服务的最后一天 / last day of service")


class UnitPage(Out):
    """Units by place and number."""

    items: list[UnitRow]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


class OtherName(Out):
    """A name beside the official one, in use today."""

    kind: str = Field(description="local_name 当地名称、sign 门牌 / local name or sign")
    text: str
    language: str = Field(description="语言标签，如 zh-hans、bo / language tag")


class OpenHours(Out):
    """One stretch during which the door is open."""

    weekday: int = Field(ge=1, le=7, description="1 星期一 … 7 星期日 / Monday 1 to Sunday 7")
    opens_at: str = Field(description="开门，时:分 / hh:mm")
    closes_at: str = Field(description="关门，时:分 / hh:mm")


class UnitShown(UnitRow):
    """One unit with what belongs to it today."""

    parent: UUID | None
    host: str = Field(description="设在哪里 / hosted by")
    offers: str = Field(description="提供的服务 / what it offers")
    operator: str = Field(description="承接机构，没有时为空 / organisation that runs it")
    names: list[OtherName]
    hours: list[OpenHours]


@router.get("", response=answers(UnitPage, 403), summary="站点列表 / list units")
@door(VIEW, model="service_unit", channel=Channel.API)
def list_units(request: Request, wanted: Annotated[UnitFilter, Query()]) -> UnitPage:
    """Units by place and number."""
    units = visible_units(request.actor).within(prefix_of(wanted.region) if wanted.region else "")
    units = units if wanted.with_closed else units.open_on(clock.today())
    units = units.filter(kind=wanted.kind) if wanted.kind else units
    after = read_cursor(wanted.cursor, of=LIST)
    page = page_of(units, by="region_code", key="number", before=after, size=wanted.limit)
    return UnitPage(
        items=[UnitRow(**_facts(unit)) for unit in page.rows],
        next=write_cursor(page.older, of=LIST),
    )


@router.get("/{uid}", response=answers(UnitShown, 403, 404), summary="一个站点 / one unit")
@door(VIEW, model="service_unit", channel=Channel.API)
def show_unit(request: Request, uid: UUID) -> UnitShown:
    """A unit with its other names, its operator and its opening hours today."""
    unit, today = get_unit_for_view(request.actor, uid), clock.today()
    operator = operators_on([unit], today).get(unit.pk)
    return UnitShown(
        **_facts(unit),
        parent=unit.parent_id,
        host=unit.host,
        offers=unit.offers,
        operator=operator.name if operator else "",
        names=[_name(row) for row in names_on(unit, today)],
        hours=[hours for day in week_of(unit, today) for hours in _hours(day)],
    )


def _facts(unit: ServiceUnit) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in UnitRow.model_fields}


def _name(row: UnitName) -> OtherName:
    return OtherName(kind=row.kind, text=row.text, language=row.language)


def _hours(day: OpenDay) -> list[OpenHours]:
    return [
        OpenHours(
            weekday=day.weekday,
            opens_at=f"{row.opens_at:%H:%M}",
            closes_at=f"{row.closes_at:%H:%M}",
        )
        for row in day.stretches
    ]
