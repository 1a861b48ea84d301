"""Facts laid ready for rules: one row per subject, so that deciding is one scan without joins or texts.

The contract with a store of facts. For one day, and for the rules it is asked for, ``Prepared`` names what they rest on: columns of the subject, columns of its parents (``household.income_month_fen``), whole quantifiers over its children (statuses,
relatives) and questions about places. Each becomes one column of a table ``<fact>_prepared``, beside ``key`` and ``place``:

- true, false or unknown: BOOLEAN;
- a code: a small whole number, its place among the codes that the rules name, counted from 1; 0 is any other code;
- days, numbers, money: as they are.

Thresholds, amounts, ages, windows and all logic stay with the rules: the table serves every version that asks the same facts,
as long as the day is the same. After a change in a family only its rows are made again (``only``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from yimi.engine.backends import Backend
from yimi.engine.backends.build import case, is_null, paren
from yimi.engine.backends.pieces import literal
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import Catalogue, Column, Fact
from yimi.engine.expressions import tree
from yimi.engine.expressions.simplify import settle, simplify
from yimi.engine.expressions.tree import (
    ColumnOf,
    Compare,
    Literal,
    Node,
    OneOf,
    OneOfSmall,
    Quantifier,
    rebuilt,
)
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings
from yimi.engine.rules.bits import WORD, own_column
from yimi.engine.rules.decisions import bindings_of
from yimi.engine.rules.definitions import RuleSet

#: A code is compared with written codes only; then its place in the list says as much.
_CODES = (Kind.CODE, Kind.TEXT)


class Prepared:
    """What a rule set asks of ``subject`` on a day, as columns; ``fact`` describes the table that holds them.

    For several rule sets, or two versions of one, prepare what :func:`yimi.engine.rules.merging.merged` makes of them.
    ``besides`` are more questions that the table shall answer.
    """

    def __init__(
        self,
        rules: RuleSet,
        subject: str,
        catalogue: Catalogue,
        bindings: Bindings,
        besides: Sequence[Node] = (),
    ) -> None:
        self.source, self.day = catalogue.fact(subject), bindings.as_of
        self.bindings = bindings_of(rules, bindings)
        asked = [
            asked_of(rules, node, subject, catalogue, self.bindings)
            for node in [*nodes_of(rules, subject), *besides]
        ]
        self._codes = _codes_named(asked)
        leaves = dict.fromkeys(leaf for node in asked for leaf in _leaves(node))
        self.columns: dict[Node, Column] = {
            leaf: self._column(leaf, f"q{number}") for number, leaf in enumerate(leaves, 1)
        }
        self.fact = self._describe(catalogue)
        self.catalogue = Catalogue({**catalogue.facts, self.fact.name: self.fact})

    def statement(self, backend: Backend, *, only: Sequence[str] = ()) -> exp.Select:
        """The SELECT that fills the table from the facts as they are; ``only`` limits it to some keys."""
        builder = SelectBuilder(Plan(self.catalogue, self.bindings, backend.dialect), self.source)
        outputs = {"key": builder.own(self.source.key)}
        if self.source.place:
            outputs["place"] = builder.own(self.source.place)
        for leaf in self.columns:
            outputs[self.columns[leaf].name] = builder.value(leaf)
        where = None
        if only:
            keys = [literal(key) for key in only]
            where = exp.In(this=builder.own(self.source.key), expressions=keys)
        answers = builder.build(outputs, where)
        numbered = {
            column.name: _number_of(own_column(column.name), self._codes[leaf])
            for leaf, column in self.columns.items()
            if leaf in self._codes
        }
        names = [
            exp.alias_(numbered[name], name, quoted=True) if name in numbered else own_column(name)
            for name in outputs
        ]
        return exp.select(*names).from_(answers.subquery("answers", copy=False), copy=False)

    def rewrite(self, node: Node) -> Node:
        """``node``, simplified, as an equal question to the table. Raises KeyError for what was not prepared."""
        if node in self.columns:
            column = self.columns[node]
            return ColumnOf(column.kind, (), column.name, column.nullable)
        if isinstance(node, (Compare, OneOf)):
            leaf = node.left if isinstance(node, Compare) else node.item
            if leaf in self._codes:
                return self._with_numbers(node, self._codes[leaf])
        return rebuilt(node, self.rewrite)

    def _with_numbers(self, node: Compare | OneOf, codes: Mapping[Any, int]) -> Node:
        if isinstance(node, OneOf):
            numbers = tuple(Literal(Kind.INT, codes[value.value]) for value in node.values)
            made = OneOfSmall if max(codes.values()) < WORD else OneOf
            return made(node.kind, self.rewrite(node.item), numbers)
        assert isinstance(node.right, Literal)  # noqa: S101 - only such nodes are given numbers
        number = Literal(Kind.INT, codes[node.right.value])
        return Compare(node.kind, node.op, self.rewrite(node.left), number)

    def _column(self, leaf: Node, name: str) -> Column:
        kind = Kind.INT if leaf in self._codes else leaf.kind
        return Column(name, kind, name, name, leaf.can_be_unknown)

    def _describe(self, catalogue: Catalogue) -> Fact:
        """The table as a fact: key, place, one column per question; nothing hangs on it."""
        source = self.source
        columns = {"key": replace(source.columns[source.key], name="key")}
        if source.place:
            columns["place"] = replace(source.columns[source.place], name="place")
        columns |= {column.name: column for column in self.columns.values()}
        return Fact(
            f"{source.name}_prepared", source.zh, source.en, source.row, "key",
            "place" if source.place else "", source.complete, columns, {}, {}, {},
        )  # fmt: skip


def asked_of(
    rules: RuleSet, node: Node, subject: str, catalogue: Catalogue, bindings: Bindings
) -> Node:
    """What ``node`` of a rule set asks for, its shared parameters written out: equal questions become equal trees."""
    fact = catalogue.fact(subject)
    return simplify(settle(node, fact, catalogue, bindings, rules.pack.prefix), bindings)


def nodes_of(rules: RuleSet, subject: str) -> list[Node]:
    """Every tree of the benefits on ``subject``: conditions, who receives, values."""
    found: list[Node] = []
    for benefit in rules.of_subject(subject):
        found += [condition.tree for condition in benefit.conditions]
        found += [benefit.receiving] if benefit.receiving is not None else []
        found += benefit.values.values()
    return found


def _is_leaf(node: Node) -> bool:
    """What the table answers: columns, quantifiers, and questions about places, which are long texts."""
    if isinstance(node, (ColumnOf, Quantifier)):
        return True
    if isinstance(node, tree.Call) and node.name == "same_region":
        return True
    return isinstance(node, Compare) and node.left.kind == Kind.REGION


def _leaves(node: Node) -> Iterator[Node]:
    if _is_leaf(node):
        yield node
        return
    for child in tree.children_of(node):
        yield from _leaves(child)


def _codes_named(nodes: Sequence[Node]) -> dict[Node, dict[Any, int]]:
    """By leaf that is a code, the written codes it is compared with, numbered; leaves used otherwise are left out."""
    named: dict[Node, dict[Any, int]] = {}
    otherwise: set[Node] = set()

    def look(node: Node) -> None:
        parts = list(tree.children_of(node))
        if isinstance(node, OneOf) or (
            isinstance(node, Compare) and isinstance(node.right, Literal)
        ):
            item = node.item if isinstance(node, OneOf) else node.left
            values = node.values if isinstance(node, OneOf) else (node.right,)
            if _is_leaf(item) and item.kind in _CODES:
                codes = named.setdefault(item, {})
                for value in values:
                    codes.setdefault(value.value, len(codes) + 1)  # type: ignore[attr-defined]
                parts = []
        for part in parts:
            if _is_leaf(part):
                otherwise.add(part)
            else:
                look(part)

    for node in nodes:
        if not _is_leaf(node):
            look(node)
    return {leaf: codes for leaf, codes in named.items() if leaf not in otherwise}


def _number_of(column: exp.Expr, codes: Mapping[Any, int]) -> exp.Expr:
    """A code as its number; SMALLINT, for a list may be long."""
    branches: list[tuple[exp.Expr, exp.Expr]] = [(is_null(column), exp.Null())]
    for code, number in codes.items():
        test = exp.EQ(this=paren(column.copy()), expression=literal(code))
        branches.append((test, literal(number)))
    return exp.cast(case(*branches, otherwise=literal(0)), "SMALLINT")
