"""Where an office's drill-down ends: rows without names (month, item, age band, sex), and "<5" below the township.

Rows are groups, not people: how many 人次 (or 户次, 场) fall together. Below township level a group under 5 is not
shown exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.language import in_english
from yimi.services.access import visible_masked_records
from yimi.services.models import HeadCount, Participant, ServiceRecord
from yimi.services.models.record import Presence
from yimi.services.queries.figures import FIGURES, Figure

SMALL = 5
#: Lower ends of the age bands shown to offices.
AGE_BANDS = (0, 7, 14, 18, 35, 60, 70, 80, 90)
SEX_LABELS = {"1": _("男"), "2": _("女")}
HEAD_BANDS = {
    "child": _("未成年人"),
    "adult": _("成年人"),
    "elder": _("60 岁以上"),
    "unknown": _("年龄未分"),
}


@dataclass(frozen=True, slots=True)
class MaskedRow:
    """One group. ``count`` None means fewer than five, not shown exactly."""

    month: date
    item: str
    age_band: Any
    sex: Any
    count: int | None


def item_name() -> str:
    """The column that calls an item in the reader's language."""
    return "item__name_en" if in_english() else "item__short_name"


def age_band(born_on: date | None, on: date) -> Any:
    """The band's label, for example 70–79; unknown without a date of birth."""
    if born_on is None:
        return _("年龄不详")
    age = clock.age_on(born_on, on)
    low = max((band for band in AGE_BANDS if band <= age), default=0)
    higher = [band for band in AGE_BANDS if band > low]
    return f"{low}–{higher[0] - 1}" if higher else f"{low}+"


def masked_rows(
    actor: Actor, key: str, *, first: date, last: date, unit_uids: list[UUID], exact: bool
) -> list[MaskedRow]:
    """The groups behind one figure for these units. ``exact`` only at township level and above. Two queries at most.

    Raises KeyError for a figure that does not exist, Forbidden without the permission.
    """
    figure = FIGURES[key]
    records = (
        visible_masked_records(actor)
        .current()
        .filter(figure.condition, unit__in=unit_uids, served_on__gte=first, served_on__lte=last)
    )
    groups = Counter(_groups(records, figure))
    rows = [
        MaskedRow(month, item, band, sex, count if exact or count >= SMALL else None)
        for (month, item, band, sex), count in groups.items()
    ]
    return sorted(rows, key=lambda row: (row.month, row.item, str(row.age_band), str(row.sex)))


def _groups(
    records: QuerySet[ServiceRecord], figure: Figure
) -> Iterable[tuple[date, str, Any, Any]]:
    """One group key per counted thing, so that the groups' counts add up to the figure."""
    if figure.measure in {"records", "households"}:
        # counted by event or household: nobody's age or sex belongs to it
        rows = records.order_by("served_on", "uid").values_list(
            "household_id", "served_on", item_name()
        )
        seen_households: set[UUID] = set()
        for household, served_on, item in rows.iterator(5_000):
            if figure.measure == "households" and (household in seen_households or not household):
                continue
            seen_households.add(household)
            yield served_on.replace(day=1), item, "—", "—"
        return
    yield from _named(records, figure)
    if figure.measure == "person_times":
        yield from _unnamed(records)


def _named(
    records: QuerySet[ServiceRecord], figure: Figure
) -> Iterable[tuple[date, str, Any, Any]]:
    people = Participant.objects.filter(record__in=records.values("pk"), presence=Presence.SERVED)
    rows = people.order_by("record__served_on", "record_id", "id").values_list(
        "resident_id",
        "record__served_on",
        f"record__{item_name()}",
        "resident__birth_on",
        "resident__sex",
    )
    seen: set[UUID] = set()
    for resident, served_on, item, born_on, sex in rows.iterator(5_000):
        if figure.measure == "persons" and resident in seen:
            continue
        seen.add(resident)
        band = age_band(born_on, served_on)
        yield served_on.replace(day=1), item, band, SEX_LABELS.get(sex, _("未说明"))


def _unnamed(records: QuerySet[ServiceRecord]) -> Iterable[tuple[date, str, Any, Any]]:
    heads = HeadCount.objects.filter(record__in=records.values("pk")).values_list(
        "record__served_on", f"record__{item_name()}", "band", "count"
    )
    for served_on, item, band, count in heads:
        yield from repeat((served_on.replace(day=1), item, HEAD_BANDS[band], "—"), count)
