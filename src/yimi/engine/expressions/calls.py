"""Functions, quantifiers and shorthands: everything written as ``name(…)``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from yimi.engine.catalogue import Shorthand
from yimi.engine.errors import ExpressionError, Where, nearest
from yimi.engine.expressions import checking
from yimi.engine.expressions.fitting import fit, read_region
from yimi.engine.expressions.functions import FUNCTIONS, LARGEST_STEP, QUANTIFIERS, SPECIAL
from yimi.engine.expressions.parsing import parse
from yimi.engine.expressions.scope import Scope, is_constant
from yimi.engine.expressions.tree import (
    Both,
    Call,
    Compare,
    Day,
    Literal,
    Node,
    Parameter,
    Quantifier,
)
from yimi.engine.kinds import NAMES, NUMBERS, Kind, common
from yimi.engine.regions import LENGTHS, bounds


def call(name: str, arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    """The node of ``name(arguments)``."""
    if name in QUANTIFIERS:
        return _quantifier(name, arguments, scope, where)
    if name in FUNCTIONS:
        return _function(name, arguments, scope, where)
    special = {
        "in_region": _in_region,
        "same_region": _same_region,
        "coalesce": _coalesce,
        "param": _parameter,
    }
    if name in special:
        return special[name](arguments, scope, where)
    if name in scope.fact.shorthands:
        return expand(scope.fact.shorthands[name], arguments, scope, where)
    known = [*FUNCTIONS, *SPECIAL, *QUANTIFIERS, *scope.fact.shorthands]
    raise ExpressionError(
        "unknown_function", f"没有函数“{name}”。{nearest(name, known)}", where, name=name
    )


def expand(short: Shorthand, arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    """What a shorthand of the catalogue stands for, its arguments put in."""
    usage = f"{short.name}({', '.join(short.arguments)})"
    _expect_count(arguments, len(short.arguments), usage, where)
    if short.name in scope.expanding:
        raise ExpressionError("endless", f"简写“{short.name}”绕回了自己。", where)
    nodes = [checking.build(argument, scope) for argument in arguments]
    inner = replace(
        scope,
        arguments=dict(zip(short.arguments, nodes, strict=True)),
        call=where,
        expanding=(*scope.expanding, short.name),
    )
    return checking.build(parse(short.means), inner)


def _expect_count(arguments: Sequence[exp.Expr], count: int, usage: str, where: Where) -> None:
    if len(arguments) != count:
        raise ExpressionError(
            "argument_count", f"要 {count} 个参数，写了 {len(arguments)} 个：{usage}。", where
        )


def _function(name: str, arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    function = FUNCTIONS[name]
    _expect_count(arguments, len(function.arguments), function.zh, where)
    nodes = []
    for number, (source, kind) in enumerate(zip(arguments, function.arguments, strict=True)):
        node = fit(checking.build(source, scope), kind, {}, checking.spot(source, scope))
        if number in function.constant and not is_constant(node):
            raise ExpressionError(
                "must_be_constant",
                f"第 {number + 1} 个参数要是写出来的数或 param(…)，不能随行变化：{function.zh}。",
                checking.spot(source, scope),
            )
        if (
            number in function.constant
            and isinstance(node, Literal)
            and abs(int(node.value or 0)) > LARGEST_STEP  # type: ignore[arg-type]
        ):
            raise ExpressionError("too_large", f"步子太大，最多 {LARGEST_STEP}。", where)
        nodes.append(node)
    return Call(function.result, name, tuple(nodes))


def _in_region(arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    _expect_count(arguments, 2, SPECIAL["in_region"], where)
    item = fit(checking.build(arguments[0], scope), Kind.REGION, {}, where, what="第一个参数")
    code = checking.build(arguments[1], scope)
    if not (isinstance(code, Literal) and isinstance(code.value, str)):
        raise ExpressionError("not_allowed", "第二个参数要写出区划代码，如 '4210'。", where)
    low, high = bounds(read_region(code.value, checking.spot(arguments[1], scope)))
    return Both(
        Kind.BOOL,
        (
            Compare(Kind.BOOL, ">=", item, Literal(Kind.REGION, low)),
            Compare(Kind.BOOL, "<=", item, Literal(Kind.REGION, high)),
        ),
    )


def _same_region(arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    _expect_count(arguments, 3, SPECIAL["same_region"], where)
    first, second = (
        fit(checking.build(argument, scope), Kind.REGION, {}, where) for argument in arguments[:2]
    )
    digits = checking.build(arguments[2], scope)
    if not (isinstance(digits, Literal) and digits.value in LENGTHS):
        raise ExpressionError(
            "not_allowed",
            "第三个参数是位数：2、4、6、9 或 12。",
            checking.spot(arguments[2], scope),
        )
    return Call(Kind.BOOL, "same_region", (first, second, digits))


def _coalesce(arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    _expect_count(arguments, 2, SPECIAL["coalesce"], where)
    nodes = [checking.build(argument, scope) for argument in arguments]
    kind = common(nodes[0].kind, nodes[1].kind)
    if Kind.DATE in (nodes[0].kind, nodes[1].kind):
        kind = Kind.DATE
    if kind in (None, Kind.NOTHING):
        raise ExpressionError(
            "kinds_differ",
            f"缺省值与前面不是一类：{NAMES[nodes[0].kind]}和{NAMES[nodes[1].kind]}。",
            where,
        )
    assert kind is not None  # noqa: S101 - for the type checker; refused above
    return Call(kind, "coalesce", tuple(fit(node, kind, {}, where) for node in nodes))


def _parameter(arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    if len(arguments) not in {1, 2}:
        _expect_count(arguments, 1, SPECIAL["param"], where)
    name = checking.build(arguments[0], scope)
    day = checking.build(arguments[1], scope) if len(arguments) == 2 else Day(Kind.DATE, "as_of")
    if not (isinstance(name, Literal) and isinstance(name.value, str) and isinstance(day, Day)):
        raise ExpressionError(
            "not_allowed", "请写 param('名称') 或 param('名称', :period_start)。", where
        )
    if name.value not in scope.parameters:
        raise ExpressionError(
            "unknown_parameter",
            f"没有参数“{name.value}”。{nearest(name.value, scope.parameters)}",
            where,
            name=name.value,
        )
    if not scope.fact.place:
        raise ExpressionError("no_place", f"“{scope.fact.zh}”没有所在地，不能用各地的参数。", where)
    return Parameter(scope.parameters[name.value], name.value, day.name)


def _quantifier(name: str, arguments: Sequence[exp.Expr], scope: Scope, where: Where) -> Node:
    with_value = name in {"min", "max", "sum"}
    most = 3 if with_value else 2
    least = 2 if with_value else 1
    if not least <= len(arguments) <= most or not isinstance(arguments[0], exp.Column):
        raise ExpressionError("argument_count", f"写法是 {QUANTIFIERS[name]}。", where)
    *path, child = [part.name for part in arguments[0].parts]
    owner, link = scope.child(tuple(path), child, where)
    fact = scope.catalogue.fact(link.fact)
    if not fact.complete and name in {"count", "sum"}:
        raise ExpressionError(
            "incomplete_child",
            f"“{fact.zh}”没有记录表示没有问过，数不出来。请用 any、all、max 或 min。",
            where,
        )
    inner = scope.of_child(fact)
    value = checking.build(arguments[1], inner) if with_value else None
    if value is not None and (name == "sum") and value.kind not in NUMBERS:
        raise ExpressionError("kinds_differ", "sum 只能合计数。", where)
    rest = arguments[2 if with_value else 1 :]
    condition = checking.condition(rest[0], inner) if rest else Literal(Kind.BOOL, True)
    kind = value.kind if value is not None else Kind.INT if name == "count" else Kind.BOOL
    return Quantifier(
        kind,
        name,
        tuple(path),
        child,
        link.fact,
        fact.complete,
        any(owner.columns[own].nullable for own, _ in link.on),
        condition,
        value,
    )
