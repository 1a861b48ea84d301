"""Up, down and forward in the division tree. Placeholders are climbed through and never returned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q

from yimi.core import clock
from yimi.core.scoping import region_range
from yimi.regions.errors import RegionUnknown
from yimi.regions.models import Level, Region, RegionQuerySet, RegionSuccession
from yimi.regions.rules import TOWNSHIP_CLASSES, ancestor_codes, prefix_of

#: A successor of a successor of a successor; a longer chain than this is a circle.
MAX_SUCCESSIONS = 20


class FoundRegion(NamedTuple):
    """A place with its parents' names, as it is shown: 河南省 周口市 商水县 东城街道."""

    code: str
    name: str
    level: int
    path: str


def get_region(code: str) -> Region:
    """The division of this 12-digit code; raises :class:`RegionUnknown`. One query."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise RegionUnknown(region=code)
    return region


def path_of(code: str) -> list[Region]:
    """The division and everything above it, uppermost first, without placeholders; empty when unknown. One query."""
    path = list(Region.objects.filter(code__in=[*ancestor_codes(code), code]).order_by("level"))
    if not path or path[-1].code != code:
        return []
    return [region for region in path if not region.is_placeholder]


def path_name(code: str) -> str:
    """The division's name after its parents'; the code itself when unknown. One query."""
    return path_names([code])[code]


def path_names(codes: Iterable[str]) -> dict[str, str]:
    """:func:`path_name` of many codes at once. One query."""
    wanted = set(codes)
    above = {ancestor for code in wanted if code for ancestor in ancestor_codes(code)}
    rows = Region.objects.filter(code__in=wanted | above).values_list(
        "code", "name", "is_placeholder"
    )
    names = {code: "" if is_placeholder else name for code, name, is_placeholder in rows}
    return {code: join_path(code, names) for code in wanted}


def join_path(code: str, names: dict[str, str]) -> str:
    """Join the known, not empty names on the way down to ``code``."""
    if code not in names:
        return code
    return " ".join(filter(None, (names.get(step, "") for step in (*ancestor_codes(code), code))))


def children_of(code: str) -> RegionQuerySet:
    """Places directly below, in order of code; of all China when empty. One query.

    Below 北京市 come its districts, below 河南省 its cities and 济源市, below 东莞市 its towns.
    """
    if not code:
        return Region.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("code")
    region = get_region(code)
    below = Q(parent=code, is_placeholder=False) | Q(
        parent__parent=code, parent__is_placeholder=True
    )
    return (
        Region.objects.filter(region_range("code", region.prefix), below)
        .filter(level__in=(region.level + 1, region.level + 2))
        .in_force(clock.today())
        .order_by("code")
    )


def townships_of(code: str, *, classes: Sequence[int] = TOWNSHIP_CLASSES) -> RegionQuerySet:
    """Townships and streets below a division, in order of code: by default 街道, 镇, 乡, 苏木, not zones and farms.

    With these four classes the counts agree with what counties report: 拉萨 65, 东莞 32, 沈北新区 10.
    """
    return (
        Region.objects.filter(level=Level.TOWNSHIP, township_class__in=classes)
        .filter(region_range("code", prefix_of(code) if code else ""))
        .in_force(clock.today())
        .order_by("code")
    )


def count_townships(code: str) -> int:
    """How many townships and streets lie below; zones and farms do not count. One query."""
    return townships_of(code).count()


def current_regions(code: str) -> list[Region]:
    """What this division is today: itself, or whatever it was merged into, split into or renamed to.

    Empty when the code is unknown. Two queries, and two more for each further succession.
    """
    today = clock.today()
    current: dict[str, Region] = {}
    pending, seen = {code}, set[str]()
    for _step in range(MAX_SUCCESSIONS):
        if not pending:
            break
        seen |= pending
        passed_on = set[str]()
        following = set[str]()
        for start, end in RegionSuccession.objects.filter(
            from_region__in=pending, on__lte=today
        ).values_list("from_region", "to_region"):
            passed_on.add(start)
            following.add(end)
        for region in Region.objects.filter(code__in=pending):
            if region.code not in passed_on or region.is_in_force(today):
                current[region.code] = region
        pending = following - seen
    return [current[key] for key in sorted(current)]
