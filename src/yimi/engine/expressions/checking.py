"""Second gate: SQLGlot's tree becomes ours, every name looked up, every kind agreed. What is not known here is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from yimi.engine.catalogue import Catalogue
from yimi.engine.errors import ExpressionError, Where
from yimi.engine.expressions import calls, literals
from yimi.engine.expressions.fitting import align, codes_of, fit
from yimi.engine.expressions.parsing import parse, position
from yimi.engine.expressions.scope import Scope
from yimi.engine.expressions.tokens import CALL
from yimi.engine.expressions.tree import (
    Arithmetic,
    Both,
    Call,
    Choice,
    ColumnOf,
    Compare,
    Either,
    IsUnknown,
    Literal,
    Node,
    Not,
    OneOf,
    children_of,
)
from yimi.engine.kinds import NAMES, NUMBERS, Kind, common

_COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_ARITHMETIC: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
#: Nodes in a whole tree, shorthands expanded.
LARGEST_TREE = 4_000


def check(
    text: str,
    catalogue: Catalogue,
    fact: str,
    *,
    parameters: Mapping[str, Kind] | None = None,
    kind: Kind | None = Kind.BOOL,
) -> Node:
    """The checked tree of ``text`` over ``fact``; ``kind`` is what it must be (None: any).

    Raises :class:`ExpressionError` with line and column.

    >>> from yimi.engine.catalogue import load_catalogue
    >>> check("isued_on > '2022-01-01'", load_catalogue(), "certificate")
    Traceback (most recent call last):
    yimi.engine.errors.ExpressionError: 第 1 行第 1 字：“职业资格证书”（certificate）没有“isued_on”这一列。您是不是想写“issued_on”？（unknown_column）
    """
    scope = Scope(catalogue, catalogue.fact(fact), text, parameters or {})
    node = build(parse(text), scope)
    if kind is not None:
        node = fit(node, kind, {}, Where(line=1, column=1), what="整个表达式")
    return node


def build(source: exp.Expr, scope: Scope) -> Node:
    """Our node for ``source``."""
    maker = _MAKERS.get(type(source))
    if maker is None:
        raise ExpressionError(
            "not_allowed",
            "这里的写法不在表达式里。请用列名、比较、and/or/not、in、between、case 和规定的函数。",
            spot(source, scope),
            word=type(source).__name__,
        )
    node = maker(source, scope)
    if size_exceeds(node, LARGEST_TREE):
        raise ExpressionError("too_long", "表达式展开后太大。请拆成几条条件。", spot(source, scope))
    return node


def size_exceeds(node: Node, most: int) -> bool:
    """Whether the tree has more than ``most`` nodes; stops counting there."""
    pending, seen = [node], 0
    while pending and seen <= most:
        seen += 1
        pending.extend(children_of(pending.pop()))
    return seen > most


def spot(source: exp.Expr, scope: Scope) -> Where:
    """Where ``source`` is, or where the shorthand is used that it comes from."""
    return scope.call or position(source, scope.text)


def condition(source: exp.Expr, scope: Scope) -> Node:
    """A node that must be true or false."""
    return fit(build(source, scope), Kind.BOOL, {}, spot(source, scope))


def _column(source: exp.Expr, scope: Scope) -> Node:
    parts = [part.name for part in source.parts]  # type: ignore[attr-defined]
    where = spot(source, scope)
    if len(parts) == 1:
        if parts[0] in scope.arguments:
            return scope.arguments[parts[0]]
        short = scope.fact.shorthands.get(parts[0])
        if short and not short.arguments and parts[0] not in scope.fact.columns:
            return calls.expand(short, [], scope, where)
    path, name = tuple(parts[:-1]), parts[-1]
    column = scope.column(path, name, where)
    return ColumnOf(column.kind, path, name, column.nullable)


def _joined(source: exp.Expr, scope: Scope) -> Node:
    wanted, made = (exp.And, Both) if isinstance(source, exp.And) else (exp.Or, Either)
    pending, items = [source], []
    while pending:
        part = pending.pop()
        if isinstance(part, wanted):
            pending += [part.expression, part.this]
        else:
            items.append(condition(part, scope))
    return made(Kind.BOOL, tuple(items))


def _not(source: exp.Expr, scope: Scope) -> Node:
    return Not(Kind.BOOL, condition(source.this, scope))


def _compare(source: exp.Expr, scope: Scope) -> Node:
    op = _COMPARISONS[type(source)]
    left, right = build(source.this, scope), build(source.expression, scope)
    left, right = align(left, right, scope, spot(source, scope), ordered=op not in {"=", "<>"})
    return Compare(Kind.BOOL, op, left, right)


def _between(source: exp.Expr, scope: Scope) -> Node:
    if source.args.get("symmetric"):
        raise ExpressionError("not_allowed", "between 只有一种写法。", spot(source, scope))
    sides = []
    for op, bound in ((">=", source.args["low"]), ("<=", source.args["high"])):
        item, limit = build(source.this, scope), build(bound, scope)
        item, limit = align(item, limit, scope, spot(source, scope), ordered=True)
        sides.append(Compare(Kind.BOOL, op, item, limit))
    return Both(Kind.BOOL, tuple(sides))


def _one_of(source: exp.Expr, scope: Scope) -> Node:
    where = spot(source, scope)
    values = source.args.get("expressions") or []
    if not values or any(source.args.get(key) for key in ("query", "unnest", "field")):
        raise ExpressionError("not_allowed", "in 后面要是写出来的值：in ('a', 'b')。", where)
    item, literals = build(source.this, scope), []
    for value in values:
        literal = build(value, scope)
        if not isinstance(literal, Literal):
            raise ExpressionError("not_allowed", "in 后面只能是写出来的值。", spot(value, scope))
        literals.append(align(item, literal, scope, spot(value, scope), ordered=False)[1])
    fitted = fit(item, literals[0].kind, codes_of(item, scope), where)
    return OneOf(Kind.BOOL, fitted, tuple(literals))  # type: ignore[arg-type]


def _is(source: exp.Expr, scope: Scope) -> Node:
    item, what = build(source.this, scope), source.expression
    if isinstance(what, exp.Null):
        return IsUnknown(Kind.BOOL, item)
    if isinstance(what, exp.Boolean) and item.kind == Kind.BOOL:
        settled = Call(Kind.BOOL, "coalesce", (item, Literal(Kind.BOOL, not what.this)))
        return settled if what.this else Not(Kind.BOOL, settled)
    raise ExpressionError("not_allowed", "is 后面只能是 null、true、false。", spot(source, scope))


def _choice(source: exp.Expr, scope: Scope) -> Node:
    where = spot(source, scope)
    if source.this is not None:
        raise ExpressionError("not_allowed", "请写 case when 条件 then 值 else 值 end。", where)
    branches = [
        (condition(part.this, scope), build(part.args["true"], scope))
        for part in source.args["ifs"]
    ]
    default = source.args.get("default")
    otherwise = build(default, scope) if default is not None else Literal(Kind.NOTHING, None)
    kind = Kind.NOTHING
    for value in [value for _, value in branches] + [otherwise]:
        found = common(kind, value.kind)
        if found is None:
            raise ExpressionError(
                "kinds_differ", f"case 的结果有{NAMES[kind]}也有{NAMES[value.kind]}。", where
            )
        kind = found
    fitted = tuple((test, fit(value, kind, {}, where)) for test, value in branches)
    return Choice(kind, fitted, fit(otherwise, kind, {}, where))


def _arithmetic(source: exp.Expr, scope: Scope) -> Node:
    op, where = _ARITHMETIC[type(source)], spot(source, scope)
    left, right = build(source.this, scope), build(source.expression, scope)
    if Kind.DATE in (left.kind, right.kind):
        raise ExpressionError("date_arithmetic", "日期请用 add_months 或 add_days 推算。", where)
    kind = common(left.kind, right.kind)
    measured = [side.kind for side in (left, right) if side.kind != Kind.INT]
    if kind not in NUMBERS or (op == "*" and len(measured) > 1):
        raise ExpressionError(
            "kinds_differ",
            f"{NAMES[left.kind]}和{NAMES[right.kind]}不能这样计算。",
            where,
        )
    return Arithmetic(kind, op, left, right)


def _call(source: exp.Expr, scope: Scope) -> Node:
    name = str(source.this)
    if not name.startswith(CALL):
        raise ExpressionError("not_allowed", f"这里不能用“{name}”。", spot(source, scope))
    return calls.call(name.removeprefix(CALL), source.expressions, scope, spot(source, scope))


def _inner(source: exp.Expr, scope: Scope) -> Node:
    return build(source.this, scope)


_MAKERS: Mapping[type[exp.Expr], Callable[[exp.Expr, Scope], Node]] = {
    exp.Literal: literals.literal_of,
    exp.Boolean: lambda source, _: Literal(Kind.BOOL, bool(source.this)),
    exp.Null: lambda _source, _scope: Literal(Kind.NOTHING, None),
    exp.Neg: literals.negative_of,
    exp.Cast: literals.date_of,
    exp.Placeholder: literals.day_of,
    exp.Column: _column,
    exp.And: _joined,
    exp.Or: _joined,
    exp.Not: _not,
    exp.Between: _between,
    exp.In: _one_of,
    exp.Is: _is,
    exp.Case: _choice,
    exp.Anonymous: _call,
    exp.Paren: _inner,
    **dict.fromkeys(_COMPARISONS, _compare),
    **dict.fromkeys(_ARITHMETIC, _arithmetic),
}
