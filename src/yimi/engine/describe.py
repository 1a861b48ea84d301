"""Reading an expression back in Chinese, so that someone who writes no code can see what a test really asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yimi.engine.catalogue import Catalogue, Column, Fact
from yimi.engine.expressions import tree
from yimi.engine.kinds import NUMBERS, Kind
from yimi.engine.regions import bounds

DAYS = {"as_of": "判定日", "period_start": "时段首日", "period_end": "时段次日"}
_NUMBER = {"=": "等于", "<>": "不等于", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不少于"}
_DATE = {"=": "就在", "<>": "不在", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_WORD = {"=": "是", "<>": "不是"}


def yuan(fen: int) -> str:
    """Fen as yuan.

    >>> yuan(50000), yuan(12345), yuan(-5)
    ('500 元', '123.45 元', '-0.05 元')
    """
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    cents = f".{whole % 100:02d}" if whole % 100 else ""
    return f"{sign}{whole // 100:,}{cents} 元"


def show(value: Any, kind: Kind, codes: Mapping[str, str] | None = None) -> str:
    """A value as people write it; unknown is 不明."""
    if value is None:
        return "不明"
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == Kind.MONEY_FEN:
        return yuan(value)
    if kind == Kind.MINUTES:
        return f"{value} 分钟"
    if isinstance(value, date):
        return value.isoformat()
    return (codes or {}).get(value, str(value))


class Reader:
    """Words for trees over one fact; ``titles`` are names for people of parameters and of codes the catalogue leaves open."""

    def __init__(self, catalogue: Catalogue, fact: Fact, titles: Mapping[str, str]) -> None:
        self.catalogue, self.fact, self.titles = catalogue, fact, titles

    def codes_of(self, node: tree.Node) -> Mapping[str, str]:
        """Names of the codes that ``node`` can have."""
        column = self.column(node)
        return column.codes if column and column.codes else self.titles

    def words(self, node: tree.Node) -> str:
        """``node`` in words."""
        made: str = getattr(self, f"_{type(node).__name__.lower()}")(node)
        return made

    def column(self, node: tree.Node) -> Column | None:
        """The column that ``node`` is, or takes its value from."""
        if isinstance(node, tree.ColumnOf):
            return self._at(node.path).columns[node.name]
        if isinstance(node, tree.Quantifier) and node.value is not None:
            return self._inside(node).column(node.value)
        return None

    def _at(self, path: tuple[str, ...]) -> Fact:
        fact = self.fact
        for step in path:
            fact = self.catalogue.fact(fact.parents[step].fact)
        return fact

    def _inside(self, node: tree.Quantifier) -> Reader:
        return Reader(self.catalogue, self.catalogue.fact(node.fact), self.titles)

    def _literal(self, node: tree.Literal) -> str:
        return show(node.value, node.kind)

    def _day(self, node: tree.Day) -> str:
        return DAYS[node.name]

    def _parameter(self, node: tree.Parameter) -> str:
        return f"当地{self.titles.get(node.name, node.name)}"

    def _columnof(self, node: tree.ColumnOf) -> str:
        name = self._at(node.path).columns[node.name].zh
        return f"{self._at(node.path).zh}的{name}" if node.path else name

    def _not(self, node: tree.Not) -> str:
        if isinstance(node.item, tree.IsUnknown):
            return f"{self.words(node.item.item)}已知"
        return f"并非（{self.words(node.item)}）"

    def _both(self, node: tree.Both) -> str:
        if place := self._place(node):
            return place
        return "，且".join(self._grouped(item) for item in node.items)

    def _either(self, node: tree.Either) -> str:
        return "，或".join(self._grouped(item) for item in node.items)

    def _grouped(self, node: tree.Node) -> str:
        words = self.words(node)
        return f"（{words}）" if isinstance(node, tree.Either) or "，或" in words else words

    def _place(self, node: tree.Both) -> str:
        """``in_region`` is kept as a range of codes."""
        first = node.items[0]
        if not (isinstance(first, tree.Compare) and isinstance(first.right, tree.Literal)):
            return ""
        if first.right.kind != Kind.REGION:
            return ""
        code = str(first.right.value)
        high = node.items[1].right.value if isinstance(node.items[1], tree.Compare) else ""  # type: ignore[attr-defined]
        prefix = next(
            (p for p in (code[:n] for n in (2, 4, 6, 9, 12)) if bounds(p)[1] == high), code
        )
        return f"{self.words(first.left)}在区划 {prefix} 之内"

    def _compare(self, node: tree.Compare) -> str:
        left, right, codes = node.left, node.right, self._codes(node.left, node.right)
        if isinstance(right, tree.Literal) and isinstance(right.value, bool):
            truth = right.value == (node.op == "=")
            return self.words(left) if truth else f"并非{self.words(left)}"
        verbs = _DATE if left.kind == Kind.DATE else _NUMBER if left.kind in NUMBERS else _WORD
        if isinstance(right, tree.Literal):
            return f"{self.words(left)}{verbs[node.op]}{show(right.value, self._kind(left, right), codes)}"
        return f"{self.words(left)}{verbs[node.op]}{self.words(right)}"

    def _kind(self, left: tree.Node, right: tree.Node) -> Kind:
        return left.kind if left.kind in NUMBERS and right.kind == Kind.INT else right.kind

    def _codes(self, *nodes: tree.Node) -> Mapping[str, str]:
        return next((self.codes_of(node) for node in nodes if self.column(node)), self.titles)

    def _isunknown(self, node: tree.IsUnknown) -> str:
        return f"{self.words(node.item)}为空"

    def _oneof(self, node: tree.OneOf) -> str:
        codes = self._codes(node.item)
        return (
            f"{self.words(node.item)}是"
            + "、".join(show(value.value, value.kind, codes) for value in node.values)
            + "之一"
        )

    def _choice(self, node: tree.Choice) -> str:
        parts = [f"{self.words(test)}时为{self.words(value)}" for test, value in node.branches]
        if not (isinstance(node.otherwise, tree.Literal) and node.otherwise.value is None):
            parts.append(f"其余为{self.words(node.otherwise)}")
        return "（" + "；".join(parts) + "）"

    def _arithmetic(self, node: tree.Arithmetic) -> str:
        sign = {"+": "加", "-": "减", "*": "乘"}[node.op]
        return f"（{self.words(node.left)}{sign}{self.words(node.right)}）"

    def _call(self, node: tree.Call) -> str:
        first, second = (self.words(argument) for argument in node.arguments[:2])
        if node.name == "same_region":
            level = {2: "省", 4: "市", 6: "县", 9: "乡镇（街道）", 12: "村（社区）"}
            return f"{first}与{second}在同一个{level[node.arguments[2].value]}"  # type: ignore[attr-defined, index]
        step = node.arguments[1]
        back = isinstance(step, tree.Literal) and isinstance(step.value, int) and step.value < 0
        count = str(-step.value) if back else second  # type: ignore[operator, attr-defined]
        return {
            "age_on": f"{second}时的周岁",
            "months_between": f"{first}至{second}满月数",
            "days_between": f"{first}至{second}天数",
            "add_months": f"{first}{'前' if back else '后'} {count} 个月",
            "add_days": f"{first}{'前' if back else '后'} {count} 天",
            "coalesce": f"{first}（不明时作{second}）",
        }[node.name]

    def _quantifier(self, node: tree.Quantifier) -> str:
        inside = self._inside(node)
        name = self._at(node.path).children[node.child].zh or inside.fact.zh
        every = isinstance(node.condition, tree.Literal)
        test = "" if every else f"（{inside.words(node.condition)}）"
        rows = f"{name}{test}"
        if node.name == "any":
            return f"至少有一条{rows}"
        if node.name == "all":
            return f"每一条{name}都{test}"
        if node.name == "count":
            return f"{rows}的条数"
        assert node.value is not None  # noqa: S101 - the checker gives min, max and sum a value
        what = {"min": "最小", "max": "最大", "sum": "合计"}[node.name]
        return f"{rows}的{what}{inside.words(node.value)}"
