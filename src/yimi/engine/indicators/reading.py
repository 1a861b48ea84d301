"""From a pack to indicators: every expression checked, every duty of a definition fulfilled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.errors import EngineError, PackError, Where, nearest
from yimi.engine.expressions import check
from yimi.engine.indicators.definitions import LOCAL_KEY, Indicator, IndicatorSet, Measure
from yimi.engine.kinds import NUMBERS, Kind
from yimi.engine.packs import Pack, load_pack, parameter_values
from yimi.engine.parameters import ParameterTable, ParameterValue

#: The words of an indicator; those in English may come later.
WORDS = ("key", "title", "title_en", "unit", "definition", "dedup", "source")
WORDS_EN = ("definition_en", "dedup_en", "source_en")
#: What a place may change of an indicator it did not define: what it is called. Never what it counts.
NAMES = ("title", "title_en", "local_code")


def read_indicators(
    pack: Pack,
    catalogue: Catalogue | None = None,
    local_values: Iterable[ParameterValue] = (),
) -> IndicatorSet:
    """The indicators of ``pack``, after those of its ``base`` where it names one; ``local_values`` are a place's own values.

    A place's pack adds indicators, calls others by its own names and codes (``[[local]]``), and sets parameters for its
    divisions; it cannot change what an indicator counts. Raises :class:`EngineError` naming the file and the indicator.
    """
    catalogue = catalogue or load_catalogue()
    file = "/".join(pack.path.parts[-3:])
    if pack.kind != "indicators":
        raise PackError("pack_kind", f"这不是指标包（kind = {pack.kind}）。", Where(file))
    above = _above(pack, catalogue)
    entries = [*(above.pack.content.get("parameter", []) if above else []), *_declared(pack)]
    kinds = {entry["id"]: Kind(entry["kind"]) for entry in entries}
    found: dict[str, Indicator] = dict(above.indicators) if above else {}
    for entry in pack.content.get("indicator", []):
        name = entry.get("key", "?")
        try:
            if name in found:
                raise PackError("indicator_twice", "两个指标用了同一个 key。")
            if LOCAL_KEY.fullmatch(name):
                raise PackError("local_key", "L 加区划代码的 key 留给各地在系统里另立的指标。")
            found[name] = replace(_read(entry, catalogue, kinds), pack=pack.name)
        except EngineError as error:
            raise error.inside(file=file, rule=name) from error
        except (KeyError, ValueError, TypeError) as error:
            raise PackError("pack_entry", f"缺少或写错了 {error}。", Where(file, name)) from error
    for indicator in found.values():
        _check_ratio(indicator, found, file)
    for entry in pack.content.get("local", []):
        _call(entry, found, file)
    values = [*parameter_values(pack.content, file), *local_values]
    if above:
        known = parameter_values(above.pack.content, "/".join(above.pack.path.parts[-3:]))
        values = [*known, *values]
    return IndicatorSet(pack, found, ParameterTable(values))


def read_local(
    entry: Mapping[str, Any], known: IndicatorSet, catalogue: Catalogue, *, pack: str
) -> Indicator:
    """An indicator that a place adds beside ``known``, checked like one of a pack. Raises :class:`EngineError`.

    ``pack`` names its definition in figures. A ratio takes its two counts from ``known``.
    """
    found = replace(_read(entry, catalogue, parameter_kinds(known)), pack=pack)
    _check_ratio(found, known.indicators, "")
    return found


def parameter_kinds(known: IndicatorSet) -> dict[str, Kind]:
    """The parameters that expressions beside ``known`` may read."""
    base = known.pack.content["pack"].get("base")
    packs = [load_pack(base), known.pack] if base else [known.pack]
    declared = [entry for pack in packs for entry in _declared(pack)]
    return {entry["id"]: Kind(entry["kind"]) for entry in declared}


def _above(pack: Pack, catalogue: Catalogue) -> IndicatorSet | None:
    """The set that a place's pack builds on. One step: a place builds on a national pack."""
    name = pack.content["pack"].get("base")
    return read_indicators(load_pack(name), catalogue) if name else None


def _declared(pack: Pack) -> list[Mapping[str, Any]]:
    """The parameters that the pack itself declares; entries without a kind only set values of the base's."""
    return [entry for entry in pack.content.get("parameter", []) if "kind" in entry]


def _call(entry: Mapping[str, Any], found: dict[str, Indicator], file: str) -> None:
    """Call an indicator by a place's own name or code."""
    key = str(entry.get("key", "?"))
    where = Where(file, key)
    if key not in found:
        raise PackError("unknown_indicator", f"没有指标“{key}”。{nearest(key, found)}", where)
    if strange := sorted(set(entry) - {"key", *NAMES}):
        raise PackError(
            "local_definition",
            f"地方可以改指标的名称和代码，不能改“{strange[0]}”；口径不同的，请另立一个指标。",
            where,
        )
    code = entry.get("local_code", "")
    if code and any(one.local_code == code for one in found.values()):
        raise PackError("code_twice", f"代码“{code}”用了两次。", where)
    found[key] = replace(found[key], **{name: entry[name] for name in NAMES if name in entry})


def _read(entry: Mapping[str, Any], catalogue: Catalogue, kinds: Mapping[str, Kind]) -> Indicator:
    measure = Measure(entry["measure"])
    words = {name: entry[name] for name in WORDS}
    words |= {name: entry[name] for name in WORDS_EN if name in entry}
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
