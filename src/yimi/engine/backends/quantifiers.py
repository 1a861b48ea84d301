"""Children in SQL: all quantifiers over one child are columns of one grouped join. The truth table is :mod:`yimi.engine.truth`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from yimi.engine.backends.build import all_of, any_of, case, is_null, number, paren, wide
from yimi.engine.catalogue import Link
from yimi.engine.expressions import tree

if TYPE_CHECKING:
    from yimi.engine.backends.sql import SelectBuilder


@dataclass(frozen=True)
class Aggregate:
    """One column of a child: how to make it from the condition's SQL. ``every_row``: rows where it is false matter too."""

    condition: tree.Node
    make: Callable[[exp.Expr], exp.Expr]
    every_row: bool = False


class ChildJoin:
    """``LEFT JOIN (SELECT keys, aggregates FROM child WHERE … GROUP BY keys)``; equal aggregates are made once.

    What all conditions share, and cannot be unknown, is tested once for the row: a row that fails it adds to nothing.
    """

    def __init__(self, inside: SelectBuilder, link: Link, alias: str) -> None:
        self.inside, self.link, self.alias = inside, link, alias
        self._made: dict[Hashable, str] = {}
        self._aggregates: dict[str, Aggregate] = {}
        self.source = exp.Subquery(alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))

    def aggregate(self, key: Hashable, aggregate: Aggregate) -> exp.Expr:
        """The joined column that holds ``aggregate`` of the group; equal keys mean equal aggregates."""
        if key not in self._made:
            name = f"a{len(self._made) + 1}"
            self._made[key], self._aggregates[name] = name, aggregate
        return exp.column(self._made[key], table=self.alias, quoted=True)

    def finish(self) -> None:
        """Write the inner SELECT, once every aggregate is known."""
        keys = [theirs for _, theirs in self.link.on]
        shared = self._shared()
        outputs = {key: self.inside.own(key) for key in keys}
        for name, aggregate in self._aggregates.items():
            rest = [part for part in parts_of(aggregate.condition) if part not in shared]
            tests = [paren(self.inside.value(part)) for part in rest]
            outputs[name] = aggregate.make(all_of(tests) if tests else exp.Boolean(this=True))
        where = all_of([paren(self.inside.value(part)) for part in shared]) if shared else None
        inner = self.inside.build(outputs, where)
        self.source.set("this", inner.group_by(*[self.inside.own(key) for key in keys], copy=False))

    def _shared(self) -> list[tree.Node]:
        aggregates = list(self._aggregates.values())
        if any(aggregate.every_row for aggregate in aggregates):
            return []
        first, *others = [parts_of(aggregate.condition) for aggregate in aggregates]
        return [
            part
            for part in first
            if not part.can_be_unknown and all(part in other for other in others)
        ]


def parts_of(condition: tree.Node) -> list[tree.Node]:
    """What a condition joins with *and*, flat."""
    if isinstance(condition, tree.Both):
        return [part for item in condition.items for part in parts_of(item)]
    return [condition]


def fold_sql(node: tree.Quantifier, child: ChildJoin, own_keys: list[exp.Expr]) -> exp.Expr:
    """The value of a quantifier, from the aggregates of its child."""
    if node.name in {"any", "all"}:
        result = _truth(node, child)
    elif node.name == "count":
        result = _count(node, child)
    else:
        result = _folded(node, child)
    if not own_keys:
        return result
    return case((any_of([is_null(key) for key in own_keys]), exp.Null()), otherwise=result)


def _truth(node: tree.Quantifier, child: ChildJoin) -> exp.Expr:
    """Each row is 2 (true), 1 (unknown) or 0 (false): ``any`` takes the greatest, ``all`` the least."""
    can, is_any = node.condition.can_be_unknown, node.name == "any"

    def rows(truth: exp.Expr) -> exp.Expr:
        doubt = [(is_null(truth), number(1))] if can else []
        ranks = case((truth, number(2)), *doubt, otherwise=number(0))
        return exp.Max(this=ranks) if is_any else exp.Min(this=ranks)

    found = child.aggregate(
        (node.name, node.condition), Aggregate(node.condition, rows, every_row=not is_any)
    )
    # no rows: any is false, all is true; an incomplete child adds one unknown row
    empty = (0 if is_any else 2) if node.complete else 1
    value = exp.Coalesce(this=found, expressions=[number(empty)])
    if node.complete and not can:
        return exp.Paren(this=exp.EQ(this=value, expression=number(2)))
    decided = exp.EQ(this=value, expression=number(2 if is_any else 0))
    first = (decided, exp.Boolean(this=is_any))
    if not node.complete:
        return case(first, otherwise=exp.Null())
    doubtful = exp.EQ(this=value.copy(), expression=number(1))
    return case(first, (doubtful, exp.Null()), otherwise=exp.Boolean(this=not is_any))


def _count(node: tree.Quantifier, child: ChildJoin) -> exp.Expr:
    counting = Aggregate(node.condition, _sum_of)
    counted = _at_least_nothing(child.aggregate(("count", node.condition), counting))
    return _unless_unknown(node, child, counted)


def _folded(node: tree.Quantifier, child: ChildJoin) -> exp.Expr:
    value = node.value
    assert value is not None  # noqa: S101 - the checker gives min, max and sum a value

    def rows(truth: exp.Expr) -> exp.Expr:
        kept = case((truth, child.inside.value(value)), otherwise=exp.Null())
        makers: Mapping[str, type[exp.AggFunc]] = {
            "min": exp.Min,
            "max": exp.Max,
            "sum": exp.Sum,
        }
        folded: exp.Expr = makers[node.name](this=kept)
        return wide(folded) if node.name == "sum" else folded

    result = child.aggregate((node.name, node.condition, value), Aggregate(node.condition, rows))
    if node.name == "sum":
        result = _at_least_nothing(result)
    return _unless_unknown(node, child, result)


def _unless_unknown(node: tree.Quantifier, child: ChildJoin, result: exp.Expr) -> exp.Expr:
    """``result``, or unknown when a row's condition, or a chosen row's value, is."""
    value = node.value
    of_value = value is not None and value.can_be_unknown
    if not (node.condition.can_be_unknown or of_value):
        return result

    def rows(truth: exp.Expr) -> exp.Expr:
        doubts = [is_null(truth)] if node.condition.can_be_unknown else []
        if value is not None and of_value:
            doubts.append(all_of([paren(truth), is_null(child.inside.value(value))]))
        return _sum_of(any_of(doubts))

    doubts = child.aggregate(
        ("unknown", node.condition, value if of_value else None), Aggregate(node.condition, rows)
    )
    doubtful = exp.GT(this=_at_least_nothing(doubts), expression=number(0))
    return case((doubtful, exp.Null()), otherwise=result)


def _sum_of(test: exp.Expr) -> exp.Expr:
    return wide(exp.Sum(this=case((test, number(1)), otherwise=number(0))))


def _at_least_nothing(sql: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=sql, expressions=[number(0)])
