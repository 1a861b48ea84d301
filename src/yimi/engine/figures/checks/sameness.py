"""Checks across figures that speak of one thing: told twice, told differently, or easily taken for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from yimi.engine.figures.checks.counts import HUNDRED, rounded
from yimi.engine.figures.definitions import Figure, FigureSet, Finding, Weight, finding
from yimi.engine.figures.wording import plainly, shown

PERSONS = {"persons", "person_times"}


def same_thing(figures: FigureSet) -> Iterator[Finding]:
    """One key and scope at one place, twice, with another number or another kind of unit. Persons and person-times are
    two measures, lists have a check of their own, and targets are not counts."""
    found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        concept = figures.concepts.get(figure.key)
        if not figure.is_target and not (concept and concept.compare_members):
            found[figure.place, figure.key, figure.scope].append(figure)
    for told in found.values():
        for one, other in combinations(told, 2):
            if {one.kind, other.kind} == PERSONS:
                continue
            if (one.value, one.kind) != (other.value, other.kind):
                yield finding(
                    "same_thing", Weight.CONFLICT, [one, other],
                    f"同一件事两种说法：《{one.article.title}》写“{one.written}”，《{other.article.title}》写“{other.written}”。",
                    f"One thing, told in two ways: “{one.written}” and “{other.written}”.",
                )  # fmt: skip


def members(figures: FigureSet) -> Iterator[Finding]:
    """Names that stand for a list (五社, 服务领域): every source's list, where they are not the same."""
    for concept in figures.concepts.values():
        if not concept.compare_members:
            continue
        told = [figure for figure in figures if figure.key == concept.key and figure.members]
        ways = {frozenset(figure.members) for figure in told}
        if len(ways) > 1:
            lists = "；".join(
                f"《{figure.article.title}》列的是{'、'.join(figure.members)}" for figure in told
            )
            yield finding(
                "members", Weight.CAUTION, told,
                f"“{concept.title}”在 {len(told)} 处有 {len(ways)} 种说法：{lists}。",
                f"“{concept.title}” is listed in {len(ways)} different ways in {len(told)} places.",
            )  # fmt: skip


def deadline(figures: FigureSet) -> Iterator[Finding]:
    """One target at one place with two days, where the places it is meant for overlap."""
    targets = [figure for figure in figures if figure.is_target and figure.members]
    for one, other in combinations(targets, 2):
        if (one.place, one.key) != (other.place, other.key) or one.due_on == other.due_on:
            continue
        both = [name for name in one.members if name in other.members]
        if both:
            yield finding(
                "deadline", Weight.CONFLICT, [one, other],
                f"{one.what}：到 {one.due_on}；{other.what}：到 {other.due_on}。{'、'.join(both)}有两个期限。",
                f"{', '.join(both)}: due on {one.due_on} in one place of the text and on {other.due_on} in another.",
            )  # fmt: skip


def scope(figures: FigureSet) -> Iterator[Finding]:
    """Targets whose base counts something narrower or wider; money meant for a group that the text words differently."""
    told = set()
    for link in ("base", "meant_for"):
        for figure, other in figures.with_link(link):
            words = (figure.article.id, figure.scope, other.id)
            if figure.scope == other.scope or words in told:
                continue
            told.add(words)
            mine, theirs = _narrowed(figure), _narrowed(other)
            yield finding(
                "scope", Weight.CAUTION, [figure, other],
                f"{mine}和{theirs}范围不同，不能直接对照。",
                f"{mine} and {theirs} are not the same set.",
            )  # fmt: skip


def same_digits(figures: FigureSet) -> Iterator[Finding]:
    """A percentage and a count in one article with the same digits: alike by chance."""
    for percent in figures:
        if percent.kind != "percent" or not percent.written[0].isdigit():
            continue
        for count in figures:
            if (
                count.article.id == percent.article.id
                and count.kind != "percent"
                and count.value == percent.value
            ):
                yield finding(
                    "same_digits", Weight.CAUTION, [percent, count],
                    f"{percent.what} {shown(percent.number)}% 和{count.what} {shown(count.number)} 只是数字相同，说的是两回事。",
                    f"{plainly(percent.number)} % and {plainly(count.number)} share their digits, not their meaning.",
                )  # fmt: skip
                break


def rungs(figures: FigureSet) -> Iterator[Finding]:
    """A place covered by more than one meaning of coverage: each over the place's townships."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.rung and figure.value is not None:
            found[figure.place].append(figure)
    for place, told in found.items():
        wholes = [f for f in figures if f.place == place and f.key == "townships" and f.value]
        if len({figure.rung for figure in told}) < 2 or not wholes:
            continue
        whole = wholes[0]
        shares = [rounded(figure.number * HUNDRED / whole.number) for figure in told]
        zh = "；".join(
            f"按“{figure.what}”算是 {shown(figure.number)}/{shown(whole.number)} = {shown(share)}%"
            for figure, share in zip(told, shares, strict=True)
        )
        yield finding(
            "rungs", Weight.CAUTION, [*told, whole],
            f"“覆盖”要说明算到哪一级：{zh}。",
            "Coverage depends on what counts as covered: "
            + ", ".join(f"{figure.rung} {share:f} %" for figure, share in zip(told, shares, strict=True))
            + ".",
        )  # fmt: skip


def confusable(figures: FigureSet) -> Iterator[Finding]:
    """Two things that are easily taken for one another, side by side in one article."""
    for figure in figures:
        concept = figures.concepts.get(figure.key)
        if concept is None or not concept.confused_with:
            continue
        for other in figures:
            if other.article.id == figure.article.id and other.key == concept.confused_with:
                yield finding(
                    "confusable", Weight.CAUTION, [figure, other],
                    f"{figure.what} {shown(figure.number)}{figure.unit}不是{other.what} {shown(other.number)}{other.unit}，两个数不能混用。",
                    f"{plainly(figure.number)} ({figure.key}) is not {plainly(other.number)} ({other.key}).",
                )  # fmt: skip


def _narrowed(figure: Figure) -> str:
    """What a figure is about, with its scope where that says more."""
    more = f"（{figure.scope}）" if figure.scope and figure.scope != figure.what else ""
    return f"“{figure.what}”{more}"
