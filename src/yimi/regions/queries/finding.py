"""Finding a place from what people type: a name or part of it, several parts, pinyin, initials, a code.

Each way of matching is a *tier*; tiers are asked in order until there are enough places, and within a tier provinces come
before cities and so on. Every step is an indexed range or a short walk, whatever is typed (``docs/performance.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db.models import F, Q

from yimi.core import clock
from yimi.core.scoping import region_range
from yimi.regions.models import Level, Region, RegionQuerySet
from yimi.regions.naming import (
    exact_gram,
    inner_grams,
    is_common_word,
    normal_text,
    short_name,
    split_path,
)
from yimi.regions.queries.area import ALL_LEVELS, Area, area_of
from yimi.regions.queries.tree import FoundRegion, join_path
from yimi.regions.rules import CODE_LENGTH, ancestor_codes, prefix_of
from yimi.regions.searching import Band, code_of, find_keys, frequent_grams

#: Typed text is cut here; no path of names is longer.
MAX_TEXT = 60
MAX_PARTS = 4
#: How many meanings of a first part ("城关 东街") are followed.
MAX_PLACES = 12
#: Kinds that people leave out when they spell a name.
KINDS = (
    "", "sheng", "shi", "xian", "qu", "qi", "meng", "zhou", "diqu", "jiedao", "zhen", "xiang", "sumu", "cun", "shequ", "ju",
)  # fmt: skip
_LETTERS = re.compile(r"[a-zü' ]+")


def find_regions(
    text: str, *, within: str = "", levels: Sequence[int] | None = None, limit: int = 20
) -> list[FoundRegion]:
    """Places that ``text`` may mean, best first: the whole name, then its beginning, then any part; upper levels first.

    ``within`` is a 12-digit code, ``levels`` a choice of 1 (province) to 5 (village). Several parts narrow down: "商水 东城".
    At most about twenty short queries, usually four.
    """
    text = text[:MAX_TEXT]
    area = area_of(within, levels)
    parts = list(dict.fromkeys(filter(None, map(normal_text, text.split()))))[:MAX_PARTS]
    if len(parts) > 1 and all(map(str.isascii, parts)):
        # "shang shui" is one name spelled in two; digits stay apart from letters.
        joined = "".join(parts)
        return _find([joined], area, limit) or _find(parts, area, limit)
    found = _find(parts, area, limit)
    if not found and len(parts) == 1 and len(steps := split_path(parts[0])) > 1:
        found = _find(steps[-MAX_PARTS:], area, limit)
    return found


def _find(parts: list[str], area: Area, limit: int) -> list[FoundRegion]:
    if not parts or limit < 1:
        return []
    *places, last = parts
    for place in places:
        upper = Area(area.prefixes, tuple(range(1, 5)))
        above = _matches(place, upper, MAX_PLACES)
        if not above:
            return []
        # 广东 is the province when there is one, and only otherwise a street of that name.
        above = [region for region in above if _is_named(place, region)] or above
        area = area._replace(prefixes=tuple(prefix_of(region.code) for region in above))
    return _matches(last, area, limit)


def _matches(part: str, area: Area, limit: int) -> list[FoundRegion]:
    """The best ``limit`` places for one part."""
    if part.isascii() and part.isdigit():
        tiers: Iterator[list[str]] = chain(
            _code_tiers(part, area, limit), _name_tiers(part, area, limit)
        )
    elif _LETTERS.fullmatch(part):
        tiers = _pinyin_tiers(part.replace("ü", "v"), area, limit)
    else:
        tiers = _name_tiers(part, area, limit)
    codes: dict[str, None] = {}
    for tier in tiers:
        codes.update(dict.fromkeys(tier))
        if len(codes) >= limit:
            break
    return _described(list(codes), part, limit)


def _code_tiers(digits: str, area: Area, limit: int) -> Iterator[list[str]]:
    if len(digits) > CODE_LENGTH:
        return
    below = area.places().filter(region_range("code", digits))
    for level in area.levels:
        yield _first(below.filter(level=level), ("code",), limit)


def _name_tiers(text: str, area: Area, limit: int) -> Iterator[list[str]]:
    if is_common_word(text):
        # Names no place: the first villages in order will do.
        yield _first(area.places().filter(level=Level.VILLAGE), ("code",), limit)
        return
    short = short_name(text)
    inner = tuple(inner_grams(short))
    bands = area.bands()
    if inner:
        yield _codes((exact_gram(text), *inner), bands, limit)
        yield _codes((exact_gram(text),), bands, limit)
    yield _codes((f"^{short}$",), bands, limit)
    begins = (f"^{short[0]}", *inner)
    if _is_walkable(begins, area):
        yield from _walk(area, Q(name__startswith=short), limit)
    else:
        yield _codes(begins, bands, limit)
    if _is_walkable(inner or (short,), area):
        yield from _walk(area, Q(name__contains=short), limit)
    else:
        # Grams may stand apart in a name; those are sifted out afterwards.
        yield _codes(inner or (short,), bands, 3 * limit, begins=not inner)


def _is_walkable(grams: Sequence[str], area: Area) -> bool:
    """Whether hits are so dense that walking the places beats reading a gram's long list from its start.

    Single characters are long lists joined; in a small area the list's other parts would be read for nothing.
    """
    is_narrow = area.prefixes != () or area.levels != ALL_LEVELS or len(grams) == 1
    return is_narrow and frequent_grams().issuperset(grams)


def _walk(area: Area, condition: Q, limit: int) -> Iterator[list[str]]:
    places = area.places().filter(condition)
    if len(area.prefixes) > 1:
        # Several small areas: read them whole.
        yield _first(places, (F("level") + 0, "code"), limit)
        return
    for level in sorted({*area.levels, *([Level.CITY] if area.cities else [])}):
        yield _first(places.filter(level=level), ("code",), limit)


def _pinyin_tiers(letters: str, area: Area, limit: int) -> Iterator[list[str]]:
    places = area.places()
    # "+ 0": sort what the name's index gives, rather than walk all places in their order.
    in_order = (F("level") + 0, "code")
    yield _first(places.filter(pinyin__in=[letters + kind for kind in KINDS]), in_order, limit)
    upper = places.filter(level__lte=Level.TOWNSHIP)
    yield _first(places.filter(initials=letters), in_order, limit)
    yield _first(upper.filter(_begins("initials", letters)), in_order, limit)
    if len(letters) > 1:
        yield _first(upper.filter(_begins("pinyin", letters)), in_order, limit)
    if len(letters) > 1 and Level.VILLAGE in area.levels:
        # Walking the name's index in its own order stops early, however many villages begin so.
        villages = places.alias(depth=F("level") + 0).filter(depth=Level.VILLAGE)
        yield _first(villages.filter(_begins("pinyin", letters)), ("pinyin",), limit)
        yield _first(villages.filter(_begins("initials", letters)), ("initials",), limit)


def _first(places: RegionQuerySet, order: tuple[Any, ...], limit: int) -> list[str]:
    return list(places.order_by(*order).values_list("code", flat=True)[:limit])


def _begins(field: str, letters: str) -> Q:
    """A range over an index; LIKE would not use it on SQLite.

    >>> _begins("pinyin", "shaz")
    <Q: (AND: ('pinyin__gte', 'shaz'), ('pinyin__lt', 'shb'))>
    """
    stem = letters.rstrip("z")
    if not stem:
        return Q(**{f"{field}__gte": letters, f"{field}__startswith": letters})
    return Q(**{f"{field}__gte": letters, f"{field}__lt": stem[:-1] + chr(ord(stem[-1]) + 1)})


def _codes(
    grams: Sequence[str], bands: Sequence[Band], limit: int, *, begins: bool = False
) -> list[str]:
    return [code_of(key) for key in find_keys(grams, bands, limit, begins=begins)]


def _described(codes: list[str], part: str, limit: int) -> list[FoundRegion]:
    """The candidates with their paths, in the same order, without what is gone or does not match after all. One query."""
    wanted = {*codes, *(above for code in codes for above in ancestor_codes(code))}
    rows = {
        region.code: region
        for region in Region.objects.filter(code__in=wanted).only(
            "code", "name", "level", "is_placeholder", "valid_from", "valid_to"
        )
    }
    names = {code: "" if row.is_placeholder else row.name for code, row in rows.items()}
    today = clock.today()
    fitting = (
        rows[code]
        for code in codes
        if code in rows and rows[code].is_in_force(today) and _fits(part, rows[code].name)
    )
    return [
        FoundRegion(row.code, row.name, row.level, join_path(row.code, names))
        for row in islice(fitting, limit)
    ]


def _is_named(part: str, region: FoundRegion) -> bool:
    return exact_gram(part) == exact_gram(region.name) or part == normal_text(region.name)


def _fits(part: str, name: str) -> bool:
    """Whether a name really contains the part; pinyin, codes and common words were matched exactly before."""
    if part.isascii() or is_common_word(part):
        return True
    return short_name(part) in normal_text(name) or exact_gram(part) == exact_gram(name)
