"""A month's figures, per unit and for everything the token's owner may see; the same that the pages show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field

from yimi.core.clock import month_of
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.rest import Code, Month, Out, Paged, Router, answers, read_cursor, write_cursor
from yimi.regions.rules import prefix_of
from yimi.services.permissions import VIEW_FIGURES
from yimi.services.queries.figures import figure_units, total_figures, unit_figures

LIST = "figures"
PERMISSION = VIEW_FIGURES

router = Router(tags=["统计 / figures"])


class Figures(Out):
    """Figures of different units (人次, 户次, 户, 人), never to be added to one another."""

    records: int = Field(0, description="记录数，条 / records")
    person_times: int = Field(
        0, description="服务人次：每次服务在场的每一个人算 1 / people served, each time"
    )
    persons: int = Field(
        0, description="服务人数，具名居民，同一人只算一次 / distinct named residents"
    )
    visit_times: int = Field(
        0, description="入户走访，户次，见到人的 / home visits where somebody was met"
    )
    visited_households: int = Field(
        0, description="走访户数，同一户只算一次 / distinct households met at home"
    )
    missed_visits: int = Field(
        0, description="未遇，次，不算入户走访 / visits where nobody was met"
    )
    consultations: int = Field(
        0, description="来访、电话、线上咨询，人次 / consultations, people each time"
    )
    events: int = Field(0, description="活动，场 / activities held")
    handlings: int = Field(
        0, description="事务办理，件，与专业服务分开计 / matters handled, counted apart"
    )
    late: int = Field(0, description="补录，条 / recorded late")


class FiguresQuestion(Paged):
    """Which month, and where."""

    month: Month
    region: Code | None = Field(None, description="只列这个区划里的 / only in this division")


class UnitFigures(Out):
    """One unit's month; all zero when it recorded nothing."""

    unit: UUID
    number: str
    name: str
    region_code: Code
    figures: Figures


class FiguresPage(Out):
    """Units by place and number."""

    items: list[UnitFigures]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


class TotalFigures(Out):
    """The whole area's month; distinct counts (人, 户) are counted anew, not added up."""

    month: Month
    figures: Figures


@router.get("/units", response=answers(FiguresPage, 403), summary="各站点一个月的统计 / per unit")
@door(PERMISSION, model="service_record", channel=Channel.API)
def list_unit_figures(request: Request, wanted: Annotated[FiguresQuestion, Query()]) -> FiguresPage:
    """The month's figures of every unit whose figures the token's owner may see."""
    units = figure_units(request.actor, prefix_of(wanted.region) if wanted.region else "")
    after = read_cursor(wanted.cursor, of=LIST)
    page = page_of(units, by="region_code", key="number", before=after, size=wanted.limit)
    first, last = _days(wanted.month)
    uids = [unit.pk for unit in page.rows]
    found = unit_figures(request.actor, first=first, last=last, unit_uids=uids)
    items = [
        UnitFigures(
            unit=unit.pk,
            number=unit.number,
            name=unit.name,
            region_code=unit.region_code,
            figures=Figures(**found.get(unit.pk, {})),
        )
        for unit in page.rows
    ]
    return FiguresPage(items=items, next=write_cursor(page.older, of=LIST))


@router.get("/total", response=answers(TotalFigures, 403), summary="一个月的合计 / total")
@door(PERMISSION, model="service_record", channel=Channel.API)
def show_total(request: Request, month: Annotated[Month, Query()]) -> TotalFigures:
    """The month's figures of everything the token's owner may see."""
    first, last = _days(month)
    return TotalFigures(
        month=month, figures=Figures(**total_figures(request.actor, first=first, last=last))
    )


def _days(month: str) -> tuple[date, date]:
    """First and last day."""
    first, after = month_of(date.fromisoformat(f"{month}-01"))
    return first, after - timedelta(days=1)
