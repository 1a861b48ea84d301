"""Makes the few divisions a test needs, ancestors included, without loading all of China."""

from __future__ import annotations

from typing import Any

from yimi.regions.models import Region
from yimi.regions.rules import (
    PLACEHOLDER_NAMES,
    ancestor_codes,
    level_of,
    pad_code,
    township_class_of,
)
from yimi.regions.searching import index_places

#: Names of ancestors that tests often stand under; others are named after their code.
KNOWN_NAMES = {
    "110000000000": "北京市",
    "110100000000": "市辖区",
    "410000000000": "河南省",
    "410600000000": "鹤壁市",
    "410621000000": "浚县",
    "411600000000": "周口市",
    "411623000000": "商水县",
    "411623001000": "新城街道",
    "411623002000": "东城街道",
    "411624000000": "沈丘县",
    "419000000000": "省直辖县级行政区划",
    "440000000000": "广东省",
    "441900000000": "东莞市",
    "520000000000": "贵州省",
    "520600000000": "铜仁市",
    "520603000000": "万山区",
    "540000000000": "西藏自治区",
    "540100000000": "拉萨市",
}
KIND = {1: "省", 2: "市", 3: "县", 4: "镇", 5: "村委会"}


def make_region(code: str, name: str = "", **fields: Any) -> Region:
    """The division ``code`` (short codes are padded), made with its missing ancestors; an existing one is returned."""
    code = pad_code(code)
    parent = None
    for ancestor in ancestor_codes(code):
        parent = _get_or_make(ancestor, KNOWN_NAMES.get(ancestor, ""), parent)
    return _get_or_make(code, name or KNOWN_NAMES.get(code, ""), parent, **fields)


def _get_or_make(code: str, name: str, parent: Region | None, **fields: Any) -> Region:
    level = level_of(code)
    name = name or f"示例{code.rstrip('0')}{KIND[level]}"
    defaults = {
        "name": name,
        "level": level,
        "parent": parent,
        "township_class": township_class_of(code),
        "is_placeholder": name in PLACEHOLDER_NAMES,
        "edition": "test",
    }
    region, is_made = Region.objects.get_or_create(code=code, defaults=defaults | fields)
    if is_made and not region.is_placeholder:
        index_places([(region.level, region.code, region.name)])
    return region
