"""The same question, asked so that a column can answer it without arithmetic. Backends use it; the reference does not need to.

``age_on(birth_on, :as_of) >= 80`` is ``birth_on <= add_months(:as_of, -960)``: the latest day of birth of someone who is 80.
A test over ``case`` goes into its branches.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from yimi.engine.calendar import add_months
from yimi.engine.expressions.tree import (
    Call,
    Choice,
    Compare,
    Day,
    Literal,
    Node,
)
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings

_MIRROR = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def simplify(node: Node, bindings: Bindings) -> Node:
    """An equal tree that is cheaper to compute."""
    changed: dict[str, Any] = {}
    for spec in fields(node):
        value = getattr(node, spec.name)
        simpler = _inside(value, bindings)
        if simpler is not value:
            changed[spec.name] = simpler
    node = replace(node, **changed) if changed else node
    return _compare(node, bindings) if isinstance(node, Compare) else node


def _inside(value: Any, bindings: Bindings) -> Any:
    if isinstance(value, Node):
        return simplify(value, bindings)
    if isinstance(value, tuple) and any(isinstance(item, (Node, tuple)) for item in value):
        return tuple(_inside(item, bindings) for item in value)
    return value


def _compare(node: Compare, bindings: Bindings) -> Node:
    if isinstance(node.left, Literal) and not isinstance(node.right, Literal):
        node = Compare(node.kind, _MIRROR[node.op], node.right, node.left)
    if not isinstance(node.right, Literal):
        return node
    if isinstance(node.left, Choice):
        return _into_branches(node, node.left, bindings)
    if isinstance(node.left, Call) and node.left.name == "age_on" and node.op not in {"=", "<>"}:
        return _birthday(node, node.left, bindings)
    return node


def _into_branches(node: Compare, choice: Choice, bindings: Bindings) -> Node:
    def test(value: Node) -> Node:
        if isinstance(value, Literal) and value.value is None:
            return Literal(Kind.BOOL, None)
        return _compare(Compare(Kind.BOOL, node.op, value, node.right), bindings)

    branches = tuple((when, test(value)) for when, value in choice.branches)
    return Choice(Kind.BOOL, branches, test(choice.otherwise))


def _birthday(node: Compare, call: Call, bindings: Bindings) -> Node:
    """Age tests against a fixed day become tests of the date of birth."""
    born, day = call.arguments
    fixed: date | None = None
    if isinstance(day, Day):
        fixed = bindings.day(day.name)
    elif isinstance(day, Literal) and isinstance(day.value, date):
        fixed = day.value
    years = node.right.value if isinstance(node.right, Literal) else None
    if fixed is None or not isinstance(years, int):
        return node
    # age > n and age <= n ask for the birthday of n + 1
    years += node.op in {">", "<="}
    try:
        latest = Literal(Kind.DATE, add_months(fixed, -12 * years))
    except OverflowError:
        return node
    return Compare(Kind.BOOL, "<=" if node.op in {">=", ">"} else ">", born, latest)
