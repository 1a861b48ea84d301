"""Probes of the services room's doors: a record or a photo at the station, and one far away."""

from __future__ import annotations

from typing import Any

from yimi.access.tests.probing import Call, Probe, both
from yimi.services.tests.factories import make_photo, make_record


def _record(method: str = "get", **data: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_record(unit).pk}, method, data))


def _photo(method: str = "get", **data: Any) -> Probe:
    return both(lambda unit: Call({"uid": make_photo(make_record(unit)).pk}, method, data))


PROBES = {
    "services:saved": _record(),
    "services:detail": _record(),
    "services:correct": _record(),
    "services:void": _record("post", reason="记重了"),
    "services:add_photos": _record("post"),
    "services:photo": _photo(),
    "services:remove_photo": _photo("post", reason="拍错了"),
}
