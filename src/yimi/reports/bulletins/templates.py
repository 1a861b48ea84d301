"""Bulletin templates: sentences with figures in braces, as data. Pure.

``{name}`` writes a figure (number, qualifier, unit), ``{name.change}`` its comparison with last year behind a comma. A
sentence is left out when a figure in it is missing, too small to print, or nothing; a comparison that cannot be made is
left out alone. ``{place}``, ``{period}`` and ``{as_of}`` are words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from yimi.engine.errors import nearest
from yimi.engine.indicators import Indicator
from yimi.reports.layout import Level
from yimi.reports.reading import DEFAULT_INDICATORS, LayoutError, indicator_set
from yimi.reports.spans import Frequency

FIGURE = re.compile(r"\{([a-z0-9_]+)(\.change)?\}")
WORDS = {"place", "period", "as_of", "unit_name"}
HEAD = {"key", "version", "title", "title_en", "level", "frequency", "headline", "source"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a template: an indicator, counted in the period or since the year began; ``unit``: as the papers say it."""

    name: str
    indicator: str
    counted: str = "period"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that make one paragraph."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A bulletin as data."""

    key: str
    version: int
    title: str
    title_en: str
    level: Level
    frequency: Frequency
    headline: str
    source: str
    measures: Mapping[str, Measure]
    paragraphs: tuple[Paragraph, ...]
    indicators: Mapping[str, Indicator]

    @property
    def name(self) -> str:
        """key@version."""
        return f"{self.key}@{self.version}"


@cache
def shipped() -> dict[str, Template]:
    """All shipped templates by key."""
    folder = files("yimi.reports") / "data" / "bulletins"
    found = [
        read(one.name, one.read_text("utf-8"))
        for one in sorted(folder.iterdir(), key=lambda each: each.name)
        if one.name.endswith(".toml")
    ]
    return {one.key: one for one in found}


def read(file: str, text: str) -> Template:
    """A template from the text of its file. Raises :class:`LayoutError`."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(file, "", f"TOML 写法有误：{error}。") from error
    head = content.get("bulletin", {})
    if missing := sorted(HEAD - set(head)):
        raise LayoutError(file, "[bulletin]", f"缺少 {'、'.join(missing)}。")
    indicators = {
        key: one
        for name in DEFAULT_INDICATORS
        for key, one in indicator_set(name).indicators.items()
    }
    measures = {
        name: _measure(file, name, entry, indicators)
        for name, entry in content.get("figures", {}).items()
    }
    paragraphs = tuple(Paragraph(tuple(one["sentences"])) for one in content.get("paragraph", []))
    if not paragraphs:
        raise LayoutError(file, "", "一段话也没有。")
    for number, paragraph in enumerate(paragraphs, 1):
        for sentence in paragraph.sentences:
            _check(file, number, sentence, measures)
    try:
        level, frequency = Level(head["level"]), Frequency(head["frequency"])
    except ValueError as error:
        raise LayoutError(file, "[bulletin]", f"级别或频次写错了：{error}。") from error
    return Template(
        **{
            name: head[name]
            for name in ("key", "version", "title", "title_en", "headline", "source")
        },
        level=level,
        frequency=frequency,
        measures=measures,
        paragraphs=paragraphs,
        indicators={one.indicator: indicators[one.indicator] for one in measures.values()},
    )


def _measure(
    file: str, name: str, entry: Mapping[str, Any], indicators: Mapping[str, Indicator]
) -> Measure:
    key = entry.get("indicator", "")
    if key not in indicators:
        raise LayoutError(file, f"数字 {name}", f"没有指标“{key}”。{nearest(key, indicators)}")
    if entry.get("counted", "period") not in {"period", "to_date"}:
        raise LayoutError(file, f"数字 {name}", "counted 写 period（本期）或 to_date（年初以来）。")
    return Measure(name, **entry)


def _check(file: str, number: int, sentence: str, measures: Mapping[str, Measure]) -> None:
    for name, _change in FIGURE.findall(sentence):
        if name not in measures and name not in WORDS:
            known = [*measures, *WORDS]
            raise LayoutError(
                file, f"第 {number} 段", f"句子里的“{name}”没有定义。{nearest(name, known)}"
            )
