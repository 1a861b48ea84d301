"""A GeoJSON file as outlines to draw: checked, projected, thinned. Pure.

Which map is official is the office's business: we draw the file that it loads, and ship none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, isfinite, radians
from typing import Any

#: What a county's villages need many times over.
MAX_BYTES = 4 * 2**20
MAX_FEATURES = 600
MAX_POINTS = 200_000
WIDTH = 1_000
#: Properties in which files keep a division's code or name.
CODES = ("code", "adcode", "region_code", "id", "XZQDM")
NAMES = ("name", "NAME", "XZQMC")

Ring = list[tuple[float, float]]


class NotAMap(ValueError):
    """The file cannot be drawn; the argument is a key of ``errors``."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """SVG path data by code prefix in a box of ``width`` by ``height``; ``unknown`` features belong to no place below."""

    paths: dict[str, str]
    height: int
    unknown: int
    width: int = WIDTH


def read_outlines(raw: bytes, places: Mapping[str, str]) -> Outlines:
    """The outlines of ``places`` (code prefix → name) in a GeoJSON file. Raises :class:`NotAMap`.

    A feature belongs to a place by its code, or by its name where no two places share it.
    """
    if len(raw) > MAX_BYTES:
        raise NotAMap("too_big")
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotAMap("no_json") from None
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise NotAMap("no_features")
    if len(content["features"]) > MAX_FEATURES:
        raise NotAMap("too_many")
    found: dict[str, list[Ring]] = {}
    unknown = 0
    for feature in content["features"]:
        rings = list(_rings(feature))
        key = _place_of(feature, places)
        if key:
            found.setdefault(key, []).extend(rings)
        else:
            unknown += 1
    if not any(found.values()):
        raise NotAMap("no_place")
    if sum(len(ring) for rings in found.values() for ring in rings) > MAX_POINTS:
        raise NotAMap("too_many")
    return _drawn(found, unknown)


def _place_of(feature: Any, places: Mapping[str, str]) -> str:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return ""
    texts = [str(properties.get(name) or "") for name in CODES] + [str(feature.get("id") or "")]
    for text in texts:
        if text.isdigit():
            for key in places:
                if text.ljust(12, "0") == key.ljust(12, "0"):
                    return key
    for name in filter(None, (str(properties.get(name) or "").strip() for name in NAMES)):
        same = [key for key, known in places.items() if known == name]
        if len(same) == 1:
            return same[0]
    return ""


def _rings(feature: Any) -> Iterator[Ring]:
    """The outer and inner rings of a polygon or several."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        raise NotAMap("no_polygon")
    polygons: Any = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    elif geometry.get("type") != "MultiPolygon":
        raise NotAMap("no_polygon")
    try:
        for polygon in polygons:
            for ring in polygon:
                yield [_point(*point[:2]) for point in ring]
    except (TypeError, ValueError):
        raise NotAMap("no_polygon") from None


def _point(east: Any, north: Any) -> tuple[float, float]:
    """Degrees; a file in metres is told apart by its size."""
    x, y = float(east), float(north)
    if not (isfinite(x) and isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise ValueError
    return x, y


def _drawn(found: Mapping[str, Iterable[Ring]], unknown: int) -> Outlines:
    """Projected with equal degrees at the middle latitude, in whole units, repeated points left out."""
    points = [point for rings in found.values() for ring in rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * squeeze, (north - south), 1e-9)

    def draw(ring: Ring) -> str:
        placed = [
            (round((x - west) * squeeze * scale), round((north - y) * scale)) for x, y in ring
        ]
        kept = [one for n, one in enumerate(placed) if n == 0 or one != placed[n - 1]]
        return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z" if len(kept) > 2 else ""

    paths = {key: "".join(draw(ring) for ring in rings) for key, rings in found.items()}
    height = max(round((north - south) * scale), 1)
    width = max(round((east - west) * squeeze * scale), 1)
    return Outlines({key: path for key, path in paths.items() if path}, height, unknown, width)
