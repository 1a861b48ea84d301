"""Loads the shipped example levels; runs after every migration and changes nothing when nothing changed."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from yimi.cases.models import CaseLevel


def load_reference() -> None:
    """Insert or update the shipped levels. A place's own levels are left alone."""
    text = (files("yimi.cases") / "data" / "levels.toml").read_text("utf-8")
    for sort, row in enumerate(tomllib.loads(text)["level"], 1):
        values = {key: value for key, value in row.items() if key != "code"}
        CaseLevel.objects.update_or_create(
            region_code="",
            code=row["code"],
            valid_to=None,
            defaults=values | {"sort": sort, "is_example": True},
        )
