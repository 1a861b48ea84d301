"""What a place's definition may not point at: one person, one household, one unit, one village (ADR 0011). Pure.

Whoever writes a definition sees its figures from the township up. A filter that names a village or a person would give
the small count that is not shown below the township.
"""

from __future__ import annotations

import re
from datetime import date

from yimi.engine.catalogue import Catalogue, Fact
from yimi.engine.errors import ExpressionError, Where
from yimi.engine.expressions import tree
from yimi.engine.expressions.tree import children_of
from yimi.engine.kinds import Kind
from yimi.insight.figures.exposure import load_exposure
from yimi.insight.local.columns import is_birth

#: Two codes may be compared down to the township.
TOWNSHIP = 9


def refuse_pointing(node: tree.Node, catalogue: Catalogue, fact: Fact, text: str) -> None:
    """Raises ExpressionError, placed at the column or date in ``text``, when the expression could single somebody out."""
    _Walk(catalogue, text, personal=load_exposure().is_personal(fact.name)).look(node, fact, None)


class _Walk:
    """One expression being looked through."""

    def __init__(self, catalogue: Catalogue, text: str, *, personal: bool) -> None:
        self.catalogue, self.text, self.personal = catalogue, text, personal

    def look(self, node: tree.Node, fact: Fact, above: tree.Node | None) -> None:
        if isinstance(node, tree.ColumnOf) and not isinstance(above, tree.IsUnknown):
            self._column(node, fact, above)
        if isinstance(node, tree.Literal):
            self._literal(node, above)
        inner = fact
        if isinstance(node, tree.Quantifier):
            inner = self._reached(self.catalogue.fact(node.fact), node.child)
        for child in children_of(node):
            self.look(child, inner, node)
        if isinstance(node, tree.Call) and self.personal:
            self._days(node)

    def _column(self, node: tree.ColumnOf, fact: Fact, above: tree.Node | None) -> None:
        owner = fact
        for step in node.path:
            owner = self._reached(self.catalogue.fact(owner.parents[step].fact), step)
        column = owner.columns[node.name]
        call = above if isinstance(above, tree.Call) else None
        if column.kind in {Kind.UID, Kind.TEXT}:
            raise self._error(
                "points_at_one", node.name,
                f"“{column.zh}”指的是某一个，口径不能只数某一个人、一户或一个站点；只能写 is null 或 is not null。",
            )  # fmt: skip
        if column.kind == Kind.REGION and not (call and _is_wide(call)):
            raise self._error(
                "points_at_place", node.name,
                f"地区在查看时选，口径里不写“{column.zh}”是哪里；可以写 same_region(…, …, 9) 比较是否同在一个乡镇以上的地方。",
            )  # fmt: skip
        if is_birth(column) and not (call and call.name == "age_on"):
            raise self._error(
                "points_at_birthday", node.name,
                "出生日期只能按周岁用：aged(60, :as_of) 或 age_on(birth_on, :as_of)。",
            )  # fmt: skip

    def _reached(self, fact: Fact, name: str) -> Fact:
        """A fact that the expression looks into. What counts units may be shown for each, so it asks about no resident."""
        if not self.personal and load_exposure().is_personal(fact.name):
            raise self._error(
                "points_at_residents", name,
                f"这里数的不是居民，条件里不能再问“{fact.zh}”。要数居民，请从“{fact.zh}”那里数。",
            )  # fmt: skip
        return fact

    def _days(self, call: tree.Call) -> None:
        """No other day than the one that the figure is asked for, neither written nor reached by adding."""
        if call.name == "age_on" and not isinstance(call.arguments[1], tree.Day):
            raise self._error(
                "points_at_birthday",
                "age_on",
                "关于居民的口径里，周岁只能数到 :as_of 这类统计的日子。",
            )
        if call.name in {"add_days", "days_between"}:
            raise self._error(
                "points_at_day", call.name, "关于居民的口径里不能按天加减日期，免得认出某一个人。"
            )

    def _literal(self, node: tree.Literal, above: tree.Node | None) -> None:
        if not isinstance(node.value, date) or not self.personal:
            return
        of_age = isinstance(above, tree.Call) and above.name == "age_on"
        if of_age or node.value.day != 1:
            raise self._error(
                "points_at_day", node.value.isoformat(),
                "关于居民的口径里，日期只写到月初（如 '2026-03-01'），年龄按 :as_of 算，免得认出某一个人。",
            )  # fmt: skip

    def _error(self, code: str, word: str, message: str) -> ExpressionError:
        found = re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", self.text)
        if found is None:
            return ExpressionError(code, message, Where(line=1, column=1))
        before = self.text[: found.start()]
        line_start = before.rfind("\n") + 1
        return ExpressionError(
            code, message, Where(line=before.count("\n") + 1, column=found.start() - line_start + 1)
        )


def _is_wide(call: tree.Call) -> bool:
    digits = call.arguments[-1]
    return (
        call.name == "same_region"
        and isinstance(digits, tree.Literal)
        and isinstance(digits.value, int)
        and digits.value <= TOWNSHIP
    )
