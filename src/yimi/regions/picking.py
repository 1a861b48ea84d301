"""What the picker shows at one moment: a state read from the address, and the options that follow from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from yimi.regions.errors import RegionUnknown
from yimi.regions.models import Level, Region
from yimi.regions.queries import children_of, find_regions, get_region, path_name, path_of
from yimi.regions.rules import CODE_LENGTH

#: The picker never ships more; the largest parent has 170 children.
MAX_OPTIONS = 200
MAX_FOUND = 50
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")


class Picker(NamedTuple):
    """Settings of one picker (field name, limits) and where its user stands (looking at a place, or typing)."""

    name: str = "region_code"
    within: str = ""
    levels: tuple[int, ...] = ()
    at: str = ""
    text: str = ""
    value: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Picker:
        """Read an address; whatever makes no sense counts as not given."""
        name = query.get("name", "")
        within = _code(query.get("within", ""))
        at = _code(query.get("at", ""))
        return cls(
            name=name if _FIELD_NAME.fullmatch(name) else "region_code",
            within=within,
            levels=tuple(
                sorted({int(digit) for digit in query.get("levels", "") if digit in "12345"})
            ),
            at=at if at.startswith(_prefix(within)) else "",
            text=query.get("q", "").strip()[:60],
            value=_code(query.get("value", "")),
        )

    def link(self, route: str = "regions:options", **changes: Any) -> str:
        """The address of this picker after ``changes``."""
        state = self._replace(**changes)
        query = {
            "name": state.name,
            "within": state.within,
            "levels": "".join(map(str, state.levels)),
            "at": state.at,
            "q": state.text,
            "value": state.value,
        }
        return f"{reverse(route)}?{urlencode({key: text for key, text in query.items() if text})}"

    @property
    def change_link(self) -> str:
        """Choose again."""
        return self.link("regions:choose", value="", at="", text="")

    @property
    def search_link(self) -> str:
        """Where typing asks; the box adds ``q``."""
        return self.link(at="", text="")

    @property
    def top_link(self) -> str:
        """Back to the provinces."""
        return self.link(at="", text="")


def opened_place(data: Mapping[str, str], name: str = "region_code") -> str | None:
    """Where a form without scripts was sent to look further (button 继续); None when it was sent to be saved.

    The form draws itself again with what was typed, and the picker ``at`` this code ("" when none was chosen).
    """
    return _code(data.get(f"{name}-at", "")) if f"{name}-open" in data else None


class Option(NamedTuple):
    """One line of the list: to be chosen, to be opened, or both."""

    code: str
    name: str
    path: str
    may_choose: bool
    opens: str


def _code(text: str) -> str:
    return text if len(text) == CODE_LENGTH and text.isascii() and text.isdigit() else ""


def _prefix(within: str) -> str:
    return Region(code=within).prefix if within else ""


def options_for(picker: Picker) -> dict[str, Any]:
    """What the fragment needs: options, crumbs, whether typing found more than is shown. At most about ten queries."""
    if picker.text:
        return _found(picker)
    return _below(picker)


def _found(picker: Picker) -> dict[str, Any]:
    found = find_regions(
        picker.text,
        within=picker.within,
        levels=picker.levels or None,
        limit=MAX_FOUND + 1,
    )
    choices = [Option(place.code, place.name, place.path, True, "") for place in found[:MAX_FOUND]]
    return {"picker": picker, "options": choices, "has_more": len(found) > MAX_FOUND, "crumbs": []}


def _below(picker: Picker) -> dict[str, Any]:
    at = picker.at or picker.within
    try:
        regions = list(children_of(at)[: MAX_OPTIONS + 1])
    except RegionUnknown:
        at, regions = "", []
    deepest = max(picker.levels, default=Level.VILLAGE)
    choices = [
        Option(
            region.code,
            region.name,
            "",
            _may_choose(region, picker.levels),
            picker.link(at=region.code) if region.level < deepest else "",
        )
        for region in regions[:MAX_OPTIONS]
    ]
    return {
        "picker": picker,
        "options": choices,
        "has_more": len(regions) > MAX_OPTIONS,
        "crumbs": _crumbs(picker, at),
        "here": _here(picker, at),
    }


def _may_choose(region: Region, levels: tuple[int, ...]) -> bool:
    return (
        not levels or region.level in levels or (region.has_no_counties and Level.COUNTY in levels)
    )


def _crumbs(picker: Picker, at: str) -> list[tuple[str, str]]:
    """(name, address) from the top of what may be chosen to where the user stands."""
    prefix = _prefix(picker.within)
    return [
        (region.name, picker.link(at=region.code))
        for region in (path_of(at) if at else [])
        if region.code.startswith(prefix)
    ]


def _here(picker: Picker, at: str) -> Option | None:
    """The place the user stands at, when it may be chosen itself."""
    if not at:
        return None
    region = get_region(at)
    if not _may_choose(region, picker.levels):
        return None
    return Option(region.code, region.name, path_name(at), True, "")


def chosen_path(code: str) -> str:
    """The chosen place with its parents; empty when nothing is chosen."""
    return path_name(code) if code else ""
