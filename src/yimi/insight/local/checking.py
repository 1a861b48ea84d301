"""From what somebody typed to an indicator, or a sentence at the field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yimi.core.errors import Invalid
from yimi.engine.catalogue import Fact, load_catalogue
from yimi.engine.describe import Reader
from yimi.engine.errors import EngineError, Where
from yimi.engine.expressions import Node, check
from yimi.engine.expressions.tree import ColumnOf, walk
from yimi.engine.indicators import Indicator, IndicatorSet, Measure, parameter_kinds, read_local
from yimi.insight.local import columns
from yimi.insight.local.pointing import refuse_pointing

LONGEST = {
    "title": 40, "title_en": 90, "definition": 200, "definition_en": 300, "source": 100, "source_en": 150,
    "local_code": 20, "filter": 4000,
}  # fmt: skip
REQUIRED = ("title", "title_en", "definition", "definition_en", "source")
NAMES = ("title", "title_en")


def check_condition(text: str, fact_name: str, known: IndicatorSet) -> tuple[Node, str]:
    """The tree of a filter over a fact, and its reading in Chinese. Raises EngineError with line and column."""
    catalogue = load_catalogue()
    fact = catalogue.fact(fact_name)
    node = check(text, catalogue, fact.name, parameters=parameter_kinds(known))
    refuse_pointing(node, catalogue, fact, text)
    return node, Reader(catalogue, fact, titles_of(known)).words(node)


def titles_of(known: IndicatorSet) -> dict[str, str]:
    """Names of the parameters that expressions may read."""
    return {
        one["id"]: one.get("title", one["id"]) for one in known.pack.content.get("parameter", [])
    }


def sentence(error: EngineError) -> str:
    """An error for the one field it is about: the place within the text, without file and code."""
    spot = str(Where(line=error.where.line, column=error.where.column))
    return f"{spot}：{error.message}" if spot else error.message


def checked_names(entry: Mapping[str, Any], known: IndicatorSet) -> None:
    """A place's own names for an indicator that is known. Raises Invalid."""
    wrong = _lengths(entry, NAMES)
    _title_is_free(entry, known, wrong)
    if wrong:
        raise Invalid(wrong)


def checked_indicator(entry: Mapping[str, Any], known: IndicatorSet, *, pack: str) -> Indicator:
    """The indicator of an entry beside those that the place knows. Raises Invalid with sentences at the fields."""
    wrong = _lengths(entry, REQUIRED)
    _title_is_free(entry, known, wrong)
    measure = Measure(entry["measure"])
    if measure == Measure.RATIO:
        _check_of(entry, known, wrong)
    else:
        _check_counted(entry, measure, known, wrong)
    if wrong:
        raise Invalid(wrong)
    try:
        return read_local(entry, known, load_catalogue(), pack=pack)
    except EngineError as error:
        raise Invalid.one(
            "of_top" if measure == Measure.RATIO else "filter", sentence(error)
        ) from error


def _lengths(entry: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, list[Any]]:
    wrong: dict[str, list[Any]] = {}
    for name in required:
        if not entry.get(name):
            wrong[name] = [_("这一项不能空着。")]
    for name, longest in LONGEST.items():
        if len(entry.get(name) or "") > longest:
            wrong[name] = [_("太长了，请缩短到 %(longest)s 个字以内。") % {"longest": longest}]
    return wrong


def _title_is_free(
    entry: Mapping[str, Any], known: IndicatorSet, wrong: dict[str, list[Any]]
) -> None:
    """Two indicators of one name would be taken for one another."""
    for one in known.indicators.values():
        if one.title == entry.get("title") and one.key != entry["key"] and not one.withdrawn_on:
            wrong["title"] = [
                _("已经有一个叫“%(title)s”的指标（%(key)s）。数的不一样，名称也要不一样。")
                % {"title": one.title, "key": one.key}
            ]


def _check_of(entry: Mapping[str, Any], known: IndicatorSet, wrong: dict[str, list[Any]]) -> None:
    for field, key in zip(("of_top", "of_bottom"), entry["of"], strict=True):
        one = known.indicators.get(key)
        if one is None:
            wrong[field] = [_("请选一个指标。")]
        elif one.measure == Measure.RATIO:
            wrong[field] = [
                _("“%(title)s”本身是比例；分子、分母都要是计数。") % {"title": one.title}
            ]
        elif one.withdrawn_on or one.key == entry["key"]:
            wrong[field] = [_("“%(title)s”不能用在这里。") % {"title": one.title}]
    if wrong:
        return
    top, bottom = (known.get(key) for key in entry["of"])
    if top.key == bottom.key:
        wrong["of_bottom"] = [_("分子和分母是同一个指标。")]
    elif top.unit != bottom.unit:
        wrong["of_bottom"] = [
            _("分子是%(top)s，分母是%(bottom)s，单位不同，不成比例。")
            % {"top": top.unit, "bottom": bottom.unit}
        ]


def _check_counted(
    entry: Mapping[str, Any], measure: Measure, known: IndicatorSet, wrong: dict[str, list[Any]]
) -> None:
    catalogue = load_catalogue()
    fact = catalogue.fact(entry["fact"])
    condition: Node | None = None
    if entry.get("filter") and "filter" not in wrong:
        try:
            condition, _words = check_condition(entry["filter"], fact.name, known)
        except EngineError as error:
            wrong["filter"] = [sentence(error)]
    value = entry.get("value", "")
    if measure == Measure.SUM and value not in {one.name for one in columns.addable(fact)}:
        wrong["value"] = [_("这一列加起来没有意义，请另选一列。")]
    elif measure == Measure.COUNT_DISTINCT and value not in {
        one.name for one in columns.distinct(fact)
    }:
        wrong["value"] = [_("请选一列编号：数不同的谁，就选谁的编号。")]
    else:
        _check_unit(entry, measure, fact, condition, wrong)


def _check_unit(
    entry: Mapping[str, Any],
    measure: Measure,
    fact: Fact,
    condition: Node | None,
    wrong: dict[str, list[Any]],
) -> None:
    unit = entry["unit"]
    wanted = columns.unit_for(measure, entry.get("value", ""), load_catalogue(), fact.name)
    rows = columns.load_columns().rows
    if wanted and unit != wanted:
        wrong["unit"] = [_("这样数出来的单位是“%(unit)s”。") % {"unit": columns.unit_label(wanted)}]
    elif not wanted and unit in {columns.MINUTES_UNIT, columns.MONEY_UNIT}:
        wrong["unit"] = [_("数行数得不出时长和金额，请选“合计”和那一列。")]
    elif measure == Measure.COUNT and fact.name == rows["fact"]:
        if unit == rows["people_unit"]:
            wrong["unit"] = [_("未留名的人合在一行里，数行会少；人次请选“合计”里的“人次”。")]
        elif unit in {"人", "户"}:
            wrong["unit"] = [_("一个人来几次就有几行，数行得不出人数、户数；请选“去重计数”。")]
        elif unit in rows["per_record"] and not _names(condition, rows["first"]):
            wrong["filter"] = [_("一条服务记录有几位居民就有几行；数次数请加上 and is_first_row。")]


def _names(condition: Node | None, column: str) -> bool:
    if condition is None:
        return False
    return any(
        isinstance(part, ColumnOf) and part.name == column and not part.path
        for part in walk(condition)
    )
