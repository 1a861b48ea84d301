"""A rule set read back in Chinese, from the pack alone, for someone who has never seen the code."""

from __future__ import annotations

from yimi.engine.catalogue import Catalogue
from yimi.engine.describe import Reader, show
from yimi.engine.packs import Pack
from yimi.engine.rules.definitions import Benefit, RelationKind, RuleSet

RELATIONS = {
    RelationKind.EXCLUDED_BY: "有下列待遇时不再建议",
    RelationKind.CHOOSE_HIGHER: "与下列待遇就高不就低",
    RelationKind.TOPS_UP: "可与下列待遇同时享受",
}


def describe(rules: RuleSet, catalogue: Catalogue) -> str:
    """The whole rule set as text: head, benefits with conditions, parameters, choices."""
    parts = [*head(rules.pack)]
    told: set[str] = set()
    for number, benefit in enumerate(rules.benefits, 1):
        parts += ["", *_benefit(rules, catalogue, benefit, number, told)]
    parts += _parameters(rules)
    if rules.pack.choices:
        parts += ["", "原文不清楚的地方，本包这样处理："]
        for choice in rules.pack.choices:
            parts += [f"· {choice.question}", f"  {choice.answer}（{choice.why}）"]
    return "\n".join(parts)


def head(pack: Pack) -> list[str]:
    """What the pack is, who issued it, when it holds."""
    dates = []
    if pack.in_force_from:
        dates.append(f"自 {pack.in_force_from} 起施行")
    if pack.in_force_to:
        dates.append(f"有效至 {pack.in_force_to}（含当日）")
    if pack.repealed_on:
        dates.append(f"已于 {pack.repealed_on} 废止")
    place = f"区划 {pack.prefix}" if pack.prefix else "全国"
    return [
        f"《{pack.title}》",
        f"{pack.name} · {place} · {'，'.join(dates) or '施行日期未写明'}",
        f"发文：{'、'.join(pack.issuers) or '未写明'}",
        f"依据：{pack.source}",
        f"校验：SHA-256 {pack.sha256}",
    ]


def _benefit(
    rules: RuleSet, catalogue: Catalogue, benefit: Benefit, number: int, told: set[str]
) -> list[str]:
    """``told``: tests that were read out before are named only."""
    fact = catalogue.fact(benefit.subject)
    reader = Reader(catalogue, fact, rules.titles)
    found = [f"{number}. {benefit.title}（{benefit.clause}）", f"   对象：{fact.row}"]
    found.append("   同时满足：")
    for condition in benefit.conditions:
        found.append(f"   · {condition.text}（{condition.clause}）")
        test = f"     判断：{reader.words(condition.tree)}"
        found.append("     判断：同前" if test in told else test)
        told.add(test)
    if "amount_fen" in benefit.values:
        often = f"，{benefit.frequency.zh}" if benefit.frequency else ""
        found.append(f"   金额（分）：{reader.words(benefit.values['amount_fen'])}{often}")
    elif benefit.frequency:
        found.append(f"   频次：{benefit.frequency.zh}")
    if "claim_until" in benefit.values:
        found.append(f"   最迟申请日：{reader.words(benefit.values['claim_until'])}")
    if "due_on" in benefit.values:
        found.append(f"   应办日期：{reader.words(benefit.values['due_on'])}")
    if benefit.receiving is not None:
        found.append(f"   视为已在享受：{reader.words(benefit.receiving)}")
    if benefit.evidence:
        found.append(f"   材料：{'、'.join(benefit.evidence)}")
    for relation in benefit.relations:
        others = "、".join(rules.benefit(other).title for other in relation.others)
        found.append(
            f"   {RELATIONS[relation.kind]}：{others}。{relation.text}（{relation.clause}）"
        )
    return found


def _parameters(rules: RuleSet) -> list[str]:
    if not rules.parameters:
        return []
    found = ["", "各地参数："]
    for info in rules.parameters.values():
        note = f"（{info.note}）" if info.note else ""
        found.append(f"· {info.title}{note}")
        if info.may_be_unset and not rules.table.changes(info.name):
            found.append("  还没有设定：由各地填写；设定以前，相关判定为信息不全，不给数字")
        for value in rules.table.changes(info.name):
            place = value.region if value.region not in {"", "national"} else "全国"
            shown = "废止" if value.repealed else show(value.value, info.kind)
            example = "，示例值" if value.example else ""
            found.append(f"  {place} 自 {value.starts_on} 起：{shown}（{value.source}{example}）")
    return found
