"""Words for what stands in tables: spans, the values of cuts, why something is not shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.language import in_english
from yimi.engine.catalogue import load_catalogue
from yimi.engine.indicators import Indicator
from yimi.engine.kinds import Kind
from yimi.insight.figures.spans import Span
from yimi.insight.figures.table import NoTotal, Withheld
from yimi.services.models import ServiceDomain, ServiceItem

REASONS: Mapping[Withheld, Any] = {
    Withheld.SMALL: gettext_lazy("不足 5，或与不足 5 的地方一起隐去，免得相减得出"),
    Withheld.NOT_BELOW_TOWNSHIP: gettext_lazy("乡镇以下，机关只看服务人次、服务人数、入户走访户次"),
    Withheld.ONE_QUARTER: gettext_lazy("乡镇以下，机关一次看一个整季度"),
    Withheld.NOT_SETTLED: gettext_lazy("乡镇以下的数在季度结束 30 天后给出"),
    Withheld.NOT_CUT: gettext_lazy("乡镇以下不再分组"),
    Withheld.ROOMS: gettext_lazy("这个乡镇不止一个站点，请看乡镇合计"),
    Withheld.NO_UNIT: gettext_lazy("这个指标不分站点"),
}
NO_TOTALS: Mapping[NoTotal, Any] = {
    NoTotal.STOCK: gettext_lazy("时点数，不同时点不能相加"),
    NoTotal.CUTS_OVERLAP: gettext_lazy("分组后不合计"),
}


def span_name(span: Span) -> str:
    """2026 年 10 月, 2026 年第三季度, 2026 年, 2026 年 1 月至 10 月."""
    last = span.last_day
    if in_english():
        return _english_span(span, last)
    year = f"{span.year} 年"
    until = f"{last.month} 月" if last.year == span.year else f"{last.year} 年 {last.month} 月"
    quarter = "一二三四"[(span.month - 1) // 3]
    return {
        "year": year,
        "quarter": f"{year}第{quarter}季度",
        "month": f"{year} {span.month} 月",
        "range": f"{year} {span.month} 月至 {until}",
    }[span.kind]


def _english_span(span: Span, last: date) -> str:
    first = f"{MONTHS[span.month]} {span.year}"
    return {
        "year": str(span.year),
        "quarter": f"Q{(span.month + 2) // 3} {span.year}",
        "month": first,
        "range": f"{first} – {MONTHS[last.month]} {last.year}",
    }[span.kind]


def cut_name(indicator: Indicator, cut: str) -> str:
    """What a cut is called."""
    column = load_catalogue().fact(indicator.fact).columns[cut]
    return column.en.partition("(")[0].strip() if in_english() else column.zh


def cut_labels(indicator: Indicator, cut: str, codes: Iterable[str | None]) -> dict[str, str]:
    """Code → label in the catalogue's order; codes that nothing names stand for themselves. At most one query."""
    column = load_catalogue().fact(indicator.fact).columns[cut]
    if column.kind == Kind.BOOL:
        return {"true": _("是"), "false": _("否")}
    if cut == "item":
        wanted = [code for code in codes if code]
        return {item.code: item.label for item in ServiceItem.objects.filter(code__in=wanted)}
    if cut == "domain":
        return {domain.code: domain.label for domain in ServiceDomain.objects.all()}
    return {code: in_language(label) for code, label in column.codes.items()}


def label_of(labels: Mapping[str, str], code: str | None) -> str:
    """A single label; nothing known is 未分."""
    return labels.get(code, code) if code else _("未分")


def in_one_language(zh: str, en: str) -> str:
    """Data that carries both: the reader's; Chinese where there is no English."""
    return en if in_english() and en else zh


def in_language(label: str) -> str:
    """A code's or unit's name, which data gives in Chinese, in the reader's language."""
    return _english().get(label, label) if in_english() else label


@cache
def _english() -> dict[str, str]:
    """English of the catalogue's codes, which are Chinese."""
    text = (files("yimi.insight.figures") / "data" / "words.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["words"])
