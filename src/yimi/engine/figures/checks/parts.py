"""Checks of totals and their parts. Parts along one cut may be added; parts along two cuts overlap and may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from yimi.engine.figures.checks.counts import HUNDRED, rounded
from yimi.engine.figures.definitions import Figure, FigureSet, Finding, Weight, finding
from yimi.engine.figures.wording import plainly, shown

Cuts = dict[str, list[Figure]]


def _totals(figures: FigureSet) -> Iterator[tuple[Figure, Cuts]]:
    """Every total that has named parts in its own unit, and its parts by cut."""
    found: dict[str, Cuts] = {}
    for part, total in figures.with_link("part_of"):
        if part.kind == total.kind and part.value is not None and total.value:
            found.setdefault(total.id, defaultdict(list))[part.cut].append(part)
    for name, cuts in found.items():
        yield figures.figures[name], cuts


def _sum(parts: list[Figure]) -> Decimal:
    return sum((part.number for part in parts), Decimal(0))


def remainder(figures: FigureSet) -> Iterator[Finding]:
    """Totals that no cut explains in full: how much each cut does explain."""
    for total, cuts in _totals(figures):
        sums = {cut: _sum(parts) for cut, parts in cuts.items()}
        if max(sums.values()) >= total.number:
            continue
        told = {
            cut: (whole, rounded(whole * HUNDRED / total.number)) for cut, whole in sums.items()
        }
        zh = "，".join(
            f"按{cut}列出的 {shown(whole)}{total.unit}只占 {percent}%"
            for cut, (whole, percent) in told.items()
        )
        rest = shown(total.number - max(sums.values()))
        en = "; ".join(f"{plainly(whole)} ({percent} %)" for whole, percent in told.values())
        yield finding(
            "remainder", Weight.CAUTION, [total, *(part for parts in cuts.values() for part in parts)],
            f"{total.what} {shown(total.number)}{total.unit}：{zh}，至少还有 {rest}{total.unit}没有说明是怎么来的。",
            f"Of {plainly(total.number)}, the named parts explain {en}; the rest is not explained.",
        )  # fmt: skip


def overlap(figures: FigureSet) -> Iterator[Finding]:
    """Totals with parts along more than one cut: adding across cuts counts people twice."""
    for total, cuts in _totals(figures):
        if len(cuts) < 2:
            continue
        parts = [part for found in cuts.values() for part in found]
        names = "，".join(
            f"{'、'.join(part.what for part in found)}按{cut}分" for cut, found in cuts.items()
        )
        yield finding(
            "overlap", Weight.CAUTION, [total, *parts],
            f"{names}：同一人次可能两边都有，{'、'.join(shown(part.number) for part in parts)}不能相加"
            f"（加出来的 {shown(_sum(parts))}没有意义）。",
            f"{', '.join(f'{plainly(part.number)}' for part in parts)} are cut in {len(cuts)} different ways and overlap: "
            "they must not be added.",
        )  # fmt: skip


def exceeds(figures: FigureSet) -> Iterator[Finding]:
    """Parts along one cut that are more than their total."""
    for total, cuts in _totals(figures):
        for parts in cuts.values():
            if _sum(parts) > total.number:
                yield finding(
                    "exceeds", Weight.CONFLICT, [total, *parts],
                    f"{'、'.join(part.what for part in parts)} {shown(_sum(parts))}{total.unit}，"
                    f"比{total.what} {shown(total.number)}{total.unit}还多：两处数的不是同一批，要写明各按什么来源统计。",
                    f"Parts of {plainly(_sum(parts))} against a total of {plainly(total.number)}: the two count different things.",
                )  # fmt: skip


def part_unit(figures: FigureSet) -> Iterator[Finding]:
    """Parts that are counted in another unit than the total they belong to."""
    for part, total in figures.with_link("part_of"):
        if part.kind != total.kind:
            yield finding(
                "part_unit", Weight.CAUTION, [part, total],
                f"{part.what}的单位是“{part.unit}”，总数{total.what}的单位是“{total.unit}”，不能放在一起加减。",
                f"The part is counted in {part.kind}, its total in {total.kind}: not to be added or subtracted.",
            )  # fmt: skip


def two_measures(figures: FigureSet) -> Iterator[Finding]:
    """One thing at one place in one article, counted in persons and in person-times."""
    found: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.kind in {"persons", "person_times"} and figure.value and not figure.is_target:
            found[figure.article.id, figure.place, figure.key][figure.kind] = figure
    for both in found.values():
        if len(both) < 2:
            continue
        persons, times = both["persons"], both["person_times"]
        each = rounded(times.number / persons.number)
        yield finding(
            "two_measures", Weight.CAUTION, [persons, times],
            f"{shown(persons.number)} {persons.unit}和 {shown(times.number)} {times.unit}是两个量，不能互相代替，也不能相加"
            f"（平均每人 {shown(each)} 次）。",
            f"{plainly(persons.number)} persons and {plainly(times.number)} person-times are two measures ({plainly(each)} contacts each).",
        )  # fmt: skip
