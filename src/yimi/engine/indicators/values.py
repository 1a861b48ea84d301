"""Figures, and the refusal to add what cannot be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from yimi.engine.errors import CannotAdd
from yimi.engine.indicators.definitions import Indicator, Measure

#: Shared by all figures without cuts.
NO_CUTS: Mapping[str, str | None] = MappingProxyType({})


class Figure(NamedTuple):
    """A value with what it is: indicator (``of`` pack version), place prefix, period, cuts. A ratio keeps its two counts."""

    indicator: Indicator
    of: str
    place: str
    period: str
    value: int | None
    cuts: Mapping[str, str | None] = NO_CUTS
    counts: tuple[int, int] | None = None

    @property
    def permille(self) -> int | None:
        """A ratio in thousandths, halves rounded up; None without a denominator. 1,063 of 2,752 is 386."""
        if not self.counts or not self.counts[1]:
            return None
        numerator, denominator = self.counts
        return (numerator * 2000 + denominator) // (denominator * 2)


def total(figures: Sequence[Figure]) -> int:
    """The sum of figures of one kind that do not overlap. Raises :class:`CannotAdd` with the reason.

    Different units never; distinct counts, stocks over time and ratios are computed anew, not added.
    """
    if not figures:
        return 0
    _require_one_kind(figures)
    indicator = figures[0].indicator
    places = {figure.place for figure in figures}
    periods = {figure.period for figure in figures}
    if indicator.measure == Measure.RATIO:
        raise CannotAdd("ratio", f"“{indicator.title}”是比例，要由分子分母重新计算，不能相加。")
    if indicator.measure == Measure.COUNT_DISTINCT and len(figures) > 1:
        raise CannotAdd(
            "distinct",
            f"“{indicator.title}”按{indicator.unit}去重，同一个{indicator.unit}可能两边都有，请按合并后的范围重新计算。",
        )
    if len(periods) > 1 and not indicator.may_add_periods:
        raise CannotAdd("stock", f"“{indicator.title}”是时点数，不同时点不能相加。")
    if any(a != b and b.startswith(a) for a in places for b in places):
        raise CannotAdd("overlap", "这些地方有包含关系，相加会重复。")
    cells = [(f.place, f.period, tuple(sorted(f.cuts.items()))) for f in figures]
    if len(set(cells)) < len(cells):
        raise CannotAdd("overlap", "同一格出现了两次，相加会重复。")
    return sum(figure.value or 0 for figure in figures)


def _require_one_kind(figures: Sequence[Figure]) -> None:
    units = {figure.indicator.unit for figure in figures}
    if len(units) > 1:
        raise CannotAdd(
            "units", f"单位不同，不能相加：{'、'.join(sorted(units))}。", units=sorted(units)
        )
    keys = {figure.indicator.key for figure in figures}
    if len(keys) > 1:
        titles = "、".join(sorted({figure.indicator.title for figure in figures}))
        raise CannotAdd("different", f"不是同一个指标，相加可能重复计算：{titles}。")
    if len({figure.of for figure in figures}) > 1:
        raise CannotAdd("versions", "定义的版本不同，不能相加。")
