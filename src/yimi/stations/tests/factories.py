"""Valid units and operators for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from yimi.core.ids import SYSTEM_UID
from yimi.regions.rules import prefix_of
from yimi.stations.models import (
    Authority,
    AuthorityLine,
    Operator,
    OperatorEngagement,
    OperatorKind,
    ServedArea,
    ServiceUnit,
    UnitKind,
)

_numbers = count(1)

#: Two places of 商水县 and one of 西华县. In the real tree 411623001 is 新城街道 and 东城街道 is 411623002; tests may name it
#: as they like.
DONGCHENG = "411623001000"
HUANGZHAI = "411623101000"
HONGHUAJI = "411622104000"


def make_unit(
    region_code: str = DONGCHENG,
    kind: str = UnitKind.STATION,
    name: str = "",
    **fields: Any,
) -> ServiceUnit:
    """An open unit that serves its own division since the day it opened."""
    serial = next(_numbers)
    fields.setdefault("number", f"{region_code[:6]}-T{serial:04d}")
    fields.setdefault("opened_on", date(2022, 1, 1))
    unit = ServiceUnit.objects.create(
        region_code=region_code, kind=kind, name=name or f"第{serial}社工站", **fields
    )
    ServedArea.objects.create(
        unit=unit,
        region_prefix=prefix_of(region_code),
        starts_on=unit.opened_on,
        recorded_by=SYSTEM_UID,
    )
    return unit


def make_operator(name: str = "", **fields: Any) -> Operator:
    """An operator registered in 商水县, without a 统一社会信用代码 unless given."""
    fields.setdefault("kind", OperatorKind.SOCIAL_SERVICE)
    fields.setdefault("region_code", "411623000000")
    return Operator.objects.create(name=name or f"示例社会工作服务中心{next(_numbers)}", **fields)


def make_engagement(unit: ServiceUnit, operator: Operator, **fields: Any) -> OperatorEngagement:
    """The operator runs the unit since 2023 unless told otherwise."""
    fields.setdefault("starts_on", date(2023, 1, 1))
    fields.setdefault("recorded_by", SYSTEM_UID)
    return OperatorEngagement.objects.create(unit=unit, operator=operator, **fields)


def make_authority(name: str = "", **fields: Any) -> Authority:
    """A county civil-affairs bureau."""
    fields.setdefault("line", AuthorityLine.CIVIL_AFFAIRS)
    fields.setdefault("region_code", "411623000000")
    return Authority.objects.create(name=name or f"示例县民政局{next(_numbers)}", **fields)
