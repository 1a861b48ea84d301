"""Divisions: found, shown, opened. Public reference data, so every token may ask."""

from __future__ import annotations

from typing import Annotated

from ninja import Query
from pydantic import Field

from yimi.core.doors import Channel, own_door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.rest import (
    Body,
    Code,
    Day,
    Out,
    Paged,
    Plain,
    Router,
    Whole,
    answers,
    read_cursor,
    write_cursor,
)
from yimi.regions.models import Region
from yimi.regions.queries import children_of, current_regions, find_regions, get_region, path_name

REASON = "行政区划是公开的参考数据，持令牌者都可查阅"
MAX_FOUND = 50
CHILDREN = "region_children"

router = Router(tags=["区划 / regions"])


class RegionQuestion(Body):
    """What to look for."""

    q: Plain = Field(
        min_length=1,
        max_length=60,
        description="名称、其中一部分、拼音、首字母或代码 / name or part, pinyin, initials or code",
    )
    within: Code | None = Field(None, description="只在这个区划里找 / only below this division")
    limit: Whole = Field(20, ge=1, le=MAX_FOUND, description="最多条数，1–50 / at most")


class RegionFound(Out):
    """A place that the typed text may mean."""

    code: Code
    name: str
    level: int = Field(
        description="1 省级 2 地级 3 县级 4 乡级 5 村级 / level, province to village"
    )
    path: str = Field(description="带上级的全名 / name after those of its parents")


class RegionsFound(Out):
    """The best answers first."""

    items: list[RegionFound]


class RegionRow(Out):
    """One division."""

    code: Code
    name: str
    level: int = Field(
        description="1 省级 2 地级 3 县级 4 乡级 5 村级 / level, province to village"
    )
    has_no_counties: bool = Field(
        description="不设县区的市，下面直接是乡镇 / a city without counties"
    )


class RegionPage(Out):
    """Divisions directly below, in order of code."""

    items: list[RegionRow]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


class RegionShown(RegionRow):
    """One division with its place in the tree."""

    path: str = Field(description="带上级的全名 / name after those of its parents")
    parent: Code | None
    valid_from: Day | None = Field(description="起用日期，不详时为 null / first day, when known")
    valid_to: Day | None = Field(description="停用前最后一天 / last day of a division that is gone")
    became: list[Code] = Field(
        description="今天对应的区划：自己，或合并、更名后的 / what it is today: itself or its successors"
    )


@router.get("", response=answers(RegionsFound), summary="查找区划 / find divisions")
@own_door(model="region", channel=Channel.API, reason=REASON)
def find_divisions(request: Request, asked: Annotated[RegionQuestion, Query()]) -> RegionsFound:
    """Find a place by its name or a part of it, by several parts ("商水 东城"), by pinyin, initials or code."""
    found = find_regions(asked.q, within=asked.within or "", limit=asked.limit)
    return RegionsFound(items=[RegionFound(**row._asdict()) for row in found])


@router.get("/children", response=answers(RegionPage), summary="省级区划 / provinces")
@own_door(model="region", channel=Channel.API, reason=REASON)
def list_provinces(request: Request) -> RegionPage:
    """The divisions of province level."""
    return RegionPage(items=[_row(region) for region in children_of("")], next=None)


@router.get("/{code}", response=answers(RegionShown, 404), summary="一个区划 / one division")
@own_door(model="region", channel=Channel.API, reason=REASON)
def show_division(request: Request, code: Code) -> RegionShown:
    """A division, the divisions above it, and what it is today if it was merged or renamed."""
    region = get_region(code)
    return RegionShown(
        **_row(region).model_dump(),
        path=path_name(code),
        parent=region.parent_id,
        valid_from=region.valid_from,
        valid_to=region.valid_to,
        became=[now.code for now in current_regions(code)],
    )


@router.get(
    "/{code}/children", response=answers(RegionPage, 404), summary="下级区划 / divisions below"
)
@own_door(model="region", channel=Channel.API, reason=REASON)
def list_children(request: Request, code: Code, wanted: Annotated[Paged, Query()]) -> RegionPage:
    """Divisions in force directly below, in order of code; levels that only fill a gap in the code are left out."""
    after = read_cursor(wanted.cursor, of=CHILDREN)
    page = page_of(children_of(code), by="code", key="code", before=after, size=wanted.limit)
    return RegionPage(
        items=[_row(region) for region in page.rows], next=write_cursor(page.older, of=CHILDREN)
    )


def _row(region: Region) -> RegionRow:
    return RegionRow(
        code=region.code,
        name=region.name,
        level=region.level,
        has_no_counties=region.has_no_counties,
    )
