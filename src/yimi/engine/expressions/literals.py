"""Values written in the text: numbers, texts, dates, and the named days."""

from __future__ import annotations

from sqlglot import exp

from yimi.engine.errors import ExpressionError, nearest
from yimi.engine.expressions import checking
from yimi.engine.expressions.fitting import read_day
from yimi.engine.expressions.scope import Scope
from yimi.engine.expressions.tree import Arithmetic, Day, Literal, Node
from yimi.engine.kinds import NUMBERS, Kind

DAYS = ("as_of", "period_start", "period_end")


def literal_of(source: exp.Expr, scope: Scope) -> Node:
    if source.args.get("is_string"):
        return Literal(Kind.TEXT, str(source.this))
    return Literal(Kind.INT, int(source.this))


def negative_of(source: exp.Expr, scope: Scope) -> Node:
    item = checking.build(source.this, scope)
    if item.kind not in NUMBERS:
        raise ExpressionError("kinds_differ", "负号后面要是数。", checking.spot(source, scope))
    if isinstance(item, Literal) and isinstance(item.value, int):
        return Literal(item.kind, -item.value)
    return Arithmetic(item.kind, "-", Literal(Kind.INT, 0), item)


def date_of(source: exp.Expr, scope: Scope) -> Node:
    inner = source.this
    if source.args["to"].this != exp.DataType.Type.DATE or not isinstance(inner, exp.Literal):
        raise ExpressionError("not_allowed", "这里不能转换类型。", checking.spot(source, scope))
    return Literal(Kind.DATE, read_day(str(inner.this), checking.spot(source, scope)))


def day_of(source: exp.Expr, scope: Scope) -> Node:
    name = str(source.this)
    if name not in DAYS:
        raise ExpressionError(
            "unknown_day",
            f"没有“:{name}”。{nearest(name, DAYS)}",
            checking.spot(source, scope),
            name=name,
        )
    return Day(Kind.DATE, name)
