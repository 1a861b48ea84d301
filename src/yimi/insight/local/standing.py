"""Which versions of places' indicators hold at a place, and the set of indicators that they make with the shipped ones."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from yimi.core.clock import SHANGHAI
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.indicators import Indicator, IndicatorSet, Measure, read_local
from yimi.engine.regions import ancestors
from yimi.insight.local.texts import digest_of, entry_of
from yimi.insight.models import DECIDED, IndicatorKind, IndicatorVersion, VersionState
from yimi.regions.rules import pad_code, prefix_of

logger = logging.getLogger(__name__)
NAMES = ("title", "title_en", "local_code")
#: Frozen texts as indicators, read once in a process: (digest, name, pack beside which it was read).
_read: dict[tuple[str, str, str], Indicator] = {}


def versions_at(code: str, known_at: datetime | None = None) -> list[IndicatorVersion]:
    """The version of each indicator that holds at a place: its own and those of the places above, widest place first.

    ``known_at``: the one published then; before the first was published, the first. So a figure known at a past day
    never changes. One query.
    """
    places = [pad_code(prefix) for prefix in ancestors(code) if prefix]
    if not places:
        return []
    rows = (
        IndicatorVersion.objects.filter(indicator__region_code__in=places, state__in=DECIDED)
        .select_related("indicator")
        .order_by("indicator__region_code", "indicator__key", "number")
    )
    found: dict[Any, IndicatorVersion] = {}
    for row in rows:
        first = row.indicator_id not in found
        if first or known_at is None or (row.decided_at and row.decided_at <= known_at):
            found[row.indicator_id] = row
    return sorted(found.values(), key=lambda one: len(prefix_of(one.indicator.region_code)))


def joined(base: IndicatorSet, versions: Sequence[IndicatorVersion]) -> IndicatorSet:
    """``base`` with a place's own indicators and names. One that cannot be read any more is left out and logged."""
    if not versions:
        return base
    indicators = dict(base.indicators)
    ordered = sorted(versions, key=_ratios_last)
    for version in ordered:
        known = replace(base, indicators=indicators)
        try:
            if version.indicator.kind == IndicatorKind.ADDED:
                indicators[version.indicator.key] = _added(version, known)
            elif version.state == VersionState.PUBLISHED:
                _rename(version, indicators)
        except (EngineError, KeyError) as error:
            logger.warning("indicator %s is not usable: %s", version.name, error)
    return replace(base, indicators=indicators)


def _ratios_last(version: IndicatorVersion) -> tuple[bool, bool]:
    """Counts, then ratios of them, then names."""
    return version.indicator.kind == IndicatorKind.RENAMED, 'measure = "ratio"' in version.text


def _added(version: IndicatorVersion, known: IndicatorSet) -> Indicator:
    if digest_of(version.text) != version.sha256:
        raise EngineError("indicator_damaged", "定义的内容和发布时的校验值不一致。")
    place = (version.sha256, version.name, known.pack.name)
    found = _read.get(place)
    if found is None:
        found = read_local(entry_of(version.text), known, load_catalogue(), pack=version.name)
        if found.measure != Measure.RATIO:  # whose two counts may have changed meanwhile
            _read[place] = found
    if version.withdrawn_at is not None:
        found = replace(found, withdrawn_on=version.withdrawn_at.astimezone(SHANGHAI).date())
    return found


def _rename(version: IndicatorVersion, indicators: dict[str, Indicator]) -> None:
    entry = entry_of(version.text)
    one = indicators[version.indicator.key]
    changes: dict[str, Any] = {name: entry[name] for name in NAMES if name in entry}
    indicators[one.key] = replace(one, **changes)
