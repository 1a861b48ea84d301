"""The catalogue of services as a place offers it."""

from __future__ import annotations

from typing import Annotated

from ninja import Query
from pydantic import Field

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.rest import Code, Day, Out, Router, answers
from yimi.services.lookups import offered_items
from yimi.services.models import ServiceItem
from yimi.services.models.catalogue import ItemKind
from yimi.services.permissions import VIEW_CATALOGUE

router = Router(tags=["服务目录 / catalogue"])


class ItemRow(Out):
    """One item that may be recorded."""

    code: str = Field(examples=["EL2"])
    name: str = Field(description="当地的叫法 / name used here")
    short_name: str
    name_en: str
    kind: ItemKind = Field(
        description="service 专业服务、handling 事务办理，分开计 / counted apart"
    )
    domain: str = Field(description="领域代码 / domain")
    domain_name: str
    domain_name_en: str
    source: str = Field(description="出处 / where it comes from")


class Catalogue(Out):
    """In the order of the forms."""

    items: list[ItemRow]


@router.get("", response=answers(Catalogue, 403), summary="服务目录 / catalogue")
@door(VIEW_CATALOGUE, model="service_item", channel=Channel.API)
def list_items(
    request: Request,
    region: Annotated[Code, Query(description="站点所在地 / place of the unit")],
    on: Annotated[Day | None, Query(description="哪一天的目录，默认今天 / default today")] = None,
) -> Catalogue:
    """What may be recorded at a place on a day, under the names used there."""
    return Catalogue(items=[_row(item) for item in offered_items(region, on or clock.today())])


def _row(item: ServiceItem) -> ItemRow:
    return ItemRow(
        code=item.code,
        name=item.name,
        short_name=item.short_name,
        name_en=item.name_en,
        kind=ItemKind(item.kind),
        domain=item.domain_id,
        domain_name=item.domain.name,
        domain_name_en=item.domain.name_en,
        source=item.source,
    )
