"""Every kind of check, and :func:`findings`, which runs them all. A check is a function from a set to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from yimi.engine.figures.checks import clarity, counts, parts, sameness
from yimi.engine.figures.definitions import FigureSet, Finding


@dataclass(frozen=True)
class Check:
    """A kind of check: its slug, its name in both languages, and what finds."""

    slug: str
    zh: str
    en: str
    find: Callable[[FigureSet], Iterable[Finding]]


CHECKS: Mapping[str, Check] = {
    check.slug: check
    for check in (
        Check("ratio", "百分比和两个计数不符", "percentage against its two counts", counts.ratio),
        Check("growth", "按说的增长率到不了目标", "target against the stated growth", counts.growth),
        Check("previous", "由增长率推算的上年数", "last year's figure implied by a growth", counts.previous),
        Check("average", "平均数", "average", counts.average),
        Check("share", "占比", "share", counts.share),
        Check("days", "天数和起止日期不符", "days against first and last day", counts.days),
        Check("remainder", "分项说明不了总数", "a total its parts do not explain", parts.remainder),
        Check("overlap", "分项重叠，不能相加", "parts that overlap", parts.overlap),
        Check("exceeds", "分项大于总数", "parts above their total", parts.exceeds),
        Check("part_unit", "分项和总数单位不同", "parts in another unit than their total", parts.part_unit),
        Check("two_measures", "人和人次是两个量", "persons and person-times", parts.two_measures),
        Check("same_thing", "同一件事两种说法", "one thing told in two ways", sameness.same_thing),
        Check("members", "同一个说法，成员不同", "one name, different members", sameness.members),
        Check("deadline", "同一件事两个期限", "one thing, two deadlines", sameness.deadline),
        Check("scope", "目标或对象换了范围", "target or group of another scope", sameness.scope),
        Check("same_digits", "数字相同、单位不同", "same digits, other unit", sameness.same_digits),
        Check("rungs", "“覆盖”有不同的算法", "several meanings of coverage", sameness.rungs),
        Check("confusable", "容易混淆的两个数", "figures easily confused", sameness.confusable),
        Check("unit_differs", "单位和通行口径不同", "counted in an unusual unit", clarity.unit_differs),
        Check("over_events", "几次合起来的数", "gathered over several events", clarity.over_events),
        Check("undefined", "没有写明口径", "no definition given", clarity.undefined),
        Check("not_listed", "只有个数，没有名单", "counted, not listed", clarity.not_listed),
        Check("member_count", "名单和个数不符", "list against its number", clarity.member_count),
        Check("member_missing", "有一项没有对应的数", "member without a figure", clarity.member_missing),
        Check("no_number", "没有给出数字", "no number given", clarity.no_number),
        Check("no_table", "只给了范围，没有分级表", "range without its table", clarity.no_table),
        Check("readings", "有几种读法", "several readings", clarity.readings),
        Check("no_denominator", "没有分母", "no denominator", clarity.no_denominator),
        Check("outside_programme", "日期在办法、活动之外", "day outside the programme", clarity.outside_programme),
        Check("repeated_words", "文字重复", "repeated words", clarity.repeated_words),
        Check("slip", "文字颠倒", "words in the wrong order", clarity.slip),
    )
}  # fmt: skip


def findings(figures: FigureSet) -> list[Finding]:
    """What every check finds, in the order of the checks."""
    return [found for check in CHECKS.values() for found in check.find(figures)]
