"""From TOML to report packs: every key checked, with errors that say which file, which line of the layout, and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError, nearest
from yimi.engine.indicators import Indicator, IndicatorSet, Measure, read_indicators
from yimi.engine.packs import load_pack
from yimi.reports.layout import Column, Level, ReportPack, Row, Section, Shape
from yimi.reports.spans import Frequency

WordT = TypeVar("WordT", bound=StrEnum)
#: Packs that every report may draw on.
DEFAULT_INDICATORS = ("national/core-indicators", "national/handling-indicators")
HEAD = {
    "key", "version", "title", "title_en", "frequency", "level", "source", "deadline_day", "lock_days",
}  # fmt: skip
HEAD_OPTIONAL = {
    "shape", "columns", "asked", "signs", "notes", "based_on", "indicator_packs",
}  # fmt: skip
ROW = {"key", "title", "title_en", "unit", "indicator", "cut", "value", "each", "depth", "hint"}
LONGEST_KEY = 60


class LayoutError(ValueError):
    """A report pack that cannot be used: file, place in it, and why."""

    def __init__(self, file: str, place: str, why: str) -> None:
        super().__init__(f"{file}{'，' + place if place else ''}：{why}")


@cache
def indicator_set(name: str) -> IndicatorSet:
    """A shipped indicator pack."""
    return read_indicators(load_pack(name), load_catalogue())


@cache
def shipped() -> dict[str, ReportPack]:
    """All shipped report packs by key, in the order of their files."""
    folder = files("yimi.reports") / "data" / "reports"
    texts = {
        one.name: one.read_text("utf-8")
        for one in sorted(folder.iterdir(), key=lambda each: each.name)
        if one.name.endswith(".toml")
    }
    return read_all(texts)


def read_all(texts: Mapping[str, str]) -> dict[str, ReportPack]:
    """Packs from the texts of their files; a pack ``based_on`` another takes its lines. Raises :class:`LayoutError`."""
    contents = {file: _parse(file, text) for file, text in texts.items()}
    by_key = {content["pack"]["key"]: content for content in contents.values()}
    packs: dict[str, ReportPack] = {}
    for file, content in contents.items():
        pack = _read(file, content, by_key)
        if pack.key in packs:
            raise LayoutError(file, "[pack]", f"“{pack.key}”已经有一份报表用了。")
        packs[pack.key] = pack
    return packs


def _parse(file: str, text: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(file, "", f"TOML 写法有误：{error}。") from error
    head = content.get("pack")
    if not isinstance(head, dict):
        raise LayoutError(file, "", "开头要有 [pack]。")
    if missing := sorted(HEAD - set(head)):
        raise LayoutError(file, "[pack]", f"缺少 {'、'.join(missing)}。")
    known = HEAD | HEAD_OPTIONAL
    if unknown := sorted(set(head) - known):
        raise LayoutError(file, "[pack]", f"不认识“{unknown[0]}”。{nearest(unknown[0], known)}")
    return content


def _read(file: str, content: Mapping[str, Any], known: Mapping[str, Any]) -> ReportPack:
    head = content["pack"]
    base = head.get("based_on")
    if base and base not in known:
        raise LayoutError(file, "based_on", f"没有报表“{base}”。{nearest(base, known)}")
    entries = known[base]["section"] if base else content.get("section", [])
    sets = [_indicators(file, name) for name in head.get("indicator_packs", DEFAULT_INDICATORS)]
    indicators = {key: one for each in sets for key, one in each.indicators.items()}
    level = _word(file, "level", Level, head["level"])
    sections = tuple(_section(file, entry, indicators) for entry in entries)
    pack = ReportPack(
        key=_text(file, "key", head["key"]),
        version=_days(file, "version", head["version"]),
        title=_text(file, "title", head["title"]),
        title_en=_text(file, "title_en", head["title_en"]),
        source=_text(file, "source", head["source"]),
        deadline_day=_days(file, "deadline_day", head["deadline_day"]),
        lock_days=_days(file, "lock_days", head["lock_days"]),
        frequency=_word(file, "frequency", Frequency, head["frequency"]),
        level=level,
        shape=_word(file, "shape", Shape, head.get("shape", Shape.LIST)),
        columns=tuple(_word(file, "columns", Column, name) for name in head.get("columns", ["period"])),
        sections=sections,
        asked=bool(head.get("asked", True)),
        signs=tuple(head.get("signs", ("填报人", "审核人"))),
        notes=tuple(head.get("notes", ())),
        indicator_packs=tuple(one.pack.name for one in sets),
        indicators={row.indicator: indicators[row.indicator] for one in sections for row in one.rows if row.indicator},
    )  # fmt: skip
    _check(file, pack)
    return pack


def _indicators(file: str, name: str) -> IndicatorSet:
    try:
        return indicator_set(name)
    except EngineError as error:
        raise LayoutError(file, "indicator_packs", str(error)) from error


def _section(file: str, entry: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Section:
    for name in ("key", "title", "title_en"):
        if name not in entry:
            raise LayoutError(file, f"栏目 {entry.get('key', '?')}", f"缺少 {name}。")
    rows = tuple(_row(file, row, indicators) for row in entry.get("row", []))
    if not rows:
        raise LayoutError(file, f"栏目 {entry['key']}", "一行也没有。")
    return Section(entry["key"], entry["title"], entry["title_en"], rows)


def _row(file: str, entry: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> Row:
    key = str(entry.get("key", ""))
    place = f"行 {key or '?'}"
    if not key or len(key) > LONGEST_KEY:
        raise LayoutError(file, place, f"要有 key，不超过 {LONGEST_KEY} 个字。")
    if unknown := sorted(set(entry) - ROW):
        raise LayoutError(file, place, f"不认识“{unknown[0]}”。{nearest(unknown[0], ROW)}")
    name = entry.get("indicator", "")
    if not name:
        if {"title", "title_en", "unit"} - set(entry):
            raise LayoutError(file, place, "没有 indicator 的行要写明 title、title_en 和 unit。")
        return Row(**entry)
    if name not in indicators:
        raise LayoutError(file, place, f"没有指标“{name}”。{nearest(name, indicators)}")
    found = indicators[name]
    if entry.get("unit", found.unit) != found.unit:
        raise LayoutError(file, place, f"“{found.title}”的单位是{found.unit}，不能改写。")
    cut = entry.get("cut", "")
    if cut and (cut not in found.cuts or found.measure == Measure.RATIO):
        raise LayoutError(
            file, place, f"“{found.title}”不能按“{cut}”分。{nearest(cut, found.cuts)}"
        )
    if bool(cut) != (bool(entry.get("value")) or bool(entry.get("each"))):
        raise LayoutError(
            file, place, "写了 cut，就要写 value（哪一个）或 each = true（每个一行）。"
        )
    words = {"title": found.title, "title_en": found.title_en, "unit": found.unit}
    return Row(**(words | dict(entry)))


def _check(file: str, pack: ReportPack) -> None:
    """What concerns the layout as a whole."""
    keys = [row.key for row in pack.rows]
    if not keys:
        raise LayoutError(file, "", "没有任何栏目。")
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise LayoutError(file, f"行 {twice[0]}", "两行用了同一个 key。")
    if Column.PERIOD not in pack.columns:
        raise LayoutError(file, "columns", "要有 period（本期）。")
    if pack.shape == Shape.TABLE:
        if pack.level != Level.COUNTY or pack.columns != (Column.PERIOD,):
            raise LayoutError(file, "shape", "汇总表只用于县级，只有本期一栏。")
        if wrong := [row.key for row in pack.rows if row.each or not row.is_derived]:
            raise LayoutError(file, f"行 {wrong[0]}", "汇总表的每一列都要是指标。")
    if pack.level == Level.STATION:
        _check_units(file, pack)


def _check_units(file: str, pack: ReportPack) -> None:
    """Every figure of a station's report must be one that records say by station."""
    catalogue = load_catalogue()
    for row in pack.derived:
        found = pack.indicators[row.indicator]
        parts = [found] if not found.of[0] else [_part(pack, key) for key in found.of]
        for part in parts:
            if "unit_uid" not in catalogue.fact(part.fact).columns:
                raise LayoutError(file, f"行 {row.key}", f"“{found.title}”不能按站点统计。")


def _part(pack: ReportPack, key: str) -> Indicator:
    sets = (indicator_set(name.partition("@")[0]) for name in pack.indicator_packs)
    return next(one.indicators[key] for one in sets if key in one.indicators)


def _word(file: str, name: str, words: type[WordT], value: Any) -> WordT:
    try:
        return words(value)
    except ValueError:
        raise LayoutError(file, name, f"“{value}”不行，可以写：{'、'.join(words)}。") from None


def _text(file: str, name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LayoutError(file, name, "要是一段文字。")
    return value


def _days(file: str, name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise LayoutError(file, name, "要是正整数。")
    return value


def of_level(level: Level, packs: Sequence[ReportPack] | None = None) -> list[ReportPack]:
    """The packs about stations, towns or counties."""
    return [pack for pack in packs or shipped().values() if pack.level == level]
