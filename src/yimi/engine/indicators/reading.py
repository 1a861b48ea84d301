"""From a pack to indicators: every expression checked, every duty of a definition fulfilled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.errors import EngineError, PackError, Where, nearest
from yimi.engine.expressions import check
from yimi.engine.indicators.definitions import Indicator, IndicatorSet, Measure
from yimi.engine.kinds import NUMBERS, Kind
from yimi.engine.packs import Pack, parameter_values
from yimi.engine.parameters import ParameterTable


def read_indicators(pack: Pack, catalogue: Catalogue | None = None) -> IndicatorSet:
    """The indicators of ``pack``. Raises :class:`EngineError` naming the file and the indicator."""
    catalogue = catalogue or load_catalogue()
    file = "/".join(pack.path.parts[-3:])
    if pack.kind != "indicators":
        raise PackError("pack_kind", f"这不是指标包（kind = {pack.kind}）。", Where(file))
    kinds = {entry["id"]: Kind(entry["kind"]) for entry in pack.content.get("parameter", [])}
    found: dict[str, Indicator] = {}
    for entry in pack.content.get("indicator", []):
        name = entry.get("key", "?")
        try:
            if name in found:
                raise PackError("indicator_twice", "两个指标用了同一个 key。")
            found[name] = _read(entry, catalogue, kinds)
        except EngineError as error:
            raise error.inside(file=file, rule=name) from error
        except (KeyError, ValueError, TypeError) as error:
            raise PackError("pack_entry", f"缺少或写错了 {error}。", Where(file, name)) from error
    for indicator in found.values():
        _check_ratio(indicator, found, file)
    return IndicatorSet(pack, found, ParameterTable(parameter_values(pack.content, file)))


def _read(entry: Mapping[str, Any], catalogue: Catalogue, kinds: Mapping[str, Kind]) -> Indicator:
    measure = Measure(entry["measure"])
    words = {
        name: entry[name]
        for name in ("key", "title", "title_en", "unit", "definition", "dedup", "source")
    }
    if measure == Measure.RATIO:
        return Indicator(**words, measure=measure, of=(entry["of"][0], entry["of"][1]))
    fact = catalogue.fact(entry["fact"])

    def tree(name: str, kind: Kind | None) -> Any:
        if name not in entry:
            return None
        return check(entry[name], catalogue, fact.name, parameters=kinds, kind=kind)

    value = tree("value", None)
    if measure == Measure.SUM and (value is None or value.kind not in NUMBERS):
        raise PackError("indicator_value", "sum 要有一个数作 value。")
    if measure == Measure.COUNT_DISTINCT and (value is None or value.kind != Kind.UID):
        raise PackError("indicator_value", "count_distinct 要有一个编号作 value。")
    stock = entry.get("stock", {})
    indicator = Indicator(
        **words,
        measure=measure,
        fact=fact.name,
        value=value,
        filter=tree("filter", Kind.BOOL),
        on=entry.get("on", ""),
        starts=stock.get("from", ""),
        ends=stock.get("to", ""),
        cuts=tuple(entry.get("cuts", ())),
    )
    if bool(indicator.on) == bool(indicator.starts):
        raise PackError("indicator_time", "流量写 on（日期列），存量写 stock.from；两者取一。")
    if not fact.place:
        raise PackError("indicator_place", f"“{fact.zh}”没有所在地，不能按地区统计。")
    named = [indicator.on, indicator.starts, indicator.ends]
    for name in [name for name in named if name]:
        if name not in fact.columns or fact.columns[name].kind != Kind.DATE:
            raise PackError("indicator_time", f"“{name}”不是日期列。{nearest(name, fact.columns)}")
    for cut in indicator.cuts:
        if cut not in fact.columns or fact.columns[cut].kind not in {Kind.CODE, Kind.BOOL}:
            raise PackError("indicator_cut", f"不能按“{cut}”分。{nearest(cut, fact.columns)}")
    return indicator


def _check_ratio(indicator: Indicator, known: Mapping[str, Indicator], file: str) -> None:
    if indicator.measure != Measure.RATIO:
        return
    where = Where(file, indicator.key)
    for key in indicator.of:
        if key not in known:
            raise PackError("unknown_indicator", f"没有指标“{key}”。{nearest(key, known)}", where)
    top, bottom = (known[key] for key in indicator.of)
    if Measure.RATIO in (top.measure, bottom.measure):
        raise PackError("ratio_of_ratio", "比例的分子分母要是计数，不能又是比例。", where)
    if top.unit != bottom.unit:
        raise PackError("ratio_units", f"分子是{top.unit}，分母是{bottom.unit}，不成比例。", where)
