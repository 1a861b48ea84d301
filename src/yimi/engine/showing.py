"""What the ``yimi rules`` commands print, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from yimi.engine.describe import yuan
from yimi.engine.rules.changes import BenefitChange, Change
from yimi.engine.rules.decisions import Decision
from yimi.engine.rules.definitions import Outcome, RuleSet
from yimi.engine.rules.explanation import Explanation, lines
from yimi.engine.rules.sides import AGE_BANDS

CUTS = {"town": "乡镇（街道）", "age": "年龄", "status": "身份"}


def checked_as_json(
    rule_set: RuleSet,
    day: date,
    summary: dict[str, dict[Outcome, int]],
    decisions: list[Decision],
    explanations: list[Explanation],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "pack": rule_set.pack.name,
        "sha256": rule_set.pack.sha256,
        "as_of": day.isoformat(),
        "summary": {
            name: {o.slug: n for o, n in counts.items()} for name, counts in summary.items()
        },
        "decisions": [_decision(decision) for decision in decisions],
    }
    for entry, explanation in zip(found["decisions"], explanations, strict=False):
        entry["reasons"] = [
            {
                "condition": reason.condition,
                "clause": reason.clause,
                "text": reason.text,
                "truth": reason.truth,
                "evidence": [vars(evidence) for evidence in reason.evidence],
                "ask": reason.ask,
            }
            for reason in explanation.reasons
        ]
    return found


def _decision(decision: Decision) -> dict[str, Any]:
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in decision.values.items()
    }
    return {
        "benefit": decision.benefit,
        "subject": decision.subject,
        "key": decision.key,
        "outcome": decision.outcome.slug,
        "failed": list(decision.failed),
        "unknown": list(decision.unknown),
        "related": list(decision.related),
        "values": values,
    }


def checked_as_text(
    rule_set: RuleSet,
    day: date,
    summary: dict[str, dict[Outcome, int]],
    explanations: list[Explanation],
) -> list[str]:
    found = [f"《{rule_set.pack.title}》 {rule_set.pack.name}，判定日 {day}"]
    for benefit in rule_set.benefits:
        counts = "，".join(f"{o.zh} {summary[benefit.id][o]}" for o in reversed(Outcome))
        found.append(f"  {benefit.title}：{counts}")
    for explanation in explanations:
        found += ["", *lines(explanation)]
    total = sum(sum(counts.values()) for counts in summary.values())
    if explanations and total > len(explanations):
        found += ["", f"共 {total} 条判定，列出了 {len(explanations)} 条；要看更多请加 --limit。"]
    return found


def compared_as_json(
    old: RuleSet, new: RuleSet, day: date, changes: list[BenefitChange]
) -> dict[str, Any]:
    """A comparison for programs."""
    return {
        "old": {"pack": old.pack.name, "sha256": old.pack.sha256},
        "new": {"pack": new.pack.name, "sha256": new.pack.sha256},
        "as_of": day.isoformat(),
        "benefits": [asdict(change) for change in changes],
    }


def compared_as_text(
    old: RuleSet, new: RuleSet, day: date, changes: list[BenefitChange]
) -> list[str]:
    """A comparison for people: every benefit in a line, and who changes by town, age and status below it."""
    found = [f"《{new.pack.title}》 {old.pack.name} → {new.pack.name}，判定日 {day}"]
    titles = {**old.titles, **new.titles}
    for change in changes:
        often = f"，{change.frequency}" if change.frequency else ""
        money = f"；合计 {yuan(change.fen_old)} → {yuan(change.fen_new)}{often}"
        found.append(
            f"  {change.title}：{change.people_old} 人 → {change.people_new} 人，{_in_words(change.total)}"
            f"{money if change.fen_old or change.fen_new else ''}"
        )
        if change.without_amount:
            found.append(f"    其中 {change.without_amount} 人的金额不明（当地还没有设定标准）")
        for cut, values in change.by.items():
            found += [
                f"    {CUTS[cut]} {_value(cut, value, titles)}：{_in_words(one)}"
                for value, one in values.items()
            ]
    found.append("人数是系统的建议，不是决定；一人有几种身份的，在每种身份下各算一次。")
    return found


def _in_words(change: Change) -> str:
    if change == Change():
        return "没有变化"
    sign = "+" if change.fen > 0 else ""
    money = f"，金额 {sign}{yuan(change.fen)}" if change.fen else ""
    return f"新增 {change.gain}，失去 {change.lose}，金额改变 {change.other_amount}{money}"


def _value(cut: str, value: str, titles: dict[str, str]) -> str:
    if value == "":
        return "没有登记的身份" if cut == "status" else "不明"
    if cut != "age":
        return titles.get(value, value)
    after = [years for years in AGE_BANDS if years > int(value)]
    return f"{value}—{after[0] - 1} 岁" if after else f"{value} 岁以上"
