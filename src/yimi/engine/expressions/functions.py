"""The functions an expression may call. A new one needs: an entry here, its meaning in ``reference``, its SQL in ``backends``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yimi.engine.kinds import Kind


@dataclass(frozen=True)
class Function:
    """Argument kinds and result; ``constant`` marks arguments that must not depend on the row."""

    arguments: tuple[Kind, ...]
    result: Kind
    zh: str
    constant: tuple[int, ...] = ()


#: ``in_region``, ``same_region``, ``coalesce``, ``param`` and the quantifiers have rules of their own in ``checking``.
FUNCTIONS: Mapping[str, Function] = {
    "age_on": Function((Kind.DATE, Kind.DATE), Kind.INT, "age_on(出生日期, 日期)：周岁"),
    "months_between": Function(
        (Kind.DATE, Kind.DATE), Kind.INT, "months_between(起, 止)：满多少个月"
    ),
    "days_between": Function((Kind.DATE, Kind.DATE), Kind.INT, "days_between(起, 止)：相差天数"),
    "add_months": Function(
        (Kind.DATE, Kind.INT), Kind.DATE, "add_months(日期, 月数)：若干个月后的同一天", (1,)
    ),
    "add_days": Function((Kind.DATE, Kind.INT), Kind.DATE, "add_days(日期, 天数)：若干天后", (1,)),
}
SPECIAL = {
    "same_region": "same_region(区划列, 区划列, 6)：两处同在一个六位的区划",
    "in_region": "in_region(区划列, '4210')：在该区划之内",
    "coalesce": "coalesce(值, 缺省)：值不明时取缺省",
    "param": "param('名称')：当地当时执行的参数",
}
QUANTIFIERS = {
    "any": "any(子表, 条件)：至少有一条",
    "all": "all(子表, 条件)：每一条都",
    "count": "count(子表, 条件)：有多少条",
    "min": "min(子表, 列, 条件)：最小的",
    "max": "max(子表, 列, 条件)：最大的",
    "sum": "sum(子表, 列, 条件)：合计",
}
#: The largest step of add_months and add_days, so that no engine leaves its calendar.
LARGEST_STEP = 120_000
