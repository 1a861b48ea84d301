"""The same question, asked so that a column can answer it without arithmetic. Backends use it; the reference does not need to.

``age_on(birth_on, :as_of) >= 80`` is ``birth_on <= add_months(:as_of, -960)``: the latest day of birth of someone who is 80.
A test over ``case`` goes into its branches. ``settle`` writes a parameter as its value where every row has the same one.
"""

from __future__ import annotations

from datetime import date

from yimi.engine.calendar import add_months
from yimi.engine.catalogue import Catalogue, Fact
from yimi.engine.expressions.tree import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Day,
    Literal,
    Node,
    Parameter,
    Quantifier,
    rebuilt,
)
from yimi.engine.kinds import LARGEST, Kind
from yimi.engine.parameters import Bindings, only_value

_MIRROR = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def simplify(node: Node, bindings: Bindings) -> Node:
    """An equal tree that is cheaper to compute."""
    node = rebuilt(node, lambda part: simplify(part, bindings))
    if isinstance(node, Arithmetic):
        return _arithmetic(node)
    return _compare(node, bindings) if isinstance(node, Compare) else node


def settle(node: Node, fact: Fact, catalogue: Catalogue, bindings: Bindings, place: str) -> Node:
    """``node`` over rows of ``fact`` under ``place``, each parameter that they all share written as its value."""
    if isinstance(node, Parameter):
        values = bindings.parameters.in_force(node.name, bindings.day(node.on))
        value = only_value({prefix: found.value for prefix, found in values.items()}, place)
        if value is None or fact.columns[fact.place].nullable:
            return node
        return Literal(node.kind, value)
    if isinstance(node, Quantifier):
        # rows of a child may lie anywhere
        fact, place = catalogue.fact(node.fact), ""

    return rebuilt(node, lambda part: settle(part, fact, catalogue, bindings, place))


def _arithmetic(node: Arithmetic) -> Node:
    """Two written numbers are one, unless it is too large for an engine."""
    left, right = node.left, node.right
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return node
    if not (isinstance(left.value, int) and isinstance(right.value, int)):
        return node
    makers = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}
    value = makers[node.op](left.value, right.value)
    return Literal(node.kind, value) if abs(value) <= LARGEST else node


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
