"""Local numbers of this room, as settings of the installation until dated regional parameters carry them."""

from __future__ import annotations

from django.conf import settings


def late_after_days(region_code: str) -> int:
    """A record made more than this many local days after the service is marked late (补录); ``region_code`` is the unit's."""
    return int(settings.YIMI_LATE_AFTER_DAYS)
