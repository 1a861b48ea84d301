"""The page that says which number of the statistics definitions is carried by which indicator, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yimi.engine.catalogue import Catalogue
from yimi.engine.errors import PackError, Where
from yimi.engine.indicators.definitions import Indicator, IndicatorSet, Measure
from yimi.engine.indicators.reading import read_indicators
from yimi.engine.packs import load_pack, shipped_packs

CORE = "national/core-indicators"
HEAD = """# 指标口径 / Indicators

由 `./yimi indicators list --format markdown` 从指标包生成，请勿手改。 / Generated from the indicator packs; do not edit.

每个指标写明数什么、什么单位、怎样去重。单位不同的不能相加；按人、按户、按机构去重的，换了时段或地区要重算；时点数不能跨时段相加；
百分比一律由两个计数算出。事实表和列见 `src/yimi/engine/catalogue/`。

*Every indicator says what it counts, in which unit and without whom. Other units are never added; distinct counts are computed
anew for another period or place; a stock is not added over time; percentages always come from their two counts.*
"""
LADDER = """
## 覆盖率的四档 / The ladder of coverage

已挂牌 → 有专职人员 → 有持证社工 → 常态化服务：每一档都以前一档为前提，按乡镇（街道）判断，逐级汇总。“算不算”由参数定，
参数有地区、起始日和依据，县、市、省可以在自己的包里另定。
*plated → staffed → professionally staffed → serving regularly: each rung stands on the one below, per township, rolled up. What
counts is set by dated parameters that a county, city or province may set for itself.*

| 参数 | 含义 | 全国初始值 | 起始 | 依据 |
|---|---|---|---|---|
"""


def page(catalogue: Catalogue) -> str:
    """The whole page, in Markdown."""
    core = read_indicators(load_pack(CORE), catalogue)
    parts = [HEAD, *_gaps(core), *_table(core), LADDER + "\n".join(_parameters(core)), *_places(catalogue)]  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


def codes(core: IndicatorSet) -> list[Mapping[str, Any]]:
    """The numbers P01 to P29 as the pack lists them. Raises :class:`PackError` for one with neither indicator nor reason."""
    entries: list[Mapping[str, Any]] = core.pack.content.get("code", [])
    for entry in entries:
        if not indicators_of(core, entry["id"]) and not entry.get("gap"):
            raise PackError("code_open", "没有指标，也没有写明为什么。", Where(CORE, entry["id"]))
    return entries


def indicators_of(core: IndicatorSet, code: str) -> list[Indicator]:
    """The indicators that carry a number; "" are those beside the numbers."""
    return [one for key, one in core.indicators.items() if _code(key) == code]


def _code(key: str) -> str:
    head = key.partition("_")[0]
    return head if head[:1] == "P" and head[1:].isdigit() else ""


def _gaps(core: IndicatorSet) -> Iterator[str]:
    yield "## 哪个编号由哪个指标回答 / Which number is carried by which indicator\n"
    yield "| 编号 | 名称 | 指标 | 数据还不能回答的 / What the data cannot say |\n|---|---|---|---|"
    for entry in codes(core):
        keys = "、".join(f"`{one.key}`" for one in indicators_of(core, entry["id"])) or "—"
        gap = f"{entry['gap']}。<br>*{entry['gap_en']}.*" if entry.get("gap") else ""
        yield f"| {entry['id']} | {entry['title']} | {keys} | {gap} |"
    beside = "、".join(f"`{one.key}`" for one in indicators_of(core, ""))
    yield f"| — | 编号以外 | {beside} | |"


def _table(core: IndicatorSet) -> Iterator[str]:
    yield "\n## 指标 / Indicators\n"
    yield "| 指标 | 名称 / Title | 单位 | 数什么 / What it counts | 去重 / Repeats | 时间 | 可以相加 | 可以按什么分 | 来源 / Source |\n|---|---|---|---|---|---|---|---|---|"
    for one in core.indicators.values():
        yield " | ".join(
            [
                f"| `{one.key}`",
                f"{one.title}<br>*{one.title_en}*",
                one.unit,
                f"{one.definition}<br>*{one.definition_en}*",
                f"{one.dedup}<br>*{one.dedup_en}*",
                _time(one),
                _adds(one),
                "、".join(f"`{cut}`" for cut in one.cuts) or "—",
                f"{one.source}<br>*{one.source_en}* |",
            ]
        )


def _time(one: Indicator) -> str:
    if one.measure == Measure.RATIO:
        return "随两个计数"
    return f"时点（{one.starts}）" if one.is_stock else f"时段（{one.on}）"


def _adds(one: Indicator) -> str:
    if one.measure == Measure.RATIO:
        return "不能，重算"
    if one.may_add_periods:
        return "地区、时段"
    return "地区" if one.may_add_places else "不能，重算"


def _parameters(core: IndicatorSet) -> Iterator[str]:
    for entry in core.pack.content.get("parameter", []):
        for value in entry["value"]:
            yield f"| `{entry['id']}` | {entry['title']} | {value['amount']} | {value['from']} | {value['source']} |"


def _places(catalogue: Catalogue) -> Iterator[str]:
    yield "\n## 地方的指标包 / Packs of places\n"
    yield "地方的包可以改名称、配本地代码、另立指标、定参数，不能改别的指标数什么。"
    yield "县、市、省也可以不写包，在系统的“指标”页上起名、另立，由两个人核对后发布，见 [packs.md](packs.md)。\n"
    for name in shipped_packs():
        pack = load_pack(name)
        if pack.kind != "indicators" or "base" not in pack.content["pack"]:
            continue
        own = read_indicators(pack, catalogue)
        yield f"### {pack.title}（`{pack.name}`）\n"
        for entry in pack.content.get("local", []):
            if own.get(entry["key"]).pack != pack.name:
                code = f"，代码 {entry['local_code']}" if entry.get("local_code") else ""
                yield f"- `{entry['key']}` 在当地叫：{own.get(entry['key']).title}{code}"
        for one in own.indicators.values():
            if one.pack == pack.name:
                yield f"- 另立 `{one.key}`（{one.title}，{one.unit}）：{one.definition}"
        for entry in pack.content.get("parameter", []):
            for value in entry["value"]:
                yield f"- 参数 `{entry['id']}` 自 {value['from']} 起为 {value['amount']}：{value['source']}"
        yield ""
