"""What the pages of places' indicators share: where somebody defines, how a version reads, its indicator."""

from __future__ import annotations

from typing import Any

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid, NotFound
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.indicators import Indicator, Measure
from yimi.engine.regions import prefix_of as short_code
from yimi.explore.forms import name_of, time_name
from yimi.explore.previewing import Preview, preview
from yimi.explore.showing import unit_name_of
from yimi.insight.dictionary import home_of
from yimi.insight.figures.indicators import indicators_at, title_of
from yimi.insight.figures.words import in_one_language
from yimi.insight.local.checking import check_condition, checked_indicator, sentence
from yimi.insight.local.texts import entry_of
from yimi.insight.models import IndicatorKind, IndicatorVersion
from yimi.regions.queries.tree import path_of
from yimi.regions.rules import pad_code, prefix_of

#: Digits of a county; below it nothing is defined.
COUNTY = 6


def place_of(actor: Actor, at: str) -> str:
    """The place of ``?at=``, a county at the lowest; without one where the actor begins. Raises NotFound elsewhere."""
    if not at:
        return short_code(home_of(actor)[:COUNTY])
    try:
        return short_code(at.strip()[:COUNTY])
    except ValueError:
        raise NotFound from None


def name_of_place(place: str) -> str:
    """What the place is called. One query."""
    path = path_of(pad_code(place)) if place else []
    return path[-1].name if path else place


def indicator_of(version: IndicatorVersion, entry: dict[str, Any]) -> Indicator | None:
    """The version's indicator; None for a name, or where the text does not hold up any more."""
    if version.indicator.kind == IndicatorKind.RENAMED:
        return None
    try:
        known = indicators_at(version.indicator.region_code)
        return checked_indicator(entry, known, pack=version.name)
    except Invalid:
        return None


def preview_of(version: IndicatorVersion, *, actor: Actor) -> Preview | str:
    """The version's figures at its place; "" where there are none to look at."""
    entry = entry_of(version.text)
    indicator = indicator_of(version, entry)
    if indicator is None:
        return ""
    place = prefix_of(version.indicator.region_code)
    return preview(place, entry, indicator, actor=actor, today=clock.today())


def words_of(version: IndicatorVersion) -> dict[str, Any]:
    """The version line by line for people, the filter read back in Chinese."""
    entry = entry_of(version.text)
    told: dict[str, Any] = {
        "entry": entry,
        "is_name": version.indicator.kind == IndicatorKind.RENAMED,
    }
    known = indicators_at(version.indicator.region_code)
    if told["is_name"]:
        return told | {"of": known.indicators.get(version.indicator.key)}
    told["unit"] = unit_name_of(entry["unit"])
    told["definition"] = in_one_language(entry["definition"], entry["definition_en"])
    told["dedup"] = in_one_language(entry["dedup"], entry["dedup_en"])
    if entry["measure"] == Measure.RATIO:
        parts = [known.indicators.get(key) for key in entry["of"]]
        return told | {"parts": [title_of(one) for one in parts if one]}
    fact = load_catalogue().fact(entry["fact"])
    told["fact"] = in_one_language(fact.zh, fact.en)
    days = entry.get("stock", {})
    begins, ends = fact.columns.get(days.get("from", "")), fact.columns.get(days.get("to", ""))
    told["time"] = time_name(begins or fact.columns[entry["on"]], ends if begins else None)
    told["cuts"] = [name_of(fact.columns[name]) for name in entry.get("cuts", ())]
    if entry.get("filter"):
        try:
            told["reading"] = check_condition(entry["filter"], fact.name, known)[1]
        except EngineError as error:
            told["reading"] = sentence(error)
    return told
