"""The checked form of an expression: small immutable values, each with its kind. Backends read nothing else.

``can_be_unknown`` says whether the value can be missing at all; backends drop work for what cannot.
Two equal trees mean the same, so equal conditions are computed once. Positions do not enter equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from yimi.engine.kinds import Kind

_NAMES: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Node:
    """Anything that has a value."""

    kind: Kind

    @property
    def can_be_unknown(self) -> bool:
        """Whether the value can be unknown."""
        return self.doubtful(frozenset())

    def doubtful(self, known: frozenset[Node]) -> bool:
        """Whether the value can be unknown where the nodes of ``known`` are not."""
        return any(child.doubtful(known) for child in children_of(self))


@dataclass(frozen=True)
class Literal(Node):
    """A value written in the text; None is ``null``."""

    value: int | str | bool | date | None

    def doubtful(self, known: frozenset[Node]) -> bool:
        return self.value is None


@dataclass(frozen=True)
class Day(Node):
    """``:as_of``, ``:period_start`` or ``:period_end`` (the first day after the period)."""

    name: str


@dataclass(frozen=True)
class Parameter(Node):
    """A dated regional parameter, as in force at the row's place on the day called ``on``."""

    name: str
    on: str

    def doubtful(self, known: frozenset[Node]) -> bool:
        return True  # the row's place may be unknown


@dataclass(frozen=True)
class ColumnOf(Node):
    """A column of the row, or of the parent row that ``path`` leads to."""

    path: tuple[str, ...]
    name: str
    nullable: bool

    def doubtful(self, known: frozenset[Node]) -> bool:
        return (self.nullable or bool(self.path)) and self not in known


@dataclass(frozen=True)
class Not(Node):
    """Not true; unknown stays unknown."""

    item: Node


@dataclass(frozen=True)
class Both(Node):
    """All of them (and)."""

    items: tuple[Node, ...]

    def doubtful(self, known: frozenset[Node]) -> bool:
        # where x is null, "x is not null and …" is false whatever follows
        told = {
            item.item.item
            for item in self.items
            if isinstance(item, Not) and isinstance(item.item, IsUnknown)
        }
        return any(item.doubtful(known | told) for item in self.items)


@dataclass(frozen=True)
class Either(Node):
    """At least one of them (or)."""

    items: tuple[Node, ...]

    def doubtful(self, known: frozenset[Node]) -> bool:
        # where x is null, "x is null or …" is true whatever follows
        told = {item.item for item in self.items if isinstance(item, IsUnknown)}
        return any(item.doubtful(known | told) for item in self.items)


@dataclass(frozen=True)
class Compare(Node):
    """``left`` op ``right`` with op one of = <> < <= > >=; unknown when either side is."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class IsUnknown(Node):
    """``x is null``: always true or false."""

    item: Node

    def doubtful(self, known: frozenset[Node]) -> bool:
        return False


@dataclass(frozen=True)
class OneOf(Node):
    """``x in (…)`` over written values."""

    item: Node
    values: tuple[Literal, ...]


@dataclass(frozen=True)
class OneOfSmall(OneOf):
    """``x in (…)`` where x is never outside 0 … 61: one word of bits answers it. Made by preparing, never by a parser."""


@dataclass(frozen=True)
class Choice(Node):
    """``case when … then … else … end``. Unlike SQL, a test that is unknown makes the whole unknown."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """+ - * over whole numbers; unknown when either side is."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    """One of our functions (:mod:`yimi.engine.expressions.functions`)."""

    name: str
    arguments: tuple[Node, ...]

    def doubtful(self, known: frozenset[Node]) -> bool:
        children = [child.doubtful(known) for child in self.arguments]
        if self.name == "coalesce":
            return all(children)
        return any(children) or self.name in {"add_months", "add_days"}


@dataclass(frozen=True)
class Quantifier(Node):
    """``any``/``all``/``count``/``min``/``max``/``sum`` over the rows that ``child`` (of ``path``) links to.

    ``keys_can_be_unknown``: the own columns of the link may be empty, then nothing is known of its rows.
    """

    name: str
    path: tuple[str, ...]
    child: str
    fact: str
    complete: bool
    keys_can_be_unknown: bool
    condition: Node
    value: Node | None = None

    def doubtful(self, known: frozenset[Node]) -> bool:
        if self.name in {"min", "max"} or not self.complete or self.keys_can_be_unknown:
            return True
        # what is known of the row says nothing about the child's rows
        return bool(self.path) or any(child.can_be_unknown for child in children_of(self))


def children_of(node: Node) -> Iterator[Node]:
    """The nodes directly inside ``node``."""
    for name in _names(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item
                elif isinstance(item, tuple):
                    yield from (inner for inner in item if isinstance(inner, Node))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """``node`` with ``change`` made to the nodes directly inside it."""

    def inside(value: Any) -> Any:
        if isinstance(value, Node):
            return change(value)
        if isinstance(value, tuple):
            made = tuple(inside(item) for item in value)
            return value if all(a is b for a, b in zip(value, made, strict=True)) else made
        return value

    values = [getattr(node, name) for name in _names(node)]
    made = [inside(value) for value in values]
    same = all(one is other for one, other in zip(values, made, strict=True))
    return node if same else type(node)(*made)


def _names(node: Node) -> tuple[str, ...]:
    """The fields of ``node``; asking a dataclass each time is most of the work of a walk."""
    kind = type(node).__name__
    if kind not in _NAMES:
        _NAMES[kind] = tuple(spec.name for spec in fields(node))
    return _NAMES[kind]


def walk(node: Node) -> Iterator[Node]:
    """``node`` and everything inside it, rows of quantifiers included."""
    yield node
    for child in children_of(node):
        yield from walk(child)


def leaves(node: Node) -> list[Node]:
    """What the value rests on, in order and once each: columns, parameters and whole quantifiers of the row itself."""
    if isinstance(node, (ColumnOf, Parameter, Quantifier)):
        return [node]
    found: list[Node] = []
    for child in children_of(node):
        found += [leaf for leaf in leaves(child) if leaf not in found]
    return found
