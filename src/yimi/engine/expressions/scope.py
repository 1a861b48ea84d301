"""What names mean at a spot of an expression: the fact, the parameters, the arguments of a shorthand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from yimi.engine.catalogue import Catalogue, Column, Fact, Link
from yimi.engine.errors import ExpressionError, Where, nearest
from yimi.engine.expressions.tree import ColumnOf, Node, Parameter, Quantifier, walk
from yimi.engine.kinds import Kind

#: Quantifiers within quantifiers.
DEEPEST_CHILD = 2


@dataclass(frozen=True)
class Scope:
    """``text`` is what the author wrote; ``call`` is set while a shorthand is expanded, so that errors point at its use."""

    catalogue: Catalogue
    fact: Fact
    text: str
    parameters: Mapping[str, Kind]
    arguments: Mapping[str, Node] = field(default_factory=dict)
    call: Where | None = None
    depth: int = 0
    expanding: tuple[str, ...] = ()

    def of_child(self, fact: Fact) -> Scope:
        """The scope of a quantifier's condition: the child's columns only, arguments only if they are constant."""
        constant = {name: node for name, node in self.arguments.items() if is_constant(node)}
        return replace(self, fact=fact, arguments=constant, depth=self.depth + 1)

    def parent(self, path: tuple[str, ...], where: Where) -> Fact:
        """The fact that ``path`` leads to from here."""
        fact = self.fact
        for step in path:
            if step not in fact.parents:
                raise ExpressionError(
                    "unknown_parent",
                    f"“{fact.zh}”（{fact.name}）没有上级“{step}”。{nearest(step, fact.parents)}",
                    where,
                    name=step,
                )
            fact = self.catalogue.fact(fact.parents[step].fact)
        return fact

    def column(self, path: tuple[str, ...], name: str, where: Where) -> Column:
        """The column that ``path.name`` means."""
        fact = self.parent(path, where)
        if name in fact.columns:
            return fact.columns[name]
        if name in fact.children:
            hint = f"“{name}”是子表：请用 any({name}, 条件) 一类的写法。"
        elif self.depth:
            hint = f"子表条件里只能用“{fact.zh}”的列。{nearest(name, fact.columns)}"
        else:
            names = [*fact.columns, *fact.shorthands, *self.arguments]
            hint = nearest(name, names)
        raise ExpressionError(
            "unknown_column",
            f"“{fact.zh}”（{fact.name}）没有“{name}”这一列。{hint}",
            where,
            name=name,
        )

    def child(self, path: tuple[str, ...], name: str, where: Where) -> tuple[Fact, Link]:
        """The fact that owns the link, and the link that ``path.name`` means."""
        if self.depth >= DEEPEST_CHILD:
            raise ExpressionError(
                "too_deep",
                f"子表最多套 {DEEPEST_CHILD} 层。请把里面的部分写成上级表的列。",
                where,
            )
        fact = self.parent(path, where)
        if name not in fact.children:
            raise ExpressionError(
                "unknown_child",
                f"“{fact.zh}”（{fact.name}）没有子表“{name}”。{nearest(name, fact.children)}",
                where,
                name=name,
            )
        return fact, fact.children[name]


def is_constant(node: Node) -> bool:
    """Whether the value is the same for every row of a place and day."""
    return not any(isinstance(part, (ColumnOf, Quantifier)) for part in walk(node))


def depends_on_place(node: Node) -> bool:
    """Whether a parameter is read anywhere in it."""
    return any(isinstance(part, Parameter) for part in walk(node))
