"""Definitions that tests begin with, and versions published by the actions themselves."""

from __future__ import annotations

from typing import Any

from yimi.core.actor import Actor
from yimi.insight import actions
from yimi.insight.models import IndicatorVersion

#: Older women met at home, each visit counted: what a county may want beside the country's indicators.
ELDERS = {
    "title": "上门见到的老年妇女人次", "title_en": "Older women met at home", "unit": "人次", "measure": "sum",
    "definition": "入户见到的 60 岁以上妇女，每次一人次", "definition_en": "Women of 60 and over met on home visits",
    "source": "商民〔2026〕7 号", "fact": "service_contact", "value": "person_times", "on": "served_on",
    "filter": "method = 'home_visit' and outcome = 'met'\nand age_band = 'elder' and sex = '2'",
    "dedup": "不去重", "dedup_en": "Repeats count", "cuts": ["domain", "by_certified"],
}  # fmt: skip
PERSONS = ELDERS | {
    "title": "上门见到的老年妇女", "title_en": "Older women", "unit": "人", "measure": "count_distinct",
    "value": "resident_uid", "dedup": "按居民去重", "cuts": ["domain"],
}  # fmt: skip
SHARE = {
    "title": "老年妇女占服务人次", "title_en": "Share of older women", "unit": "%", "measure": "ratio",
    "definition": "上门见到的老年妇女人次占服务人次", "definition_en": "Their share of person-times",
    "source": "商民〔2026〕7 号", "of": ["L411623_01", "P01_person_times"], "dedup": "由两个计数算出",
}  # fmt: skip


def published(
    entry: dict[str, Any], *, by: Actor, and_by: Actor, place: str = "411623"
) -> IndicatorVersion:
    """An indicator that two people let in."""
    version = actions.add_indicator(place, entry, actor=by)
    return let_in(version, by=by, and_by=and_by)


def let_in(version: IndicatorVersion, *, by: Actor, and_by: Actor) -> IndicatorVersion:
    """A draft that two people let in."""
    actions.propose(version, actor=by, expected=version.row_version)
    return actions.publish(version, actor=and_by, expected=version.row_version)
