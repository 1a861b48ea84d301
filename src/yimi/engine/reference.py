"""The reference: one subject, plain Python, no database. What it says is what an expression means; SQL must say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from yimi.engine import calendar
from yimi.engine.catalogue import Catalogue, Fact, Link, load_catalogue
from yimi.engine.errors import FactsError
from yimi.engine.expressions import tree
from yimi.engine.parameters import Bindings
from yimi.engine.regions import same_region
from yimi.engine.truth import both, either, every, fold, negation, number_true, some

Row = Mapping[str, Any]
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class World:
    """Rows of facts in memory, found by the columns that links use. A column that a row leaves out is unknown."""

    def __init__(
        self, rows: Mapping[str, Sequence[Row]], catalogue: Catalogue | None = None
    ) -> None:
        self.catalogue = catalogue or load_catalogue()
        self.rows = rows
        self._found: dict[tuple[str, tuple[str, ...]], dict[tuple, list[Row]]] = {}

    def row(self, fact: str, key: Any) -> Row:
        """The row with this key. Raises :class:`FactsError`."""
        found = self.matching(fact, (self.catalogue.fact(fact).key,), (key,))
        if not found:
            raise FactsError("no_row", f"“{self.catalogue.fact(fact).zh}”里没有 {key}。")
        return found[0]

    def matching(self, fact: str, columns: tuple[str, ...], values: tuple) -> list[Row]:
        """The rows whose ``columns`` hold ``values``."""
        index = self._found.get((fact, columns))
        if index is None:
            index = defaultdict(list)
            for row in self.rows.get(fact, ()):
                index[tuple(row.get(column) for column in columns)].append(row)
            self._found[fact, columns] = index
        return index.get(values, [])

    def linked(self, row: Row, link: Link) -> list[Row] | None:
        """The rows that ``link`` leads to; None when the row's own side of it is unknown."""
        values = tuple(row.get(own) for own, _ in link.on)
        if None in values:
            return None
        return self.matching(link.fact, tuple(theirs for _, theirs in link.on), values)

    def along(self, row: Row, fact: Fact, path: Sequence[str]) -> tuple[Row | None, Fact]:
        """The parent row that ``path`` leads to, None when some step is unknown, and its fact."""
        current: Row | None = row
        for step in path:
            link = fact.parents[step]
            found = self.linked(current, link) if current is not None else None
            current = found[0] if found else None
            fact = self.catalogue.fact(link.fact)
        return current, fact


def evaluate(node: tree.Node, world: World, fact: str, row: Row, bindings: Bindings) -> Any:
    """The value of ``node`` for ``row`` of ``fact``; None is unknown. Raises :class:`ParameterMissing`."""
    return _Evaluation(world, world.catalogue.fact(fact), row, bindings).value(node)


class _Evaluation:
    """One row at hand."""

    def __init__(self, world: World, fact: Fact, row: Row, bindings: Bindings) -> None:
        self.world, self.fact, self.row, self.bindings = world, fact, row, bindings

    def value(self, node: tree.Node) -> Any:
        return getattr(self, f"_{type(node).__name__.lower()}")(node)

    def _literal(self, node: tree.Literal) -> Any:
        return node.value

    def _day(self, node: tree.Day) -> date:
        return self.bindings.day(node.name)

    def _parameter(self, node: tree.Parameter) -> int | None:
        place = self.row.get(self.fact.place)
        if place is None:
            return None
        return self.bindings.parameters.value(node.name, place, self.bindings.day(node.on))

    def _columnof(self, node: tree.ColumnOf) -> Any:
        row, _ = self.world.along(self.row, self.fact, node.path)
        return None if row is None else row.get(node.name)

    def _not(self, node: tree.Not) -> Any:
        return negation(self.value(node.item))

    def _both(self, node: tree.Both) -> Any:
        return both([self.value(item) for item in node.items])

    def _either(self, node: tree.Either) -> Any:
        return either([self.value(item) for item in node.items])

    def _compare(self, node: tree.Compare) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        return None if left is None or right is None else _COMPARE[node.op](left, right)

    def _isunknown(self, node: tree.IsUnknown) -> bool:
        return self.value(node.item) is None

    def _oneof(self, node: tree.OneOf) -> Any:
        item = self.value(node.item)
        return None if item is None else item in [value.value for value in node.values]

    def _choice(self, node: tree.Choice) -> Any:
        for test, value in node.branches:
            truth = self.value(test)
            if truth is None:
                return None
            if truth:
                return self.value(value)
        return self.value(node.otherwise)

    def _arithmetic(self, node: tree.Arithmetic) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None:
            return None
        return left + right if node.op == "+" else left - right if node.op == "-" else left * right

    def _call(self, node: tree.Call) -> Any:
        values = [self.value(argument) for argument in node.arguments]
        if node.name == "coalesce":
            return values[0] if values[0] is not None else values[1]
        if None in values:
            return None
        if node.name == "same_region":
            return same_region(*values)
        try:
            return getattr(calendar, node.name)(*values)
        except OverflowError:
            return None

    def _quantifier(self, node: tree.Quantifier) -> Any:
        row, fact = self.world.along(self.row, self.fact, node.path)
        rows = self.world.linked(row, fact.children[node.child]) if row is not None else None
        if rows is None:
            return None
        inside = self.world.catalogue.fact(node.fact)
        at = [_Evaluation(self.world, inside, child, self.bindings) for child in rows]
        truths = [each.value(node.condition) for each in at]
        if node.name == "any":
            return some(truths, complete=node.complete)
        if node.name == "all":
            return every(truths, complete=node.complete)
        if node.name == "count":
            return number_true(truths)
        assert node.value is not None  # noqa: S101 - the checker gives min, max and sum a value
        return fold(
            node.name,
            [
                (truth, each.value(node.value) if truth else None)
                for truth, each in zip(truths, at, strict=True)
            ],
        )
