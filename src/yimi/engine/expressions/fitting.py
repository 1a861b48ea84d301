"""Making two sides of a comparison fit: texts become dates, codes are looked up, money is kept from minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from yimi.engine.errors import ExpressionError, Where, nearest
from yimi.engine.expressions.scope import Scope
from yimi.engine.expressions.tree import ColumnOf, Literal, Node, Quantifier
from yimi.engine.kinds import NAMES, ORDERED, Kind, common
from yimi.engine.regions import prefix_of


def read_day(text: str, where: Where) -> date:
    """An ISO date, or an error that says how to write one."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ExpressionError("bad_date", f"“{text}”不是日期。日期写成 '2022-09-14'。", where)


def fit(
    node: Node, kind: Kind, codes: Mapping[str, str], where: Where, *, what: str = "这里"
) -> Node:
    """``node`` as a value of ``kind``: a written text becomes a date or a checked code. Raises when it cannot be one."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        if kind == Kind.DATE:
            return Literal(Kind.DATE, read_day(node.value, where))
        if kind == Kind.CODE and codes and node.value not in codes:
            raise ExpressionError(
                "unknown_code",
                f"没有代码“{node.value}”。{nearest(node.value, codes)}",
                where,
                name=node.value,
            )
        if kind == Kind.REGION:
            return Literal(kind, read_region(node.value, where).ljust(12, "0"))
    if common(node.kind, kind) is None:
        raise ExpressionError(
            "kinds_differ",
            f"{what}要{NAMES[kind]}，写的是{NAMES[node.kind]}。",
            where,
            expected=str(kind),
            found=str(node.kind),
        )
    return replace(node, kind=kind) if isinstance(node, Literal) else node


def read_region(text: str, where: Where) -> str:
    """The significant digits of a division code."""
    try:
        return prefix_of(text)
    except ValueError:
        raise ExpressionError(
            "bad_region", f"“{text}”不是区划代码（2、4、6、9 或 12 位数字）。", where
        ) from None


def align(
    left: Node, right: Node, scope: Scope, where: Where, *, ordered: bool
) -> tuple[Node, Node]:
    """Both sides as one kind; with ``ordered`` only numbers and dates pass."""
    kind = common(left.kind, right.kind)
    texts = [isinstance(side, Literal) and side.kind == Kind.TEXT for side in (left, right)]
    if any(texts) and not all(texts):
        kind = right.kind if texts[0] else left.kind
    if kind is None:
        raise ExpressionError(
            "kinds_differ",
            f"两边不能相比：一边是{NAMES[left.kind]}，一边是{NAMES[right.kind]}。",
            where,
            left=str(left.kind),
            right=str(right.kind),
        )
    if kind == Kind.NOTHING or Kind.NOTHING in (left.kind, right.kind):
        raise ExpressionError(
            "compare_null", "和 null 比较没有结果。请写 is null 或 is not null。", where
        )
    if ordered and kind not in ORDERED:
        raise ExpressionError(
            "no_order", f"{NAMES[kind]}之间只能比相等，不能比大小。", where, kind=str(kind)
        )
    codes = {**codes_of(left, scope), **codes_of(right, scope)}
    return fit(left, kind, codes, where), fit(right, kind, codes, where)


def codes_of(node: Node, scope: Scope) -> Mapping[str, str]:
    """The closed code list of the column that ``node`` is, or an empty mapping."""
    if isinstance(node, ColumnOf):
        return scope.column(node.path, node.name, Where()).codes
    if isinstance(node, Quantifier) and isinstance(node.value, ColumnOf):
        inner = replace(scope, fact=scope.catalogue.fact(node.fact))
        return inner.column(node.value.path, node.value.name, Where()).codes
    return {}
