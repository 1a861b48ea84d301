"""Loads the shipped example tiers; runs after every migration and changes nothing when nothing changed."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files

from yimi.core.ids import SYSTEM_UID
from yimi.visiting.models import VisitTier
from yimi.visiting.models.tiers import OPEN

#: The shipped tiers hold for all that was recorded before, too.
SINCE = date(2021, 1, 1)


def load_reference() -> None:
    """Insert or update the shipped tiers. What a place has set is left alone."""
    shipped = tomllib.loads((files("yimi.visiting") / "data" / "tiers.toml").read_text("utf-8"))
    for tier in shipped["tier"]:
        VisitTier.objects.filter(OPEN).update_or_create(
            region_code="",
            code=tier["code"],
            defaults={name: value for name, value in tier.items() if name != "code"}
            | {"is_example": True},
            create_defaults=tier
            | {"is_example": True, "starts_on": SINCE, "recorded_by": SYSTEM_UID},
        )
