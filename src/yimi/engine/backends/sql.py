"""From checked trees to one SELECT: parents become joins, children one grouped join each, everything else a column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count

from sqlglot import exp

from yimi.engine.backends import Dialect
from yimi.engine.backends.build import all_of, any_of, case, is_null, paren, wide
from yimi.engine.backends.functions import call_sql
from yimi.engine.backends.pieces import (
    known_place,
    literal,
    pairs,
    source,
    value_table,
    whole,
)
from yimi.engine.backends.quantifiers import ChildJoin, fold_sql
from yimi.engine.catalogue import Catalogue, Fact
from yimi.engine.expressions import tree
from yimi.engine.parameters import Bindings, only_value
from yimi.engine.regions import LENGTHS


class Plan:
    """What the parts of one statement share: catalogue, days, dialect, and the count of aliases."""

    def __init__(self, catalogue: Catalogue, bindings: Bindings, dialect: Dialect) -> None:
        self.catalogue, self.bindings, self.dialect = catalogue, bindings, dialect
        self._numbers = count(1)

    def alias(self, letter: str) -> str:
        """A new table alias."""
        return f"{letter}{next(self._numbers)}"


class SelectBuilder:
    """One SELECT over one fact. Ask for ``value(node)`` of every output, then ``build`` it."""

    def __init__(self, plan: Plan, fact: Fact) -> None:
        self.plan, self.fact = plan, fact
        self.alias = plan.alias("t")
        self._joins: list[exp.Join] = []
        self._parents: dict[tuple[str, ...], str] = {(): self.alias}
        self._children: dict[tuple[tuple[str, ...], str], ChildJoin] = {}
        self._parameters: dict[tuple[str, date], exp.Expr] = {}

    def value(self, node: tree.Node) -> exp.Expr:
        """The SQL of ``node``."""
        maker = getattr(self, f"_{type(node).__name__.lower()}")
        made: exp.Expr = maker(node)
        return made

    def own(self, name: str) -> exp.Expr:
        """A column of the row itself."""
        return exp.column(name, table=self.alias, quoted=True)

    def build(self, outputs: Mapping[str, exp.Expr], where: exp.Expr | None = None) -> exp.Select:
        """``SELECT outputs FROM fact JOIN … WHERE where``."""
        select = exp.select(*[exp.alias_(sql, name, quoted=True) for name, sql in outputs.items()])
        select = select.from_(source(self.fact.name, self.alias), copy=False)
        for child in self._children.values():
            child.finish()
        for join in self._joins:
            select = select.join(join, copy=False)
        return select.where(where, copy=False) if where is not None else select

    # one method a node

    def _literal(self, node: tree.Literal) -> exp.Expr:
        return literal(node.value)

    def _day(self, node: tree.Day) -> exp.Expr:
        return literal(self.plan.bindings.day(node.name))

    def _columnof(self, node: tree.ColumnOf) -> exp.Expr:
        return exp.column(node.name, table=self._parent(node.path), quoted=True)

    def _not(self, node: tree.Not) -> exp.Expr:
        return exp.Not(this=paren(self.value(node.item)))

    def _both(self, node: tree.Both) -> exp.Expr:
        return all_of([paren(self.value(item)) for item in node.items])

    def _either(self, node: tree.Either) -> exp.Expr:
        return any_of([paren(self.value(item)) for item in node.items])

    def _compare(self, node: tree.Compare) -> exp.Expr:
        makers = {
            "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
        }  # fmt: skip
        left, right = (paren(self.value(side)) for side in (node.left, node.right))
        return makers[node.op](this=left, expression=right)

    def _isunknown(self, node: tree.IsUnknown) -> exp.Expr:
        return exp.Is(this=paren(self.value(node.item)), expression=exp.Null())

    def _oneof(self, node: tree.OneOf) -> exp.Expr:
        values = [literal(value.value) for value in node.values]
        return exp.In(this=paren(self.value(node.item)), expressions=values)

    def _oneofsmall(self, node: tree.OneOfSmall) -> exp.Expr:
        numbers = {value.value for value in node.values if isinstance(value.value, int)}
        bits = literal(sum(1 << number for number in numbers))
        shifted = exp.BitwiseRightShift(this=wide(bits), expression=paren(self.value(node.item)))
        bit = exp.BitwiseAnd(this=exp.Paren(this=shifted), expression=literal(1))
        return exp.EQ(this=exp.Paren(this=bit), expression=literal(1))

    def _choice(self, node: tree.Choice) -> exp.Expr:
        branches: list[tuple[exp.Expr, exp.Expr]] = []
        ends_unknown = isinstance(node.otherwise, tree.Literal) and node.otherwise.value is None
        for number, (test, value) in enumerate(node.branches, 1):
            sql = self.value(test)
            # an unknown last test falls through to an unknown value anyway
            if test.can_be_unknown and not (ends_unknown and number == len(node.branches)):
                branches.append((is_null(sql), exp.Null()))
            branches.append((sql, self.value(value)))
        return case(*branches, otherwise=self.value(node.otherwise))

    def _arithmetic(self, node: tree.Arithmetic) -> exp.Expr:
        makers = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}
        sides = [whole(side, self.value(side)) for side in (node.left, node.right)]
        return exp.Paren(this=makers[node.op](this=sides[0], expression=sides[1]))

    def _call(self, node: tree.Call) -> exp.Expr:
        arguments = [self.value(argument) for argument in node.arguments]
        return call_sql(node.name, arguments, self.plan.dialect)

    def _quantifier(self, node: tree.Quantifier) -> exp.Expr:
        child = self._child(node)
        return fold_sql(node, child, self._own_keys(node))

    def _parameter(self, node: tree.Parameter) -> exp.Expr:
        day = self.plan.bindings.day(node.on)
        if (node.name, day) not in self._parameters:
            self._parameters[node.name, day] = self._join_parameter(node.name, day)
        return self._parameters[node.name, day].copy()

    # joins

    def _parent(self, path: tuple[str, ...]) -> str:
        if path not in self._parents:
            above = self._parent(path[:-1])
            link = self._fact_at(path[:-1]).parents[path[-1]]
            alias = self.plan.alias("p")
            self._parents[path] = alias
            self._join(source(link.fact, alias), pairs(link, above, alias))
        return self._parents[path]

    def _fact_at(self, path: tuple[str, ...]) -> Fact:
        fact = self.fact
        for step in path:
            fact = self.plan.catalogue.fact(fact.parents[step].fact)
        return fact

    def _child(self, node: tree.Quantifier) -> ChildJoin:
        key = (node.path, node.child)
        if key not in self._children:
            above = self._parent(node.path)
            link = self._fact_at(node.path).children[node.child]
            inside = SelectBuilder(self.plan, self.plan.catalogue.fact(link.fact))
            child = ChildJoin(inside, link, self.plan.alias("c"))
            self._children[key] = child
            self._join(child.source, pairs(link, above, child.alias))
        return self._children[key]

    def _own_keys(self, node: tree.Quantifier) -> list[exp.Expr]:
        """The own columns of the link where they can be unknown."""
        if not (node.path or node.keys_can_be_unknown):
            return []
        alias, link = self._parent(node.path), self._fact_at(node.path).children[node.child]
        return [exp.column(own, table=alias, quoted=True) for own, _ in link.on]

    def _join(self, this: exp.Expr, on: exp.Expr) -> None:
        self._joins.append(exp.Join(this=this, on=on, side="LEFT"))

    def _join_parameter(self, name: str, day: date) -> exp.Expr:
        """One small joined table per level that sets the parameter, nearest first; a value for all is written out."""
        values = self.plan.bindings.parameters.in_force(name, day)
        place = self.own(self.fact.place)
        settled = only_value(values_of := {p: v.value for p, v in values.items()}, "")
        if settled is not None:
            return known_place(place, literal(settled))
        found: list[exp.Expr] = []
        for length in (*reversed(LENGTHS), 0):
            level = {p: v for p, v in values_of.items() if len(p) == length}
            if not level:
                continue
            if length == 0:
                found.append(literal(level[""]))
                continue
            alias = self.plan.alias("v")
            cut = exp.Anonymous(
                this="SUBSTRING", expressions=[place.copy(), literal(1), literal(length)]
            )
            key = exp.column("place", table=alias, quoted=True)
            self._join(value_table(level, alias), exp.EQ(this=cut, expression=key))
            found.append(exp.column("amount", table=alias, quoted=True))
        if not found:
            return exp.Null()
        chosen = exp.Coalesce(this=found[0], expressions=found[1:]) if found[1:] else found[0]
        return known_place(place, chosen)
