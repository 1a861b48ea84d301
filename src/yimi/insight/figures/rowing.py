"""Which rows a table has, and what they are called: places from the division tree, units, periods, codes of a cut."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.engine.indicators import IndicatorSet
from yimi.insight.figures.indicators import parts_of
from yimi.insight.figures.question import LEVELS, Question
from yimi.insight.figures.table import Row
from yimi.insight.figures.words import cut_labels, span_name
from yimi.regions.models import Region
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit

#: What is counted at a place and in none of those below it.
OWN = _("本级（不在下面任何一处）")


def rows_of(question: Question, found: set[str], known: IndicatorSet) -> list[Row]:
    """The rows in order, without cells. Places that exist have a row even with nothing counted. At most two queries."""
    if question.digits:
        return _places(question, found)
    if question.rows == "unit":
        return _units(question, found)
    if question.by_period:
        parts = question.span.parts(question.rows)
        return [Row(str(part), span_name(part)) for part in parts]
    if question.row_cut:
        part = parts_of(known.get(question.indicators[0]), known)[0]
        labels = cut_labels(part, question.row_cut, found)
        listed = [key for key in labels if key in found]
        rest = sorted(found - set(listed) - {""})
        rows = [Row(key, labels.get(key, key)) for key in [*listed, *rest]]
        return [*rows, *([Row("", _("未分"))] if "" in found else [])]
    return [Row("", place_name(question))]


def _places(question: Question, found: set[str]) -> list[Row]:
    level = list(LEVELS).index(question.rows) + 1
    regions = (
        Region.objects.within(pad_code(question.place) if question.place else "")
        .at_level(level)
        .in_force(clock.today())
        .order_by("code")
    )
    places = {code[: question.digits]: name for code, name in regions.values_list("code", "name")}
    rows = [Row(key, name) for key, name in places.items()]
    strays = sorted(found - set(places))
    if not strays:
        return rows
    names = dict(
        Region.objects.filter(
            code__in=[pad_code(key) for key in strays], is_placeholder=False
        ).values_list("code", "name")
    )
    for key in strays:
        is_own = set(key[len(question.place) :]) <= {"0"}
        name = OWN if is_own else names.get(pad_code(key), pad_code(key))
        rows.append(Row(key, name, is_own=is_own))
    return rows


def _units(question: Question, found: set[str]) -> list[Row]:
    units = ServiceUnit.objects.within(question.place).order_by("region_code", "number")
    rows = [
        Row(str(unit.pk), unit.name)
        for unit in units
        if str(unit.pk) in found or unit.is_open(question.span.last_day)
    ]
    strays = sorted(found - {row.key for row in rows})
    return rows + [Row(key, _("别处的站点"), is_own=True) for key in strays]


def shared_townships(place: str) -> set[str]:
    """Units (uids) whose township has another unit: their own count would show the other's by subtraction. One query."""
    by_town: dict[str, list[UUID]] = {}
    listed: Iterable[tuple[UUID, str]] = ServiceUnit.objects.within(place).values_list(
        "pk", "region_code"
    )
    for uid, code in listed:
        by_town.setdefault(code[: LEVELS["town"]], []).append(uid)
    return {str(uid) for uids in by_town.values() if len(uids) > 1 for uid in uids}


def place_name(question: Question) -> str:
    """The place or unit asked about. One query."""
    if question.unit:
        return str(ServiceUnit.objects.values_list("name", flat=True).get(pk=question.unit))
    if not question.place:
        return str(_("全国"))
    found = Region.objects.filter(code=pad_code(question.place)).values_list("name", flat=True)
    return found.first() or pad_code(question.place)
